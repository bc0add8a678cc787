import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, weekdayOf } from '../time.js';
import { asDesigned } from './as-designed.js';
import { caseloadOf } from './caseload.js';
import { deliveryOf, weeksRate, type PlannedSession } from './delivery.js';
import { fidelityFiguresOf, fidelityOf, type FidelityObservation } from './fidelity.js';
import { reachesMark, shareOf } from './share.js';

const session = (on: string, more: Partial<PlannedSession> = {}): PlannedSession => ({
  on,
  plannedMinutes: 30,
  held: true,
  minutes: 30,
  ...more,
});

test('planned, held and attended are three numbers', () => {
  // Monday to Thursday, 8 to 11 September 2025, and the Monday after.
  const sessions = [
    session('2025-09-08'),
    session('2025-09-09', { minutes: 20 }),
    session('2025-09-10', { minutes: null }), // the student was absent
    session('2025-09-11', { held: false, minutes: null }), // the interventionist was
    session('2025-09-15'),
  ];
  expect(deliveryOf(sessions)).toEqual({
    planned: 5,
    held: 4,
    attended: 3,
    plannedMinutes: 150,
    attendedMinutes: 80,
    sessionRate: 0.8,
    attendanceRate: 0.6,
    minuteRate: 80 / 150,
    // Not the first week, but the second.
    weeksRate: 0.5,
  });
});

test('nothing planned is undefined, not 100 %', () => {
  expect(deliveryOf([])).toEqual({
    planned: 0,
    held: 0,
    attended: 0,
    plannedMinutes: 0,
    attendedMinutes: 0,
    sessionRate: null,
    attendanceRate: null,
    minuteRate: null,
    weeksRate: null,
  });
  expect(deliveryOf([session('2025-09-08', { plannedMinutes: 0 })]).minuteRate).toBeNull();
  expect(shareOf(3, 0)).toBeNull();
  expect(shareOf(0, 3)).toBe(0);
});

test('a week runs from Monday to Sunday', () => {
  const sundayMissed = session('2025-09-14', { minutes: null });
  expect(deliveryOf([session('2025-09-08'), sundayMissed]).weeksRate).toBe(0);
  expect(deliveryOf([session('2025-09-15'), sundayMissed]).weeksRate).toBe(0.5);
});

test('a week without a planned session is no planned week; more than planned is met', () => {
  expect(weeksRate([{ planned: 0, delivered: 0 }])).toBeNull();
  expect(weeksRate([])).toBeNull();
  expect(
    weeksRate([
      { planned: 0, delivered: 2 },
      { planned: 3, delivered: 4 },
      { planned: 3, delivered: 3 },
      { planned: 3, delivered: 2 },
    ]),
  ).toBe(2 / 3);
});

const anySessions = fc.array(
  fc.record({
    on: fc.integer({ min: 0, max: 60 }).map((days) => addDays('2025-09-01', days)),
    plannedMinutes: fc.integer({ min: 0, max: 60 }),
    held: fc.boolean(),
    minutes: fc.option(fc.integer({ min: 0, max: 60 })),
  }),
  { maxLength: 40 },
);

test('the weeks, counted day by day through the term', () => {
  fc.assert(
    fc.property(anySessions, (sessions) => {
      let planned = 0;
      let met = 0;
      let week: PlannedSession[] = [];
      for (let day = '2025-09-01'; day <= '2025-11-30'; day = addDays(day, 1)) {
        week.push(...sessions.filter(({ on }) => on === day));
        if (weekdayOf(day) !== 7) continue;
        if (week.length > 0) planned++;
        if (week.length > 0 && week.every(({ minutes }) => minutes !== null)) met++;
        week = [];
      }
      expect(deliveryOf(sessions).weeksRate).toBe(planned === 0 ? null : met / planned);
      expect(deliveryOf([...sessions].reverse())).toEqual(deliveryOf(sessions));
    }),
  );
});

const seen = (
  implemented: number,
  applicable: number,
  kind: 'observer' | 'self' = 'observer',
): FidelityObservation => ({ kind, implemented, applicable });

test('fidelity: steps that do not apply leave the denominator; none that applies is undefined', () => {
  expect(fidelityOf(seen(6, 8))).toBe(0.75);
  expect(fidelityOf(seen(0, 8))).toBe(0);
  expect(fidelityOf(seen(0, 0))).toBeNull();
});

test('mean and lowest, an observer and self-reports apart', () => {
  const figures = fidelityFiguresOf([
    seen(8, 10),
    seen(10, 10, 'self'),
    seen(0, 0),
    seen(5, 10),
    seen(9, 10, 'self'),
  ]);
  expect(figures.observer).toEqual({ observations: 2, mean: 0.65, lowest: 0.5 });
  expect(figures.self).toEqual({ observations: 2, mean: 0.95, lowest: 0.9 });
});

