import type { CycleDetail, ReviewScreen } from '#contracts/cycles';
import type { LocalDate } from '#domain/time';
import { raisedGoal } from '#sandbox/staff/goals';
import { misreadsProbe } from '#sandbox/staff/probes';
import { lookAgainChoice, reviewChoice } from '#sandbox/staff/reviews';
import { whenActs } from '#sandbox/staff/timing';
import type { Act } from '../acts.js';
import type { Owed } from '../inboxes.js';
import { isTime } from '../timing.js';
import {
  cycleNamed,
  occurrenceOf,
  ordinalOf,
  schoolDayFrom,
  type CycleMemory,
  type Person,
  type World,
} from '../world.js';

/** The team holds the review that the engine prepared, and mostly decides as it recommends. */
export function holdReview(world: World, owed: Owed, today: LocalDate): Act | null {
  const { item, person, student, area } = owed;
  const { reviewId } = item.target;
  if (!student || !area || !reviewId) return null;
  const { seed, diligence } = world;
  const cycle = cycleNamed(world, item.target.id, student, area);
  const number = ordinalOf(world, `review ${cycle.name}`, reviewId);
  const occurrence = occurrenceOf(world, `hold-review/${cycle.name}/${number}`, item.key);
  const among = number === 1 ? area : `${area}/review ${number}`;
  const { caseNumber } = student.truth[area];
  const kind = 'hold-review';
  const when = whenActs({ seed, kind, caseNumber, among, occurrence, diligence });
  if (!isTime(world, item.key, item.dueOn, when, today)) return null;

  const name = `review ${cycle.name}/${number}`;
  return {
    lane: item.stream,
    name,
    run: async () => {
      const path = `/v1/cycles/${item.target.id}/reviews/${reviewId}`;
      const screen = await person.api.get<ReviewScreen>(path);
      const { cycle: shown, review } = screen;
      if (review.held !== null) return;
      const { decision: recommended } = review.recommendation;
      const tier = shown.tier ?? 2;
      const choice = reviewChoice(seed, student, area, { number, recommended, tier });
      const goal = shown.phases.at(-1)?.goal;
      const raised = choice.decision === 'raise-goal' && goal ? raisedGoal(area, goal) : null;
      const decision =
        choice.decision === 'raise-goal' && raised === null ? 'continue' : choice.decision;
      await person.api.post(`${path}/hold`, {
        key: name,
        version: shown.version,
        json: {
          on: today,
          decision,
          // Going on past the hard stop needs a reason even where the engine recommends it.
          reason: choice.reason ?? 'The team follows the recommendation.',
          note: 'Graph and lesson notes were looked at together.',
          present: [person.id],
          newGoal: raised,
        },
      });
      if (number === 1 && misreadsProbe(student, area))
        noteCorrection(world, person, item.target.id, cycle, today);
    },
  };
}

/** The day after the review somebody finds that a probe was misread. */
function noteCorrection(
  { agenda, calendar }: World,
  { api }: Person,
  cycleId: string,
  cycle: CycleMemory,
  today: LocalDate,
): void {
  const path = `/v1/cycles/${cycleId}`;
  const name = `correction ${cycle.name}`;
  agenda.note(schoolDayFrom(calendar, today, 1), {
    lane: `cycle/${cycleId}`,
    name,
    run: async () => {
      const { probes } = await api.get<CycleDetail>(path);
      const last = probes.findLast((p) => p.voided === null && p.was === null && p.on <= today);
      if (!last) return;
      await api.post(`${path}/probes/${last.eventId}/correct`, {
        key: name,
        json: { value: Math.max(0, last.value - 4), reason: 'A line was counted twice.' },
      });
    },
  });
}

/** A decision whose basis has changed is looked at once more. */
export function lookAgain(world: World, owed: Owed, today: LocalDate): Act | null {
  const { item, person, student, area } = owed;
  if (!student || !area) return null;
  const { seed, diligence } = world;
  const cycle = cycleNamed(world, item.target.id, student, area);
  const [question = '1', missed = '0'] = item.key.slice(item.key.lastIndexOf('/') + 1).split('.');
  const kind = 'look-again';
  const { caseNumber } = student.truth[area];
  const among = question === '1' ? area : `${area}/question ${question}`;
  const occurrence = Number(missed) + 1;
  const when = whenActs({ seed, kind, caseNumber, among, occurrence, diligence });
  if (!isTime(world, item.key, item.dueOn, when, today)) return null;

  const name = `look-again ${cycle.name}/${question}`;
  return {
    lane: item.stream,
    name,
    run: async () => {
      const path = `/v1/cycles/${item.target.id}`;
      const shown = await person.api.get<CycleDetail>(path);
      const asked = questionedOf(shown);
      if (!asked) return;
      await person.api.post(`${path}/reviews/${asked}/look-again`, {
        key: name,
        version: shown.version,
        json: lookAgainChoice(seed, `${cycle.name}/${question}`),
      });
    },
  };
}

/** The decision whose changed basis nobody has looked at. */
function questionedOf({ reviews, placements }: CycleDetail): string | null {
  const review = reviews.find(isQuestioned);
  return review?.reviewId ?? placements.find(isQuestioned)?.placementId ?? null;
}

const isQuestioned = ({ basisChanged }: Pick<CycleDetail['reviews'][number], 'basisChanged'>) =>
  basisChanged.some((change) => !change.lookedAgainOn);
