import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DomainEvent, Recorded } from '#domain/decider';
import type { StudentEvent } from '#domain/student/events';
import { evolve, initial } from '#domain/student/state';
import type { StreamId } from '#domain/streams';
import { told } from '#testing/told-rows';
import { eventsAt, type Moment } from './as-of.js';
import { cycleRows } from './cycle/cycle.js';
import { cycleView } from './cycle/cycle-fold.js';
import { sessions } from './group-sessions/group-sessions.js';
import { rowsAt, stageAt } from './rows-at.js';

// Each model below is a second opinion: it knows no event and no fold, only what was entered, when it happened, and what
// was said of it later. Days are numbers from 1 to 20, entries are counted as they were recorded.
const timeZone = 'America/Chicago';
const lastDay = 20;
const dateOf = (day: number) => `2025-09-${String(day).padStart(2, '0')}`;
const at = (day: number) => `${dateOf(day)}T18:00:00.000Z`;
const id = (n: number) => `5f0c2a6e-6a39-4f0a-9a35-0c5f6d2b7a${String(n).padStart(2, '0')}`;
const day = fc.integer({ min: 1, max: lastDay });

/** Every pair of a position and a day, with no day and no position among them. */
function everyMoment(length: number): Moment[] {
  const positions = [null, ...Array.from({ length: length + 1 }, (_, i) => i)];
  const days = [null, 1, 4, 9, 13, lastDay];
  return positions.flatMap((knownAt) =>
    days.map((on) => ({ knownAt, asOf: on === null ? null : dateOf(on), timeZone })),
  );
}

type Entry =
  | { is: 'entered'; day: number; value: number }
  | { is: 'corrected' | 'voided'; target: number; value: number };
const entries: fc.Arbitrary<Entry[]> = fc.array(
  fc.oneof(
    fc.record({ is: fc.constant('entered' as const), day, value: fc.nat(90) }),
    fc.record({
      is: fc.constantFrom('corrected' as const, 'voided' as const),
      target: fc.nat(12),
      value: fc.nat(90),
    }),
  ),
  { maxLength: 12 },
);

/** What stands of the entries: those known, with what was known of them, of days that had come, in their order. */
function standing(list: readonly Entry[], before: number, { knownAt, asOf }: Moment) {
  const isKnown = (n: number) => knownAt === null || n + 1 + before <= knownAt;
  const kept = list.flatMap((entry, n) => {
    if (entry.is !== 'entered' || !isKnown(n)) return [];
    if (asOf !== null && dateOf(entry.day) > asOf) return [];
    const said = list.filter(
      (other, m) => m > n && isKnown(m) && other.is !== 'entered' && other.target === n,
    );
    if (said.some(({ is }) => is === 'voided')) return [];
    const value = said.findLast(({ is }) => is === 'corrected')?.value ?? entry.value;
    return [{ n, on: dateOf(entry.day), value }];
  });
  if (asOf !== null) kept.sort((a, b) => (a.on === b.on ? a.n - b.n : a.on < b.on ? -1 : 1));
  return kept.map(({ on, value }) => ({ on, value }));
}

/** Voids and corrections of what comes later, or of another void, are nothing that a decider would let through. */
const sensible = (list: readonly Entry[]) =>
  list.filter((e, n) => e.is === 'entered' || (e.target < n && list[e.target]!.is === 'entered'));
const renumbered = (list: readonly Entry[]): Entry[] => {
  const kept = sensible(list);
  return kept.map((e) =>
    e.is === 'entered' ? e : { ...e, target: kept.indexOf(list[e.target]!) },
  );
};

