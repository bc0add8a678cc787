import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Recorded } from '#domain/decider';
import { eventsAt } from './as-of.js';

const timeZone = 'America/Chicago';

let position = 0;
function fact(type: string, data: object, occurredOn: string, at = ++position): Recorded {
  return {
    id: `e${at}`,
    stream: 'cycle/1',
    version: at,
    position: at,
    schemaVersion: 1,
    type,
    data,
    occurredAt: `${occurredOn}T18:00:00.000Z`,
    recordedAt: `2025-10-${String(at).padStart(2, '0')}T18:00:00.000Z`,
    actor: { id: 'a', role: 'specialist' },
    commandId: 'c',
    correlationId: 'c',
    causationId: null,
  };
}

const scored = (value: number, on: string, at: number) => fact('ProbeRecorded', { value }, on, at);
const values = (events: readonly Recorded[]) =>
  events.map((e) => (e.data as { value?: number }).value);

describe('a history at a moment', () => {
  const late = [
    scored(40, '2025-09-08', 1),
    scored(50, '2025-09-22', 2),
    scored(45, '2025-09-15', 3),
  ];

  test('what the school knew: in the order in which it was recorded', () => {
    const known = eventsAt(late, { knownAt: 2, asOf: null, timeZone });
    expect(values(known)).toEqual([40, 50]);
  });

  test('what was true: a late entry falls into its place', () => {
    const truth = eventsAt(late, { knownAt: null, asOf: '2025-09-30', timeZone });
    expect(values(truth)).toEqual([40, 45, 50]);
  });

  test('what happened later than the day is left out', () => {
    const truth = eventsAt(late, { knownAt: null, asOf: '2025-09-15', timeZone });
    expect(values(truth)).toEqual([40, 45]);
  });

  test('a corrected fact is shown as corrected, at its own place, once the correction was known', () => {
    const corrected = [
      ...late,
      fact(
        'FactCorrected',
        { eventId: 'e1', data: { value: 41 }, reason: 'typo' },
        '2025-10-04',
        4,
      ),
    ];
    const before = { knownAt: 3, asOf: '2025-09-08', timeZone };
    expect(values(eventsAt(corrected, before))).toEqual([40]);
    expect(values(eventsAt(corrected, { ...before, knownAt: null }))).toEqual([41]);
  });

  test('a voided fact was never true, and is still part of what was known', () => {
    const voided = [
      ...late,
      fact('FactVoided', { eventId: 'e2', reason: 'wrong student' }, '2025-10-04', 4),
    ];
    expect(values(eventsAt(voided, { knownAt: null, asOf: '2025-12-01', timeZone }))).toEqual([
      40, 45,
    ]);
    expect(values(eventsAt(voided, { knownAt: null, asOf: null, timeZone }))).toContain(50);
  });

  test('the day ends at midnight of the district, not of Greenwich', () => {
    const evening = { ...scored(60, '2025-09-08', 9), occurredAt: '2025-09-09T03:30:00.000Z' };
    expect(eventsAt([evening], { knownAt: null, asOf: '2025-09-08', timeZone })).toHaveLength(1);
  });
});

test('two moments agree with a count by hand over any history', () => {
  const day = fc.integer({ min: 1, max: 28 });
  const history = fc.array(fc.record({ on: day, void: fc.option(fc.nat(20), { nil: null }) }), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(history, day, fc.nat(25), (steps, asOf, knownAt) => {
      const date = (n: number) => `2025-09-${String(n).padStart(2, '0')}`;
      const events = steps.map((step, i) =>
        step.void === null
          ? scored(i, date(step.on), i + 1)
          : fact('FactVoided', { eventId: `e${step.void}`, reason: 'r' }, date(step.on), i + 1),
      );
      const shown = eventsAt(events, { knownAt, asOf: date(asOf), timeZone });
      const known = events.slice(0, knownAt);
      const gone = new Set(known.flatMap((e) => (e.data as { eventId?: string }).eventId ?? []));
      const expected = known.filter(
        (e) =>
          e.type === 'ProbeRecorded' && !gone.has(e.id) && e.occurredAt.slice(0, 10) <= date(asOf),
      );
      expect(new Set(shown.map((e) => e.id))).toEqual(new Set(expected.map((e) => e.id)));
      const times = shown.map((e) => e.occurredAt);
      expect(times).toEqual(times.toSorted((a, b) => a.localeCompare(b)));
    }),
  );
});
