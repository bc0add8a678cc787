import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DomainEvent, Recorded } from '#domain/decider';
import type { StreamId } from '#domain/streams';
import { told } from '#testing/told-rows';
import type { Moment } from '../as-of.js';
import { countsOf, nothing, sum, type Counts } from './school-report.js';

// A second opinion that knows no event and no fold: who did what, on which day, in the order in which it was entered.
// Every question is put to the list of entries again.
const timeZone = 'America/Chicago';
const schools = ['north', 'south'];
const dateOf = (day: number) => `2025-09-${String(day).padStart(2, '0')}`;
const at = (day: number) => `${dateOf(day)}T18:00:00.000Z`;
const id = (n: number) => `5f0c2a6e-6a39-4f0a-9a35-0c5f6d2b7a${String(n).padStart(2, '0')}`;

const cycles = [1, 2, 3];
const firstDay = (cycle: number) => cycle * 2;
const group = 9;
const sessionDays = [3, 6, 10];

type OfCycle = {
  cycle: number;
  day: number;
  is: 'tier' | 'moved' | 'closed' | 'review' | 'review held' | 'review missed' | 'probe missed';
  n: number;
};
type OfSession = { session: number; is: 'held' | 'not held' | 'unlogged' | 'withdrawn' };
type Entry =
  | { is: 'opened'; cycle: number; day: number }
  | { is: 'planned'; session: number; day: number }
  | (OfCycle & { is: OfCycle['is'] })
  | (OfSession & { day: number; late: boolean });

const ofCycle: fc.Arbitrary<OfCycle> = fc.record({
  cycle: fc.constantFrom(...cycles),
  day: fc.integer({ min: 1, max: 20 }),
  is: fc.constantFrom<OfCycle['is'][]>(
    'tier',
    'moved',
    'closed',
    'review',
    'review held',
    'review missed',
    'probe missed',
  ),
  n: fc.integer({ min: 1, max: 3 }),
});
const ofSession: fc.Arbitrary<OfSession> = fc.record({
  session: fc.nat(sessionDays.length - 1),
  is: fc.constantFrom<OfSession['is'][]>('held', 'not held', 'unlogged', 'withdrawn'),
});

/** What people can have entered: nothing of a cycle before it was opened, and a session is logged or withdrawn in turns. */
const entries: fc.Arbitrary<Entry[]> = fc
  .array(fc.oneof(ofCycle, ofSession), { maxLength: 16 })
  .map((said) => {
    const begun: Entry[] = [
      ...cycles.map((cycle) => ({ is: 'opened' as const, cycle, day: firstDay(cycle) })),
      ...sessionDays.map((day, session) => ({ is: 'planned' as const, session, day })),
    ];
    const logged = new Set<number>();
    const silent = new Set<number>();
    return said.reduce<Entry[]>((list, one) => {
      if ('cycle' in one) return [...list, { ...one, day: Math.max(one.day, firstDay(one.cycle)) }];
      const { is, session } = one;
      const day = sessionDays[session]! + (is === 'unlogged' ? 1 : 0);
      const late = silent.has(session);
      if (is === 'withdrawn' ? !logged.has(session) : logged.has(session)) return list;
      if (is === 'unlogged' && late) return list;
      if (is === 'unlogged') silent.add(session);
      else if (is === 'withdrawn') logged.delete(session);
      else logged.add(session);
      return [...list, { is, session, day, late }];
    }, begun);
  });