describe('as known at any position and true on any day, a student has the right', () => {
  test('probes in a cycle, whatever was entered late, corrected and voided', () => {
    const stream: StreamId = `cycle/${id(1)}`;
    const opened: DomainEvent = {
      type: 'CycleOpened',
      data: { studentId: id(2), schoolId: id(3), grade: '3', area: 'reading', on: dateOf(1) },
      occurredAt: `${dateOf(1)}T06:00:00.000Z`,
    };
    fc.assert(
      fc.property(entries.map(renumbered), (list) => {
        const events = told(
          stream,
          opened,
          ...list.map((entry): DomainEvent => {
            if (entry.is === 'entered') {
              const data = { phaseId: id(4), on: dateOf(entry.day), value: entry.value };
              return { type: 'ProbeRecorded', data, occurredAt: at(entry.day) };
            }
            const data = { eventId: `e${entry.target + 2}`, reason: 'looked again' };
            return entry.is === 'voided'
              ? { type: 'FactVoided', data, occurredAt: at(lastDay) }
              : {
                  type: 'FactCorrected',
                  data: { ...data, data: { value: entry.value } },
                  occurredAt: at(lastDay),
                };
          }),
        );
        for (const moment of everyMoment(events.length)) {
          const expected = standing(list, 1, moment);
          const view = cycleView(events, moment);
          if (moment.knownAt === 0) {
            expect(view).toBeNull();
            continue;
          }
          const shown = view!.probes.filter((probe) => probe.voided === null);
          expect(shown.map(({ on, value }) => ({ on, value }))).toEqual(expected);
          if (moment.asOf === null) continue;
          const [row] = rowsAt(cycleRows, events, moment);
          expect(row!.last_probe).toEqual(expected.at(-1) ?? null);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('scores, of which those that stand count', () => {
    const enrolled: DomainEvent = {
      type: 'StudentEnrolled',
      data: { name: { given: 'Maya', middle: null, family: 'Lorn' }, on: dateOf(1), ids: {} },
      occurredAt: `${dateOf(1)}T06:00:00.000Z`,
    };
    const score = (entry: Entry & { day?: number }, on: string) => ({
      measure: 'dibels-8/composite',
      on,
      value: entry.value,
    });
    fc.assert(
      fc.property(entries.map(renumbered), (list) => {
        const dayOf = (n: number) => (list[n] as { day: number }).day;
        const events = told(
          `student/${id(2)}`,
          enrolled,
          ...list.map((entry): DomainEvent => {
            if (entry.is === 'entered') {
              const data = score(entry, dateOf(entry.day));
              return { type: 'ScoreRecorded', data, occurredAt: at(entry.day) };
            }
            const data = { eventId: `e${entry.target + 2}`, reason: 'looked again' };
            if (entry.is === 'voided') return { type: 'ScoreVoided', data };
            const corrected = score(entry, dateOf(dayOf(entry.target)));
            return { type: 'ScoreCorrected', data: { ...data, score: corrected } };
          }),
        );
        for (const moment of everyMoment(events.length)) {
          if (moment.asOf === null || moment.knownAt === 0) continue;
          const then = eventsAt(events, moment) as readonly Recorded<StudentEvent>[];
          const shown = then.flatMap((e) =>
            e.type === 'ScoreRecorded' ? [{ on: e.data.on, value: e.data.value }] : [],
          );
          expect(shown).toEqual(standing(list, 1, moment));
          const student = then.reduce(evolve, initial);
          expect(student.status === 'none' ? -1 : student.scores.size).toBe(shown.length);
        }
      }),
      { numRuns: 60 },
    );
  });
});

type Said = { is: 'held' | 'not-held' | 'unlogged' | 'withdrawn'; session: number };

describe('as known at any position and true on any day, a group has the right', () => {
  const days = [3, 6, 10];
  const said: fc.Arbitrary<Said[]> = fc.array(
    fc.record({
      is: fc.constantFrom<Said['is']>('held', 'not-held', 'unlogged', 'withdrawn'),
      session: fc.nat(days.length - 1),
    }),
    { maxLength: 14 },
  );

  /** A session is logged once, is called unlogged once and before it is logged, and a log is withdrawn only if there is one. */
  function possible(list: readonly Said[]): Said[] {
    const logged = new Set<number>();
    const silent = new Set<number>();
    return list.filter(({ is, session }) => {
      if (is === 'withdrawn') return logged.delete(session);
      if (logged.has(session)) return false;
      if (is !== 'unlogged') return logged.add(session);
      if (silent.has(session)) return false;
      return silent.add(session);
    });
  }

  /** The last log that was not withdrawn; else whether anybody had called it unlogged by then; else as planned. */
  function statusOf(session: number, list: readonly Said[], { knownAt, asOf }: Moment): string {
    const known = list.filter((_, n) => knownAt === null || n + 2 + days.length <= knownAt);
    const about = known.filter((one) => one.session === session);
    const withdrawn = about.findLastIndex(({ is }) => is === 'withdrawn');
    const log = about.findLastIndex(({ is }) => is === 'held' || is === 'not-held');
    if (log > withdrawn) return about[log]!.is;
    const silent = about.some(({ is }) => is === 'unlogged');
    // Nobody had said anything the day after it.
    return silent && (asOf === null || dateOf(days[session]! + 1) <= asOf) ? 'unlogged' : 'planned';
  }

  test('state of each session, whatever was logged late, withdrawn and logged again', () => {
    const stream: StreamId = `group/${id(5)}`;
    const slot = (session: number) => `${id(5)}/${session}`;
    const formed: DomainEvent = {
      type: 'GroupFormed',
      data: { name: 'Reading A' },
      occurredAt: `${dateOf(1)}T06:00:00.000Z`,
    };
    const planned = days.map((on, n): DomainEvent => {
      const data = { sessionId: slot(n), on: dateOf(on), startsAt: '13:00', cycleIds: [id(1)] };
      return { type: 'SessionPlanned', data, occurredAt: `${dateOf(on)}T13:00:00.000Z` };
    });
    const fact = ({ is, session }: Said): DomainEvent => {
      const data = { sessionId: slot(session), on: dateOf(days[session]!), late: true };
      const occurredAt = at(days[session]!);
      switch (is) {
        case 'held':
          return { type: 'SessionHeld', data: { ...data, minutes: 30, steps: 'all' }, occurredAt };
        case 'not-held':
          return { type: 'SessionNotHeld', data: { ...data, reason: 'assembly' }, occurredAt };
        case 'unlogged':
          return { type: 'SessionUnlogged', data, occurredAt: at(days[session]! + 1) };
        case 'withdrawn': {
          const voided = { eventId: slot(session), reason: 'wrong day' };
          return { type: 'FactVoided', data: voided, occurredAt: at(lastDay) };
        }
      }
    };
    fc.assert(
      fc.property(said.map(possible), (list) => {
        const events = told(stream, formed, ...planned, ...list.map(fact));
        for (const moment of everyMoment(events.length)) {
          const { knownAt, asOf } = moment;
          const rows = rowsAt(sessions, events, moment);
          const expected = days.flatMap((on, n) =>
            (knownAt === null || knownAt >= n + 2) && (asOf === null || dateOf(on) <= asOf)
              ? [statusOf(n, list, moment)]
              : [],
          );
          expect(rows.map(({ status }) => status)).toEqual(expected);
        }
      }),
      { numRuns: 80 },
    );
  });
});

test('a process that had not begun at a moment stands nowhere', () => {
  const events = told(`cycle/${id(1)}`, {
    type: 'CycleOpened',
    data: { studentId: id(2), schoolId: id(3), grade: '3', area: 'reading', on: dateOf(4) },
    occurredAt: at(4),
  });
  expect(stageAt(events, { knownAt: 0, asOf: null, timeZone })).toBeNull();
  expect(stageAt(events, { knownAt: null, asOf: dateOf(3), timeZone })).toBeNull();
  expect(stageAt(events, { knownAt: null, asOf: dateOf(4), timeZone })).toBe('start');
  expect(stageAt([], { knownAt: null, asOf: null, timeZone })).toBeNull();
});
