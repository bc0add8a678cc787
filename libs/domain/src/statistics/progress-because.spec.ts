import { expect, test } from 'vitest';
import type { SchoolCalendar } from '../calendar/school-calendar.js';
import { addDays } from '../time.js';
import { progressOf } from './progress.js';
import {
  progressDefaults,
  type GoalMethod,
  type ProgressInput,
  type ProgressOptions,
} from './progress-input.js';

const baselineOn = '2025-09-08';
const goalOn = '2026-04-06';
const value = (goal: number): GoalMethod => ({ method: 'value', value: goal, rounding: 'none' });
const rate = (ratePerWeek: number): GoalMethod => ({
  method: 'rate',
  ratePerWeek,
  rounding: 'none',
});
const own: GoalMethod = {
  method: 'intra-individual',
  factor: 1.5,
  estimator: 'ols',
  rounding: 'none',
};
const calendar: SchoolCalendar = {
  id: '',
  version: 0,
  timeZone: 'UTC',
  dayStarts: '00:00',
  dayEnds: '23:59',
  years: [
    {
      firstDay: '2025-08-13',
      lastDay: '2026-03-20',
      weekdays: [1, 2, 3, 4, 5],
      closed: [],
      days: [],
    },
  ],
};

/** Weekly scores after a baseline of 42, with a goal of 87 in 30 weeks, unless something else is said. */
function said(
  scores: readonly number[],
  more: Partial<Omit<ProgressInput, 'options'>> = {},
  options: Partial<ProgressOptions> = {},
): readonly string[] {
  return progressOf({
    measure: { unit: 'words', direction: 'increase', sem: null },
    baseline: { on: baselineOn, probes: [42, 42, 42], points: [] },
    goal: { on: goalOn, by: value(87) },
    points: scores.map((score, i) => ({
      on: addDays(baselineOn, 7 * (i + 1)),
      value: score,
      voided: false,
    })),
    delivered: true,
    calendar: null,
    ...more,
    options: { ...progressDefaults, ...options },
  }).because;
}

const weeksBefore = (...scores: number[]) =>
  scores.map((score, i) => ({ on: addDays('2025-07-14', 7 * i), value: score }));
const flat = (score: number, n: number) => Array<number>(n).fill(score);

test('a course that is ahead of its goal', () => {
  const ahead = [60, 66, 70, 75, 80, 87, 88, 90];
  // By hand: Sxy 188, Sxx 42, SSE 20.476, t(.875, 6) = 1.2733.
  expect(said(ahead)).toEqual([
    'The baseline is 42, the median of 3 probes.',
    'The goal is 87 on 2026-04-06: 1.5 words a week over 30 weeks.',
    'The trend of 8 occasions is 4.48 words a week (least squares).',
    'Carried to 2026-04-06 it reaches 191.14, with 75 % certainty between 181.85 and 200.44.',
    'The whole interval lies on the better side of the goal.',
    'The median of the last three, 88, is above the aimline (52.5).',
    'The last 8 occasions lie on the better side of the aimline: an alert for the specialist, never a decision.',
    'The last three occasions are at the goal or beyond it: the goal is met.',
  ]);
});

test('a course that nobody can tell yet, and one where the point estimate must', () => {
  const onLine = (n: number) => Array.from({ length: n }, (_, i) => 42 + 1.5 * (i + 1));
  expect(said(onLine(8))).toContain(
    'The data cannot yet tell: with fewer than 12 occasions the point estimate does not decide.',
  );
  expect(said(onLine(12))).toEqual([
    'The baseline is 42, the median of 3 probes.',
    'The goal is 87 on 2026-04-06: 1.5 words a week over 30 weeks.',
    'The trend of 12 occasions is 1.5 words a week (least squares).',
    'Carried to 2026-04-06 it reaches 87, with 75 % certainty between 87 and 87.',
    'The goal is not excluded, so the point estimate of 12 occasions decides, with low confidence.',
    'The median of the last three, 58.5, is on the aimline (58.5).',
  ]);
});

test('a goal far away has a significant gap', () => {
  expect(said(flat(40, 3))).toContain('The gap to the goal is significant.');
  expect(said(flat(80, 3))).not.toContain('The gap to the goal is significant.');
});

test('a robust line has no certainty', () => {
  expect(said(flat(45, 8), {}, { method: 'theil-sen' })).toEqual(
    expect.arrayContaining([
      'The trend of 8 occasions is 0 words a week (Theil–Sen).',
      'Carried to 2026-04-06 it reaches 45.',
    ]),
  );
  expect(said(flat(45, 8), {}, { method: 'tukey-med-x' })).toContain(
    'The trend of 8 occasions is 0 words a week (Tukey’s thirds).',
  );
});

test('few scores, and none', () => {
  expect(said([])).toEqual([
    'The baseline is 42, the median of 3 probes.',
    'The goal is 87 on 2026-04-06: 1.5 words a week over 30 weeks.',
    '0 occasions make no trend.',
    '0 occasions cannot decide yet; this rule needs 8.',
  ]);
  expect(said([44])).toContain('1 occasion makes no trend.');
  expect(said([44, 46], {}, { minPoints: 2 })).toContain(
    '2 occasions cannot decide yet: their trend has no interval.',
  );
});