/** The n-th entry has the position n + 2: the group was formed before them all. */
function counted(list: readonly Entry[], school: string, { knownAt, asOf }: Moment): Counts {
  const seen = list
    .map((entry, n) => ({ ...entry, entered: n }))
    .filter(({ entered }) => knownAt === null || entered + 2 <= knownAt)
    .filter(({ day, is }) => asOf === null || is === 'withdrawn' || dateOf(day) <= asOf);
  const inOrder =
    asOf === null ? seen : seen.toSorted((a, b) => a.day - b.day || a.entered - b.entered);

  const mine = cycles.filter((cycle) => {
    const here = inOrder.filter((e) => 'cycle' in e && e.cycle === cycle);
    const moved = here.findLast((e) => e.is === 'moved');
    const stands = moved && 'n' in moved ? schools[moved.n % 2] : 'north';
    return here.length > 0 && stands === school;
  });
  const of = (cycle: number, is: Entry['is']) =>
    inOrder.filter(
      (e): e is OfCycle & { entered: number } => 'n' in e && e.cycle === cycle && e.is === is,
    );
  const open = mine.filter((cycle) => of(cycle, 'closed').length === 0);
  const tiers = open.map((cycle) => of(cycle, 'tier').at(-1)?.n ?? null);
  const atTier = (tier: number | null) => tiers.filter((t) => t === tier).length;
  const all = (is: Entry['is']) => mine.reduce((n, cycle) => n + of(cycle, is).length, 0);
  const reviews = (is: Entry['is']) =>
    mine.reduce((n, cycle) => n + new Set(of(cycle, is).map((e) => e.n)).size, 0);

  // The group is the north's. What was withdrawn does not count, from when that was known.
  const fates = (school === 'north' ? sessionDays : []).flatMap((day, session) => {
    const about = seen.filter((e) => 'session' in e && e.session === session);
    if (about.length === 0 || (asOf !== null && dateOf(day) > asOf)) return [];
    const last = about.findLast(
      (e) => e.is === 'held' || e.is === 'not held' || e.is === 'withdrawn',
    );
    if (last && last.is !== 'withdrawn')
      return [{ is: last.is, late: 'late' in last && last.late }];
    return [{ is: about.some((e) => e.is === 'unlogged') ? 'unlogged' : 'awaited', late: false }];
  });
  const are = (is: string) => fates.filter((fate) => fate.is === is).length;
  const silences = {
    ...(all('review missed') > 0 && { 'hold-review': all('review missed') }),
    ...(all('probe missed') > 0 && { 'give-probe': all('probe missed') }),
  };
  return {
    cycles: {
      open: open.length,
      undecided: atTier(null),
      tier1: atTier(1),
      tier2: atTier(2),
      tier3: atTier(3),
    },
    sessions: {
      planned: fates.length,
      held: are('held'),
      heldLate: fates.filter((fate) => fate.is === 'held' && fate.late).length,
      notHeld: are('not held'),
      unlogged: are('unlogged'),
      awaited: are('awaited'),
    },
    reviews: {
      opened: reviews('review'),
      held: reviews('review held'),
      missed: all('review missed'),
    },
    referrals: { open: 0, deadlinesMissed: 0 },
    silences,
  };
}

const groupStream: StreamId = `group/${id(group)}`;

