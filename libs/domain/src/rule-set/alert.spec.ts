import { describe, expect, test } from 'vitest';
import { daysWithoutBreaks } from '../calendar/school-breaks.js';
import type { SchoolCalendar } from '../calendar/school-calendar.js';
import { addDays } from '../time.js';
import { alertFor } from './alert.js';

const calendar: SchoolCalendar = {
  id: 'calendar',
  version: 1,
  timeZone: 'America/Chicago',
  dayStarts: '07:30',
  dayEnds: '16:00',
  years: [
    {
      firstDay: '2025-08-13',
      lastDay: '2026-05-22',
      weekdays: [1, 2, 3, 4, 5],
      closed: [
        { from: '2025-10-13', to: '2025-10-13', kind: 'holiday', name: 'One day' },
        { from: '2025-12-22', to: '2026-01-02', kind: 'break', name: 'Winter break' },
      ],
      days: [],
    },
  ],
};

describe('days between two probes', () => {
  test.each([
    ['2025-10-01', '2025-10-08', 7],
    ['2025-10-10', '2025-10-17', 6],
    ['2025-12-19', '2026-01-05', 5], // 17 days, 12 of them break with the weekend inside it
    ['2025-12-30', '2026-01-05', 3],
  ])('%s to %s', (from, to, days) => {
    expect(daysWithoutBreaks(calendar, from, to)).toBe(days);
  });
});

describe('an alert for the specialist', () => {
  const rules = { k: 4, minPoints: 6, minSchoolWeeks: 3, maxGapDays: 21 };
  const aimline = {
    baseline: { on: '2025-09-08', value: 42 },
    goal: { on: '2026-04-06', value: 87 },
  };
  const weekly = (values: readonly number[], from = '2025-09-15') =>
    values.map((value, i) => ({ eventId: `probe-${i + 1}`, on: addDays(from, 7 * i), value }));
  const falling = weekly([44, 46, 46, 43, 45, 42]);

  test('comes with four points in a row below the line', () => {
    expect(alertFor({ rules, direction: 'increase', aimline, points: falling }, calendar)).toEqual({
      direction: 'below',
      run: 4,
      probeIds: ['probe-3', 'probe-4', 'probe-5', 'probe-6'],
    });
  });

  test('where lower is better the same points are good news, and as drawn still below', () => {
    const result = alertFor({ rules, direction: 'decrease', aimline, points: falling }, calendar);
    expect(result?.direction).toBe('below');
  });

  test.each(['increase', 'decrease'] as const)('above the line it says so (%s)', (direction) => {
    const points = weekly([60, 61, 62, 63, 64, 65]);
    const alert = alertFor({ rules, direction, aimline, points }, calendar);
    expect(alert).toMatchObject({ direction: 'above', run: 6 });
  });

  test('does not come with too few points', () => {
    const points = falling.slice(1);
    expect(alertFor({ rules, direction: 'increase', aimline, points }, calendar)).toBeNull();
  });

  test('does not come before three instructional weeks', () => {
    const low = weekly([40, 39, 38, 39, 40, 39]);
    const points = low.map((p, i) => ({ ...p, on: addDays('2025-09-22', i) }));
    expect(alertFor({ rules, direction: 'increase', aimline, points }, calendar)).toBeNull();
    const later = low.map((p, i) => ({ ...p, on: addDays('2025-09-25', i) }));
    expect(alertFor({ rules, direction: 'increase', aimline, points: later }, calendar)?.run).toBe(
      6,
    );
  });

  test('comes on the fifteenth school day after the baseline, which is three weeks of school, and not on the fourteenth', () => {
    const low = weekly([40, 39, 38, 39, 40, 39]);
    const ending = (on: string) => low.map((p, i) => ({ ...p, on: addDays(on, i - 5) }));
    const fifteenth = {
      rules,
      direction: 'increase' as const,
      aimline,
      points: ending('2025-09-29'),
    };
    expect(alertFor(fifteenth, calendar)?.run).toBe(6);
    expect(alertFor({ ...fifteenth, points: ending('2025-09-26') }, calendar)).toBeNull();
  });

  test('a winter break does not break a run, two months without a probe do', () => {
    const points = weekly([44, 46, 46, 43, 45, 42], '2025-11-28');
    const over = points.map((p, i) => (i > 3 ? { ...p, on: addDays(p.on, 14) } : p));
    const input = { rules, direction: 'increase' as const, aimline, points: over };
    expect(alertFor(input, calendar)?.run).toBe(6);
    const lost = points.map((p, i) => (i > 3 ? { ...p, on: addDays(p.on, 60) } : p));
    expect(alertFor({ ...input, points: lost }, calendar)).toBeNull();
  });

  test('no points, no alert', () => {
    expect(alertFor({ rules, direction: 'increase', aimline, points: [] }, calendar)).toBeNull();
  });
});