test('nobody looked: fidelity is not presumed', () => {
  const none = { observations: 0, mean: null, lowest: null };
  expect(fidelityFiguresOf([])).toEqual({ observer: none, self: none });
  expect(fidelityFiguresOf([seen(0, 0), seen(10, 10, 'self')]).observer).toEqual(none);
});

test('the order of observations changes no digit, and the mean lies over the lowest', () => {
  const observation = fc
    .tuple(fc.nat(12), fc.nat(12), fc.constantFrom('observer' as const, 'self' as const))
    .map(([x, y, kind]) => seen(Math.min(x, y), Math.max(x, y), kind));
  fc.assert(
    fc.property(fc.array(observation), (observations) => {
      const figures = fidelityFiguresOf(observations);
      expect(fidelityFiguresOf([...observations].reverse())).toEqual(figures);
      for (const kind of ['observer', 'self'] as const) {
        const usable = observations.filter((o) => o.kind === kind && o.applicable > 0);
        const sum = usable.reduce((total, o) => total + o.implemented / o.applicable, 0);
        expect(figures[kind].observations).toBe(usable.length);
        if (usable.length === 0) continue;
        expect(figures[kind].mean).toBeCloseTo(sum / usable.length, 12);
        expect(figures[kind].lowest).toBeLessThanOrEqual(figures[kind].mean! + 1e-12);
      }
    }),
  );
});

test('Wisconsin: weeks, sessions and minutes are each tested, and exactly 80 % is enough', () => {
  const given = { consistentWithDesign: true, weeksRate: 0.9, sessionRate: 0.8, minuteRate: 0.85 };
  expect(asDesigned(given)).toEqual({
    design: true,
    weeks: true,
    sessions: true,
    minutes: true,
    met: true,
  });
  // 4 of 5 weeks as a floating sum.
  expect(asDesigned({ ...given, weeksRate: 0.1 + 0.7 }).met).toBe(true);
  for (const part of ['weeksRate', 'sessionRate', 'minuteRate'] as const)
    expect(asDesigned({ ...given, [part]: 0.79 }).met).toBe(false);
  expect(asDesigned({ ...given, consistentWithDesign: false }).met).toBe(false);
  expect(asDesigned({ ...given, sessionRate: 0.79 }, 0.75).met).toBe(true);
});

test('Wisconsin: what is undefined is not met, unless something else has failed', () => {
  const given = { consistentWithDesign: true, weeksRate: 1, sessionRate: 1, minuteRate: null };
  expect(asDesigned(given)).toMatchObject({ minutes: null, met: null });
  expect(asDesigned({ ...given, weeksRate: 0.5 }).met).toBe(false);
  expect(asDesigned({ ...given, minuteRate: 1, consistentWithDesign: null }).met).toBeNull();
  expect(reachesMark(null, 0)).toBeNull();
});

test('a caseload in weekly minutes, with a warning and no cap', () => {
  const work = {
    sessions: [
      { perWeek: 4, minutes: 30 },
      { perWeek: 5, minutes: 45 },
    ],
    monitoring: [{ perWeek: 6, minutes: 5 }],
    documentationMinutes: 60,
    travelMinutes: 25,
  };
  expect(caseloadOf(work, 400)).toEqual({
    sessionMinutes: 345,
    monitoringMinutes: 30,
    documentationMinutes: 60,
    travelMinutes: 25,
    minutes: 460,
    share: 1.15,
    warning: true,
  });
  // All of the time is not more than the time.
  expect(caseloadOf(work, 460)).toMatchObject({ share: 1, warning: false });
  expect(caseloadOf(work, null)).toMatchObject({ minutes: 460, share: null, warning: null });
  expect(caseloadOf(work, 0)).toMatchObject({ share: null, warning: null });
  const idle = { sessions: [], monitoring: [], documentationMinutes: 0, travelMinutes: 0 };
  expect(caseloadOf(idle, 400)).toMatchObject({ minutes: 0, share: 0, warning: false });
});

test('the order of a caseload’s groups changes no digit', () => {
  const groups = fc.array(
    fc.record({ perWeek: fc.integer({ min: 1, max: 50 }).map((n) => n / 10), minutes: fc.nat(90) }),
  );
  const rest = { monitoring: [], documentationMinutes: 0, travelMinutes: 0 };
  fc.assert(
    fc.property(groups, (sessions) => {
      const caseload = caseloadOf({ sessions, ...rest }, 1000);
      expect(caseloadOf({ sessions: [...sessions].reverse(), ...rest }, 1000)).toEqual(caseload);
      const sum = sessions.reduce((total, s) => total + s.perWeek * s.minutes, 0);
      expect(caseload.minutes).toBeCloseTo(sum, 9);
    }),
  );
});
