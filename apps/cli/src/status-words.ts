import type { DistrictStatus } from './status-districts.js';

/** What a subscription does, for people who do not know its name. */
const doing: Readonly<Record<string, string>> = {
  'read-models': 'what people see',
  reactor: 'what follows from a fact elsewhere',
  dispatcher: 'the waking of the workflows',
};

/** An event that has not waited so long is on its way. */
const atOnceSeconds = 5;

type Standing = Pick<DistrictStatus, 'subscriptions' | 'parked' | 'due' | 'ahead'>;

/** How a district stands, in plain words: that all is well, or what waits, since when, and what to do about it. */
export function standingInWords({ subscriptions, parked, due, ahead }: Standing): string[] {
  const waits: string[] = [];
  for (const { name, status, behind, secondsBehind, owner } of subscriptions) {
    const what = doing[name] ?? name;
    const since = `${behind} events behind, the oldest for ${secondsBehind} s`;
    if (status === 'stopped') waits.push(`${what} has stopped (${since}): see ${name} below`);
    else if (behind > 0 && owner === null)
      waits.push(`${what} is ${since}, and no worker runs: \`npx aimline up\``);
    else if (behind > 0 && secondsBehind > atOnceSeconds)
      waits.push(`${what} is late: ${since}; it catches up by itself`);
  }
  if (due > 0)
    waits.push(
      `${due} steps are due and not taken: they are under way, or Temporal or the worker is away; none is lost`,
    );
  if (parked.length > 0)
    waits.push(`${parked.length} commands were set aside and wait for somebody: see below`);
  if (ahead.length > 0) waits.push('the log went back to an earlier point: see below');
  return waits.length === 0
    ? ['all is well: nothing waits that should have happened']
    : waits.map((one) => `waiting: ${one}`);
}
