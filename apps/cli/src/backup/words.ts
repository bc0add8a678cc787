import type { RestorePlan } from '#event-store/backup/plan-restore';
import { CommandProblem, say } from '../answer.js';
import { inWords as verdictInWords } from '../verify/words.js';
import type { PutInOrder } from './put-in-order.js';

/** Refuses what only a person may decide, unless they said --yes: events would be lost, or the backup is too old. */
export function agreed(plan: RestorePlan, yes: boolean): void {
  const warnings = warningsOf(plan);
  if (warnings.length === 0) return;
  if (yes) return warnings.forEach(say);
  throw new CommandProblem(
    1,
    plan.tooOld ? 'backup-too-old' : 'events-would-be-lost',
    warnings.join('\n'),
    {
      where: plan.path,
      hint: 'Nothing was changed. Say --yes if that is what you want; back up what is there first.',
    },
  );
}

function warningsOf({ districts, manifest, tooOld, untouched }: RestorePlan): string[] {
  const losses = districts.flatMap(({ district, lost, otherHistory }) =>
    lost === null
      ? []
      : [
          `District ${district}: ${lost.events} events would be lost, recorded from ${lost.from} to ${lost.to}` +
            `${otherHistory ? '; the log here is not the one of the backup' : ''}.`,
        ],
  );
  if (losses.length > 0 && untouched.length > 0)
    losses.push(`Not in the backup, and left as they are: ${untouched.join(', ')}.`);
  if (!tooOld) return losses;
  return [
    `The backup is of ${manifest.createdAt} and had to be gone by ${manifest.keepUntil}: it may hold what was destroyed since ` +
      'and certified. What the notes outside tell of is destroyed again.',
    ...losses,
  ];
}

/** What was done, step by step, and whether the record that stands there now can be proved. */
export function repairInWords(plan: RestorePlan | null, done: PutInOrder): string {
  const { districts, verified, workflows } = done;
  return [
    ...(plan?.districts ?? []).map(
      ({ district, head, lost }) =>
        `District ${district} stands at ${head} events, as of ${plan!.manifest.createdAt}` +
        `${lost ? `; ${lost.events} events were lost` : ''}.`,
    ),
    ...districts.flatMap(
      ({ district, destroyedAgain, notesSetAside, subscriptionsSetBack, views }) => [
        ...(destroyedAgain > 0
          ? [`${district}: ${destroyedAgain} destructions were carried out again.`]
          : []),
        ...(notesSetAside
          ? [`${district}: ${notesSetAside.notes} notes were put aside in ${notesSetAside.where}.`]
          : []),
        ...subscriptionsSetBack.map(
          ({ name, from, to }) => `${district}: ${name} goes on from ${to} instead of ${from}.`,
        ),
        `${district}: the views were made again from ${views} events.`,
      ],
    ),
    workflows
      ? `${workflows.terminated} workflows were ended; ${workflows.started} were started from the log.`
      : 'Temporal was left alone: give `npx aimline rebuild workflows` once it answers.',
    '',
    verdictInWords(verified.districts),
  ].join('\n');
}
