import type { CycleEvent } from '#domain/cycle/events';
import type { Recorded } from '#domain/decider';
import { recommend, reviewMethodVersion, type Recommendation } from '#domain/rule-set/recommend';
import { same } from '#domain/same';
import type { StreamId } from '#domain/streams';
import { CommandProblem, type Answer } from '../answer.js';
import { districtOf } from '../district.js';
import { withInstallation, type Installation } from '../installation.js';

export type ReplayedDecision = {
  reviewId: string;
  methodVersion: string;
  stored: Recommendation;
  recomputed: Recommendation;
  matches: boolean;
};

export function replayDecision({ district }: { district?: string }, id: string): Promise<Answer> {
  const needs = { command: 'aimline replay', need: 'postgres' } as const;
  return withInstallation(needs, async (installation) => {
    const of = await districtOf(installation, district);
    const opened = await reviewOpened(installation, of, id);
    const replayed = recomputed(opened.reviewId, opened.recommendation);
    return {
      document: replayed,
      words: inWords(replayed),
      exitCode: replayed.matches ? (0 as const) : (1 as const),
    };
  });
}

/** The whole input is pinned in the event, so the recommendation is run again from it alone. */
export function recomputed(reviewId: string, stored: Recommendation): ReplayedDecision {
  const again = JSON.parse(JSON.stringify(recommend(stored.inputs))) as Recommendation;
  const { methodVersion } = stored;
  return { reviewId, methodVersion, stored, recomputed: again, matches: same(stored, again) };
}

/** The review as it was prepared last before it was held: on that the team decided. */
async function reviewOpened(
  { db, store }: Installation,
  district: string,
  id: string,
): Promise<Extract<CycleEvent, { type: 'ReviewOpened' }>['data']> {
  const { rows } = await db.of(district).query(
    `select stream, data ->> 'reviewId' as review from rm.student_timeline
     where district_id = $1 and (event_id = $2 or data ->> 'reviewId' = $2)
       and type in ('ReviewOpened', 'ReviewHeld') limit 1`,
    [district, id],
  );
  const [found] = rows as { stream: StreamId; review: string }[];
  if (!found)
    throw new CommandProblem(2, 'no-such-decision', 'There is no review under this id.', {
      where: id,
      hint: 'Take a review’s id, or an event’s, from `aimline replay student <id> --json`.',
    });
  const { events } = await store.read<CycleEvent>({ district, stream: found.stream });
  const held = events.findIndex(
    (event) => event.type === 'ReviewHeld' && event.data.reviewId === found.review,
  );
  const known = held < 0 ? events : events.slice(0, held);
  return known.findLast((event) => isReview(event, found.review))!.data;
}

function isReview(
  event: Recorded<CycleEvent>,
  reviewId: string,
): event is Recorded<Extract<CycleEvent, { type: 'ReviewOpened' }>> {
  return event.type === 'ReviewOpened' && event.data.reviewId === reviewId;
}

function inWords({ stored, recomputed: again, matches, methodVersion }: ReplayedDecision): string {
  const { ruleSet, calendar, points } = stored.inputs;
  return [
    `Stored: ${stored.outcome}, recommended ${stored.decision}, by ${methodVersion} on ${points.length} points,`,
    `under rule set ${ruleSet.id} version ${ruleSet.version} and calendar ${calendar.id} version ${calendar.version}.`,
    ...stored.because.map((sentence) => `  ${sentence}`),
    matches
      ? 'Run again from the same inputs, it comes out the same.'
      : `Run again from the same inputs, it comes out otherwise: ${again.outcome}, ${again.decision}.`,
    ...(methodVersion === reviewMethodVersion
      ? []
      : [`It was made by ${methodVersion}; this program has ${reviewMethodVersion}.`]),
  ].join('\n');
}
