import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as naive from '#testing/naive-clocks';
import type { CalendarYear, DayKind, SchoolCalendar } from '../calendar/school-calendar.js';
import { addDays, daysBetween } from '../time.js';
import type { ClockFacts } from './clocks-of.js';
import { clocksOf } from './clocks-of.js';
import type { Jurisdiction, Parameters } from './pack.js';
import { jurisdictions } from './pack.js';

// Whatever the calendar: years of any length with breaks, named days and weekdays of any kind.

const closedKinds: readonly DayKind[] = ['staff_only', 'holiday', 'break', 'emergency_closure'];
const kinds: readonly DayKind[] = ['instructional', 'half', 'remote', ...closedKinds];

const yearFrom = (firstDay: string): fc.Arbitrary<CalendarYear> =>
  fc.integer({ min: 30, max: 300 }).chain((length) => {
    const within = fc.integer({ min: 0, max: length }).map((n) => addDays(firstDay, n));
    return fc.record({
      firstDay: fc.constant(firstDay),
      lastDay: fc.constant(addDays(firstDay, length)),
      weekdays: fc.constantFrom([1, 2, 3, 4, 5], [1, 2, 3, 4], [1, 2, 3, 4, 5, 6]),
      closed: fc
        .array(
          fc.record({
            from: within,
            days: fc.integer({ min: 0, max: 20 }),
            kind: fc.constantFrom(...closedKinds),
          }),
          { maxLength: 5 },
        )
        .map((spans) =>
          spans.map(({ from, days, kind }) => ({ from, to: addDays(from, days), kind, name: '' })),
        ),
      days: fc.uniqueArray(
        fc.record({ date: within, kind: fc.constantFrom(...kinds), name: fc.constant('') }),
        { selector: (day) => day.date, maxLength: 8 },
      ),
    });
  });
const twoYears: fc.Arbitrary<readonly [CalendarYear, CalendarYear]> = yearFrom('2027-08-16').chain(
  (first) =>
    fc
      .integer({ min: 1, max: 90 })
      .chain((summer) =>
        yearFrom(addDays(first.lastDay, summer)).map((second) => [first, second] as const),
      ),
);
const calendarOf = (years: readonly CalendarYear[]): SchoolCalendar => ({
  id: '',
  version: 1,
  timeZone: 'UTC',
  dayStarts: '00:00',
  dayEnds: '23:59',
  years,
});

type Case = {
  years: readonly [CalendarYear, CalendarYear];
  day: string;
  consentReceived: string;
  absences: string[];
  countLast: boolean;
  weekends: boolean;
  summerCounts: boolean;
};
const aCase: fc.Arbitrary<Case> = twoYears.chain((years) => {
  const day = fc
    .integer({ min: -60, max: daysBetween(years[0].firstDay, years[1].lastDay) })
    .map((n) => addDays(years[0].firstDay, n));
  return fc.record({
    years: fc.constant(years),
    day,
    consentReceived: day,
    absences: fc.array(day, { maxLength: 30 }),
    countLast: fc.boolean(),
    weekends: fc.boolean(),
    summerCounts: fc.boolean(),
  });
});
const parameters = (it: Case): Partial<Parameters> => ({
  countLastInstructionalDay: it.countLast,
  breakExclusion: it.weekends ? 'with-adjoining-weekends' : 'first-to-last-closed-day',
  summerConsent: it.summerCounts ? 'counted-into-next-year' : 'before-next-year',
});
const factsOf = (it: Case, jurisdiction: Jurisdiction): ClockFacts => ({
  jurisdiction,
  calendar: calendarOf(it.years),
  nextYearFirstDay: null,
  request: { received: it.day, written: true },
  consentRequested: null,
  consentSigned: null,
  consentReceived: it.consentReceived,
  absences: it.absences,
  eligibilityDetermined: null,
  recordsRequestReceived: null,
  extension: null,
  parameters: parameters(it),
});
const dues = (it: Case, jurisdiction: Jurisdiction) =>
  Object.fromEntries(
    clocksOf(factsOf(it, jurisdiction))
      .filter((one) => one.name !== 'initial-iep' && one.name !== 'records-access')
      .map((one) => [one.name, one.due]),
  );

test('each pack agrees with counting day by day', () => {
  fc.assert(
    fc.property(aCase, (it) => {
      const facts = { ...it, request: it.day, consent: it.consentReceived };
      expect(dues(it, 'us-tx')).toEqual({
        'request-response': naive.texasResponse(facts),
        'evaluation-report': naive.texasReport(facts),
      });
      expect(dues(it, 'us-ca')).toEqual({
        'assessment-plan': naive.california(facts, it.day, 15),
        'iep-meeting': naive.californiaMeeting(facts),
      });
      expect(dues(it, 'us-il')).toEqual({ 'eligibility-and-iep-meeting': naive.illinois(facts) });
      const { evaluation, team } = naive.massachusetts(facts);
      expect(dues(it, 'us-ma')).toEqual({ evaluation, 'team-meeting': team });
      expect(dues(it, 'us-pa')).toEqual({ 'evaluation-report': naive.pennsylvania(facts) });
      expect(dues(it, 'us-wa')).toEqual({ evaluation: naive.washington(facts) });
    }),
    { numRuns: 100 },
  );
});

test('a later consent is never due earlier, where the law sets no day of its own', () => {
  fc.assert(
    fc.property(aCase, fc.integer({ min: 0, max: 60 }), (it, later) => {
      for (const jurisdiction of ['us', 'us-ma', 'us-pa', 'us-wa'] as const) {
        const due = (consentReceived: string) =>
          clocksOf({ ...factsOf(it, jurisdiction), consentReceived }).find((one) => one.main)!.due;
        const [first, second] = [due(it.consentReceived), due(addDays(it.consentReceived, later))];
        if (first !== null && second !== null) expect(second >= first).toBe(true);
      }
    }),
  );
});

test('a closure declared late never brings a due day forward, unless it ends the days that were left', () => {
  fc.assert(
    fc.property(aCase, fc.integer({ min: 0, max: 300 }), (it, n) => {
      const date = addDays(it.years[0].firstDay, n);
      const days = [
        ...it.years[0].days.filter((day) => day.date !== date),
        { date, kind: 'emergency_closure' as const, name: '' },
      ];
      const closed: Case = { ...it, years: [{ ...it.years[0], days }, it.years[1]] };
      for (const jurisdiction of ['us', 'us-ca', 'us-ma', 'us-pa', 'us-wa', 'us-nc'] as const)
        for (const [name, due] of Object.entries(dues(it, jurisdiction))) {
          const moved = dues(closed, jurisdiction)[name] ?? null;
          if (due !== null && moved !== null) expect(moved >= due).toBe(true);
        }
    }),
  );
});

test('the answer depends on nothing but the facts, and is never a day before the start', () => {
  fc.assert(
    fc.property(aCase, fc.constantFrom(...jurisdictions), (it, jurisdiction) => {
      const shuffled = { ...factsOf(it, jurisdiction), absences: [...it.absences].reverse() };
      const once = clocksOf(factsOf(it, jurisdiction));
      expect(JSON.stringify(clocksOf(shuffled))).toBe(JSON.stringify(once));
      for (const { starts, due, counted } of once) {
        if (starts === null) expect(due).toBeNull();
        if (starts !== null && due !== null) expect(due >= starts).toBe(true);
        expect(counted === null).toBe(due === null);
      }
    }),
  );
});
