import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, daysBetween } from '../time.js';
import { calendarWeeks, occasionsOf, timed } from './occasions.js';

test('several probes of one day are one occasion, their median', () => {
  expect(
    occasionsOf([
      { on: '2025-10-08', value: 50 },
      { on: '2025-10-01', value: 40 },
      { on: '2025-10-08', value: 54 },
    ]),
  ).toEqual([
    { on: '2025-10-01', value: 40 },
    { on: '2025-10-08', value: 52 },
  ]);
});

const probes = fc.array(
  fc.record({
    on: fc.integer({ min: 0, max: 20 }).map((days) => addDays('2025-09-08', days)),
    value: fc.integer({ min: 0, max: 200 }),
  }),
);

test('each day once, in order, whatever the order in which the scores were entered', () => {
  fc.assert(
    fc.property(probes, fc.func(fc.integer()), (entered, anyOrder) => {
      const occasions = occasionsOf(entered);
      const days = [...new Set(entered.map((p) => p.on))].sort();
      expect(occasions.map((o) => o.on)).toEqual(days);
      for (const { on, value } of occasions) {
        const ofDay = entered.filter((p) => p.on === on).map((p) => p.value);
        expect(ofDay.filter((v) => v < value).length).toBeLessThanOrEqual(ofDay.length / 2);
        expect(ofDay.filter((v) => v > value).length).toBeLessThanOrEqual(ofDay.length / 2);
      }
      const shuffled = [...entered].sort((a, b) => anyOrder(a) - anyOrder(b));
      expect(occasionsOf(shuffled)).toEqual(occasions);
    }),
  );
});

test('the scores that were entered stay as they are', () => {
  const entered = [
    { on: '2025-10-08', value: -0 },
    { on: '2025-10-01', value: 40 },
  ];
  const [, second] = occasionsOf(entered);
  expect(entered.map((p) => p.on)).toEqual(['2025-10-08', '2025-10-01']);
  expect(Object.is(second!.value, 0)).toBe(true);
});

test('on the time axis a day is a seventh of a week, before the first day too', () => {
  const [before, after] = timed(
    [
      { on: '2025-09-05', value: 1 },
      { on: '2025-09-29', value: 2 },
    ],
    '2025-09-08',
  );
  expect(before!.t).toBe(daysBetween('2025-09-08', '2025-09-05') / 7);
  expect(after!.t).toBe(3);
});

test('calendar weeks', () => {
  expect(calendarWeeks('2025-09-08', '2025-09-29')).toBe(3);
  expect(calendarWeeks('2025-09-29', '2025-09-08')).toBe(-3);
});