/** The same entries as the record has them. */
function recorded(list: readonly Entry[]): readonly Recorded[] {
  const events = list.map((entry): [StreamId, DomainEvent] => {
    const occurredAt = at(entry.day);
    if ('session' in entry) {
      const data = {
        sessionId: `${id(group)}/${entry.session}`,
        on: dateOf(sessionDays[entry.session]!),
      };
      switch (entry.is) {
        case 'planned':
          return [
            groupStream,
            {
              type: 'SessionPlanned',
              data: { ...data, startsAt: '09:00', minutes: 30, cycleIds: [] },
              occurredAt,
            },
          ];
        case 'held':
          return [
            groupStream,
            {
              type: 'SessionHeld',
              data: { ...data, minutes: 30, steps: 'all', late: entry.late },
              occurredAt,
            },
          ];
        case 'not held':
          return [
            groupStream,
            {
              type: 'SessionNotHeld',
              data: { ...data, reason: 'assembly', late: entry.late },
              occurredAt,
            },
          ];
        case 'unlogged':
          return [groupStream, { type: 'SessionUnlogged', data, occurredAt }];
        case 'withdrawn':
          return [
            groupStream,
            {
              type: 'FactVoided',
              data: { eventId: data.sessionId, reason: 'wrong day' },
              occurredAt: at(20),
            },
          ];
      }
    }
    const stream: StreamId = `cycle/${id(entry.cycle)}`;
    const on = dateOf(entry.day);
    if (entry.is === 'opened') {
      const data = {
        studentId: id(40 + entry.cycle),
        schoolId: 'north',
        grade: '3',
        area: 'reading',
        on,
      };
      return [stream, { type: 'CycleOpened', data, occurredAt }];
    }
    const fact = (type: string, data: object): [StreamId, DomainEvent] => [
      stream,
      { type, data, occurredAt },
    ];
    const missed = (kind: string) => ({
      duty: `duty/${kind}/${id(entry.cycle)}/1`,
      kind,
      rung: 1,
      dueOn: on,
    });
    switch (entry.is) {
      case 'tier':
        return fact('PlacementConfirmed', { placementId: id(50), tier: entry.n, on });
      case 'moved':
        return fact('CycleTransferred', { toSchoolId: schools[entry.n % 2], on });
      case 'closed':
        return fact('CycleClosed', { on, reason: 'goal-met' });
      case 'review':
        return fact('ReviewOpened', { reviewId: id(60 + entry.n), on });
      case 'review held':
        return fact('ReviewHeld', {
          reviewId: id(60 + entry.n),
          outcome: 'on_track',
          decision: 'continue',
          on,
        });
      case 'review missed':
        return fact('ObligationMissed', missed('hold-review'));
      case 'probe missed':
        return fact('ProbeMissed', { phaseId: id(70), dueOn: on, reason: 'not-given' });
    }
  });
  const formed: DomainEvent = {
    type: 'GroupFormed',
    data: { name: 'Reading A', schoolId: 'north' },
    occurredAt: at(1),
  };
  const whole = told(groupStream, formed, ...events.map(([, event]) => event));
  return whole.map((event, i) => ({
    ...event,
    stream: i === 0 ? groupStream : events[i - 1]![0],
    actor: { id: 'engine', role: 'process' },
  }));
}

test('as known at any position and true on any day, each school has the right counts', () => {
  fc.assert(
    fc.property(entries, (list) => {
      const streams = Map.groupBy(recorded(list), (event) => event.stream);
      for (const knownAt of [null, ...Array.from({ length: list.length + 2 }, (_, i) => i)])
        for (const on of [null, 1, 4, 7, 11, 20]) {
          const moment = { knownAt, asOf: on === null ? null : dateOf(on), timeZone };
          const counts = [...streams.values()].flatMap((events) => countsOf(events, moment) ?? []);
          for (const school of schools) {
            const parts = counts.filter((one) => one.schoolId === school);
            expect(parts.map((one) => one.counts).reduce(sum, nothing)).toEqual(
              counted(list, school, moment),
            );
          }
        }
    }),
    { numRuns: 80 },
  );
});

test('a referral counts while it is open, and every day of the law that it missed', () => {
  const events = told(
    `referral/${id(1)}`,
    {
      type: 'EvaluationRequested',
      data: { studentId: id(2), schoolId: 'north', by: 'guardian', received: dateOf(1) },
      occurredAt: at(1),
    },
    {
      type: 'DeadlineMissed',
      data: { clock: 'request-response', dueOn: dateOf(9) },
      occurredAt: at(9),
    },
    { type: 'ReferralClosed', data: { on: dateOf(12), reason: 'withdrawn' }, occurredAt: at(12) },
  );
  const on = (day: number) =>
    countsOf(events, { knownAt: null, asOf: dateOf(day), timeZone })?.counts.referrals;
  expect(on(8)).toEqual({ open: 1, deadlinesMissed: 0 });
  expect(on(9)).toEqual({ open: 1, deadlinesMissed: 1 });
  expect(on(12)).toEqual({ open: 0, deadlinesMissed: 1 });
});
