import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarAndDays, naiveSchoolDays } from '#testing/any-calendar';
import { given } from '#testing/given';
import {
  aCalendar,
  aReference,
  calendarPin,
  closedOn,
  ruleSetPin,
  sent,
} from '#testing/school-year';
import type { SchoolCalendar } from '../calendar/school-calendar.js';
import type { Reference } from '../decider.js';
import { RuleBroken } from '../rule-broken.js';
import { screeningWindowDecider } from './decide.js';
import type { PlanByDays, ScreeningWindowEvent, WindowDates, WindowPlan } from './events.js';
import { datesOf, movedTo } from './instructional-days.js';

/** North Carolina, beginning of year: instructional days 6 to 21 (science.md 1.5); five more for make-ups. */
const byDays: PlanByDays = {
  schoolId: '70000000-0000-4000-8000-000000000001',
  area: 'reading',
  season: 'fall',
  schoolYear: 2025,
  calendar: calendarPin,
  ruleSets: [{ ruleSet: ruleSetPin, grades: ['K', '1', '2', '3'] }],
  instructionalDays: { opens: 6, closes: 21, makeUpsUntil: 26 },
};
const dates: WindowDates = {
  opensOn: '2025-08-20',
  closesOn: '2025-09-11',
  makeUpsUntil: '2025-09-18',
};
const plan: WindowPlan & PlanByDays = { ...byDays, ...dates };
const scheduled: ScreeningWindowEvent = { type: 'WindowScheduled', data: plan };
const opened: ScreeningWindowEvent = { type: 'WindowOpened', data: { on: dates.opensOn } };

const schedule = (change: Partial<PlanByDays> = {}) =>
  sent(
    { type: 'ScheduleWindow' as const, data: { ...byDays, ...change } },
    '2025-08-01T15:00:00.000Z',
  );
const window = (...events: ScreeningWindowEvent[]) =>
  given(screeningWindowDecider, ...events).with(aReference);

