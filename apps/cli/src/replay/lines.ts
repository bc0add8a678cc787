import { localDateOf } from '#domain/time';
import type { Moment } from '#read-models/as-of';
import { sentenceOf } from './sentences.js';
import type { Told, ToldCycle } from './student.js';

type Story = {
  name: string;
  moment: Moment;
  cycles: readonly ToldCycle[];
  history: readonly Told[];
};

/** A history for people: the cycles as they stand at the moment, then each fact with its day, its author and its numbers. */
export function linesOf({ name, moment, cycles, history }: Story): string {
  const { asOf, knownAt, timeZone } = moment;
  const when = [
    asOf === null ? '' : `as it was true on ${asOf}`,
    knownAt === null ? '' : `as it was known at position ${knownAt} of the log`,
  ].filter(Boolean);
  return [
    [name, ...when].join(', '),
    ...cycles.map(cycleLine),
    '',
    ...history.map((fact) => factLine(fact, timeZone)),
    `${history.length} facts.`,
  ].join('\n');
}

export function cycleLine({ rules, view }: ToldCycle): string {
  const { area, openedOn, closed, tier, phases } = view;
  const phase = phases.findLast((p) => p.endedOn === null);
  return [
    `Cycle in ${area}, opened ${openedOn}, under ${rules}`,
    closed ? `closed ${closed.on} (${closed.reason})` : `Tier ${tier ?? 'not decided'}`,
    ...(phase?.goal && phase.baseline
      ? [`from ${phase.baseline.median} to ${phase.goal.value} by ${phase.goal.on}`]
      : []),
  ].join('; ');
}

function factLine(fact: Told, timeZone: string): string {
  const happened = localDateOf(fact.occurredAt, timeZone);
  const recorded = localDateOf(fact.recordedAt, timeZone);
  const late = recorded === happened ? '' : ` [recorded ${recorded}]`;
  return `${happened}  ${fact.by}: ${sentenceOf(fact)}${late}`;
}