test('without a goal, or without its date', () => {
  const nothing = 'Without a goal and its date nothing can be said of the response.';
  const unset = said(flat(45, 8), { goal: { on: goalOn, by: null } });
  expect(unset).toEqual(expect.arrayContaining(['There is no goal.', nothing]));
  const undated = said(flat(45, 8), { goal: { on: null, by: value(87) } });
  expect(undated).toEqual([
    'The baseline is 42, the median of 3 probes.',
    'The goal is 87, but has no date, and so there is no aimline.',
    'The trend of 8 occasions is 0 words a week (least squares).',
    nothing,
  ]);
  const sameDay = said([], { goal: { on: baselineOn, by: value(87) } });
  expect(sameDay[1]).toBe(
    'The goal is 87 on 2025-09-08, which is not after the baseline, and so there is no aimline.',
  );
});

test('without a baseline', () => {
  const nowhere = { on: baselineOn, probes: [], points: [] };
  expect(said([], { baseline: nowhere }).slice(0, 2)).toEqual([
    'There is no baseline, and so no aimline.',
    'The goal is 87 on 2026-04-06.',
  ]);
  expect(said(flat(45, 8), { baseline: nowhere, goal: { on: goalOn, by: rate(1) } })).toEqual([
    'There is no baseline, and so no aimline.',
    'There is no goal: a goal by rate starts from a baseline.',
    'The trend of 8 occasions is 0 words a week (least squares).',
    'Carried to 2026-04-06 it reaches 45, with 75 % certainty between 45 and 45.',
  ]);
});

test('why a goal cannot be set', () => {
  const why = (
    by: GoalMethod,
    points: ReturnType<typeof weeksBefore>,
    on: string | null = goalOn,
  ) => said([], { baseline: { on: baselineOn, probes: [42, 42], points }, goal: { on, by } })[1];
  expect(why(own, weeksBefore(...flat(5, 7)))).toBe(
    'There is no goal: a student’s own growth needs 8 baseline points, and there are 7.',
  );
  expect(why(own, weeksBefore(8, 7, 6, 5, 4, 3, 2, 1))).toBe(
    'There is no goal: the student’s own growth, -1 a week, is no growth.',
  );
  const dates =
    'There is no goal: it needs the dates of the baseline and of the goal, and the weeks between them.';
  expect(why(own, weeksBefore(1, 2, 3, 4, 5, 6, 7, 8), null)).toBe(dates);
  expect(why(rate(1), [], null)).toBe(dates);
  expect(why(rate(1.7e308), [])).toBe('There is no goal: it is too large for a number.');
});

test('a goal by the student’s own growth names the points that it rests on', () => {
  const baseline = { on: baselineOn, probes: [], points: weeksBefore(1, 2, 3, 4, 5, 6, 7, 8) };
  expect(said([], { baseline, goal: { on: goalOn, by: own } }).slice(0, 2)).toEqual([
    'The baseline is 4.5, the mean of 8 baseline points.',
    'The goal is 49.5 on 2026-04-06: 1.5 words a week over 30 weeks.',
  ]);
});

test('scores that are left out, or lie on days without school', () => {
  const points = (voided: boolean[], on = '2025-09-15') =>
    voided.map((is, i) => ({ on: addDays(on, i), value: 45, voided: is }));
  expect(said([], { points: points([true]) }).at(-1)).toBe('1 voided score is left out.');
  expect(said([], { points: points([true, true]) }).at(-1)).toBe('2 voided scores are left out.');
  const weekend = { points: points([false, false], '2025-09-13'), calendar };
  expect(said([], weekend).at(-1)).toBe('2 occasions are on a day without school: check the date.');
  const school = { points: points([false]), calendar };
  expect(said([], school).join(' ')).not.toContain('without school');
});

test('weeks of school', () => {
  const week = { on: '2025-09-15', by: rate(1) };
  const goalSentence = (
    weekBasis: ProgressOptions['weekBasis'],
    on: ProgressInput['goal'] = week,
  ) => said([], { calendar, goal: on }, { weekBasis })[1];
  expect(goalSentence('calendar')).toBe(
    'The goal is 43 on 2025-09-15: 1 words a week over 1 week.',
  );
  expect(goalSentence('instructional')).toMatch(/over 1 instructional week\.$/);
  expect(goalSentence('iso')).toMatch(/over 1 school week\.$/);
  const ends =
    'The calendar ends on 2026-03-20; school days after it are not known and not counted.';
  const about = (weekBasis: ProgressOptions['weekBasis'], on: string) =>
    said([], { calendar, goal: { on, by: value(87) } }, { weekBasis });
  expect(about('instructional', '2026-03-21').at(-1)).toBe(ends);
  expect(about('instructional', '2026-03-20')).not.toContain(ends);
  expect(about('calendar', '2026-03-21')).not.toContain(ends);
  const undated = said([], { calendar, goal: { on: null, by: null } }, { weekBasis: 'iso' });
  expect(undated).not.toContain(ends);
  const unknown = 'Weeks of school cannot be counted without a calendar.';
  expect(said([], {}, { weekBasis: 'instructional' })).toContain(unknown);
  expect(said([])).not.toContain(unknown);
});

test('a measure without a unit counts points', () => {
  const measure = { unit: null, direction: 'increase', sem: null } as const;
  expect(said([], { measure })[1]).toMatch(/1\.5 points a week/);
});