describe('planning a window by instructional days', () => {
  test('the calendar says its dates', () => {
    window().when(schedule()).decides(scheduled);
  });

  test('the same plan again changes nothing, other days are refused', () => {
    window(scheduled).when(schedule()).decides();
    window(scheduled)
      .when(schedule({ instructionalDays: { ...byDays.instructionalDays, closes: 20 } }))
      .refuses('window-already-scheduled');
  });

  test.each<[string, Partial<PlanByDays>, string]>([
    [
      'day 0',
      { instructionalDays: { opens: 0, closes: 1, makeUpsUntil: 2 } },
      'window-day-outside-year',
    ],
    [
      'a day that the year does not have',
      { instructionalDays: { opens: 155, closes: 170, makeUpsUntil: 200 } },
      'window-day-outside-year',
    ],
    [
      'days in the wrong order',
      { instructionalDays: { opens: 6, closes: 5, makeUpsUntil: 26 } },
      'window-dates-not-in-order',
    ],
    ['a year that is not known', { schoolYear: 2026 }, 'outside-school-year'],
  ])('refuses %s', (_, change, rule) => {
    window().when(schedule(change)).refuses(rule);
  });

  test('the refusal says how many days the year has', () => {
    expect(() => datesOf({ opens: 1, closes: 2, makeUpsUntil: 999 }, 2025, aCalendar)).toThrow(
      expect.objectContaining({
        rule: 'window-day-outside-year',
        facts: { field: 'makeUpsUntil', day: 999, schoolDays: 182 },
      }),
    );
  });

  test('without a published calendar it has no dates', () => {
    given(screeningWindowDecider)
      .with({ ...aReference, calendar: undefined } as unknown as Reference)
      .when(schedule())
      .refuses('calendar-not-published');
  });

  test('the days of the year are counted one by one, in any calendar', () => {
    fc.assert(
      fc.property(
        calendarAndDays,
        fc.tuple(fc.nat(60), fc.nat(60), fc.nat(60)),
        ([any], [opens, closes, makeUpsUntil]) => {
          const [year] = any.years;
          const schoolYear = Number(year!.firstDay.slice(0, 4));
          const own = naiveSchoolDays(any).filter((d) => d <= year!.lastDay);
          const days = { opens, closes, makeUpsUntil };
          const all = [own[opens - 1], own[closes - 1], own[makeUpsUntil - 1]];
          if (all.includes(undefined))
            expect(() => datesOf(days, schoolYear, any)).toThrow(RuleBroken);
          else expect(Object.values(datesOf(days, schoolYear, any))).toEqual(all);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('a window planned by instructional days under another version of its calendar', () => {
  const adopt = (at: string) =>
    sent(
      {
        type: 'AdoptCalendar' as const,
        data: { calendar: { ...calendarPin, version: 2 }, because: 'snow' },
      },
      at,
    );
  const moves = (calendar: SchoolCalendar, at: string, ...events: ScreeningWindowEvent[]) => {
    const decided = given(screeningWindowDecider, ...events).with({ ...aReference, calendar });
    return {
      to: (...moved: [string, string, string][]) =>
        decided.when(adopt(at)).decidesLike({
          type: 'DueDatesMoved',
          data: {
            moved: moved.map(([kind, from, to]) => ({
              duty: expect.stringContaining(`duty/${kind}/`) as string,
              from,
              to,
            })),
          },
        }),
    };
  };
  const august = '2025-08-14T15:00:00.000Z';
  const september = '2025-09-04T15:00:00.000Z';
  const madeUp: SchoolCalendar = {
    ...aCalendar,
    version: 2,
    years: [
      {
        ...aCalendar.years[0]!,
        days: [{ date: '2025-09-06', kind: 'instructional', name: 'Made up' }],
      },
    ],
  };

  test('a day lost before it moves the whole window', () => {
    moves(closedOn('2025-08-15'), august, scheduled).to(
      ['open-window', '2025-08-20', '2025-08-21'],
      ['screen-student', '2025-09-11', '2025-09-12'],
      ['close-window', '2025-09-18', '2025-09-19'],
    );
  });

  test('a day lost while it is open moves its end', () => {
    moves(closedOn('2025-09-05'), september, scheduled, opened).to(
      ['screen-student', '2025-09-11', '2025-09-12'],
      ['close-window', '2025-09-18', '2025-09-19'],
    );
  });

  test('a Saturday made up brings its end forward', () => {
    moves(madeUp, september, scheduled, opened).to(
      ['screen-student', '2025-09-11', '2025-09-10'],
      ['close-window', '2025-09-18', '2025-09-17'],
    );
  });

  test('a day lost after it moves nothing', () => {
    moves(closedOn('2025-10-01'), august, scheduled).to();
  });

  test('no day moves behind today, and none that has come', () => {
    // Declared on the morning of the 21st day, which is now the 22nd: the day stays where it is.
    moves(madeUp, '2025-09-11T15:00:00.000Z', scheduled, opened).to([
      'close-window',
      '2025-09-18',
      '2025-09-17',
    ]);
    const closesOn = { ...plan, closesOn: '2025-09-10' };
    expect(movedTo('closesOn', closesOn, madeUp, '2025-09-11')).toBe('2025-09-10');
    expect(movedTo('closesOn', plan, madeUp, '2025-09-11')).toBe('2025-09-11');
    expect(movedTo('closesOn', plan, madeUp, '2025-09-10')).toBe('2025-09-10');
  });

  test('today without school is no day to move to', () => {
    const saturday = { ...plan, makeUpsUntil: '2025-09-22' };
    const days = { opens: 6, closes: 21, makeUpsUntil: 22 };
    // Day 22 was Friday the 12th; today is Saturday the 13th.
    expect(
      movedTo('makeUpsUntil', { ...saturday, instructionalDays: days }, aCalendar, '2025-09-13'),
    ).toBe('2025-09-15');
  });

  test('where the year has no such day any more, the last school day that is left serves', () => {
    const short: SchoolCalendar = {
      ...aCalendar,
      version: 2,
      years: [{ ...aCalendar.years[0]!, lastDay: '2025-09-16' }],
    };
    moves(short, september, scheduled, opened).to(['close-window', '2025-09-18', '2025-09-16']);
    expect(movedTo('makeUpsUntil', plan, short, '2025-09-04')).toBeNull();
    expect(movedTo('closesOn', plan, { ...aCalendar, years: [] }, '2025-09-04')).toBeNull();
  });

  test('today behind the last school day is none to move to either', () => {
    const over: SchoolCalendar = {
      ...aCalendar,
      version: 2,
      years: [
        { ...aCalendar.years[0]!, lastDay: '2025-09-12' },
        { ...aCalendar.years[0]!, firstDay: '2025-10-01', lastDay: '2026-05-22' },
      ],
    };
    expect(
      movedTo(
        'makeUpsUntil',
        { ...plan, instructionalDays: { ...plan.instructionalDays, makeUpsUntil: 21 } },
        over,
        '2025-09-13',
      ),
    ).toBeNull();
  });
});

test('a window scheduled before windows could be planned by days keeps its dates', () => {
  const { instructionalDays: _, ...old } = plan;
  const recorded = JSON.parse(JSON.stringify(old)) as WindowPlan;
  given(screeningWindowDecider, { type: 'WindowScheduled', data: recorded })
    .with({ ...aReference, calendar: closedOn('2025-08-15') })
    .when(
      sent(
        {
          type: 'AdoptCalendar' as const,
          data: { calendar: { ...calendarPin, version: 2 }, because: 'snow' },
        },
        '2025-08-14T15:00:00.000Z',
      ),
    )
    .decidesLike({ type: 'DueDatesMoved', data: { moved: [] } });
});
