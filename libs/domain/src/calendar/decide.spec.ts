import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { naiveKind } from '#testing/any-calendar';
import { given, recordedAll } from '#testing/given';
import { addDays } from '../time.js';
import { dayKind, isSchoolDay, nextSchoolDay, schoolDaysIn } from './calendar-days.js';
import type { CalendarCommand, CalendarDraft } from './commands.js';
import { calendarDecider } from './decide.js';
import type { CalendarEvent } from './events.js';
import type { ClosureKind } from './events.js';
import type { SchoolDayKind } from './school-calendar.js';
import { versions } from './state.js';

const draft: CalendarDraft = {
  timeZone: 'America/Denver',
  dayStarts: '07:30',
  dayEnds: '16:00',
  years: [
    {
      firstDay: '2025-08-18',
      lastDay: '2026-05-29',
      weekdays: [1, 2, 3, 4, 5],
      closed: [{ from: '2025-11-26', to: '2025-11-28', kind: 'break', name: 'Thanksgiving' }],
      days: [{ date: '2025-10-10', kind: 'half', name: 'Conferences' }],
    },
  ],
};
const [year] = draft.years;
const published: CalendarEvent = {
  type: 'CalendarPublished',
  data: { name: 'District calendar', calendar: { ...draft, version: 1 }, because: 'Board vote' },
};
const snow: CalendarEvent = {
  type: 'ClosureDeclared',
  data: {
    version: 2,
    date: '2025-12-03',
    until: '2025-12-03',
    kind: 'emergency_closure',
    name: 'Snow',
    reason: 'Roads closed',
  },
};

const meta = {
  commandId: 'c',
  at: '2025-07-01T12:00:00.000Z',
  actor: { id: 'a', role: 'district-admin' as const },
  correlationId: 'c',
  causationId: null,
};
const told = (command: CalendarCommand) => ({ ...command, meta });
const publish = (calendar: CalendarDraft) =>
  told({
    type: 'PublishCalendar',
    data: { name: 'District calendar', calendar, because: 'Board vote' },
  });
const withYear = (change: Partial<NonNullable<typeof year>>) =>
  publish({ ...draft, years: [{ ...year!, ...change }] });
const open = (date: string, kind: SchoolDayKind = 'instructional') =>
  told({
    type: 'DeclareSchoolDay',
    data: { date, kind, name: 'Made up', reason: 'Snow' },
  });
const schoolDay = (
  version: number,
  date: string,
  kind: SchoolDayKind = 'instructional',
): CalendarEvent => ({
  type: 'SchoolDayDeclared',
  data: { version, date, kind, name: 'Made up', reason: 'Snow' },
});
const close = (from: string, to = from) =>
  told({
    type: 'DeclareClosure',
    data: { from, to, kind: 'emergency_closure', name: 'Snow', reason: 'Roads closed' },
  });

describe('publishing', () => {
  test('the first calendar is version 1, each change the next', () => {
    given(calendarDecider).when(publish(draft)).decides(published);
    const longer = { ...draft, dayEnds: '16:30' };
    given(calendarDecider, published, snow)
      .when(publish(longer))
      .decides({
        type: 'CalendarPublished',
        data: {
          name: 'District calendar',
          calendar: { ...longer, version: 3 },
          because: 'Board vote',
        },
      });
  });

  test('the same calendar again changes nothing', () => {
    given(calendarDecider, published)
      .when(publish(JSON.parse(JSON.stringify(draft)) as CalendarDraft))
      .decides();
  });

  test.each([
    ['calendar-date-does-not-exist', { lastDay: '2026-02-30' }, '/years/0/lastDay'],
    ['calendar-year-inverted', { lastDay: '2025-08-01', closed: [], days: [] }, '/years/0/lastDay'],
    ['calendar-year-too-long', { lastDay: '2027-05-28' }, '/years/0/lastDay'],
    ['calendar-weekdays-unclear', { weekdays: [1, 2, 8] }, '/years/0/weekdays'],
    ['calendar-edge-without-school', { firstDay: '2025-08-17' }, '/years/0/firstDay'],
    [
      'calendar-span-inverted',
      { closed: [{ from: '2025-11-28', to: '2025-11-26', kind: 'break' as const, name: 'B' }] },
      '/years/0/closed/0/to',
    ],
    [
      'calendar-span-outside-year',
      { closed: [{ from: '2026-06-20', to: '2026-06-21', kind: 'break' as const, name: 'B' }] },
      '/years/0/closed/0',
    ],
    [
      'calendar-closed-with-school',
      { closed: [{ from: '2025-11-26', to: '2025-11-28', kind: 'half' as const, name: 'B' }] },
      '/years/0/closed/0/kind',
    ],
    [
      'calendar-day-outside-year',
      { days: [{ date: '2026-07-01', kind: 'half' as const, name: 'D' }] },
      '/years/0/days/0/date',
    ],
    ['calendar-day-twice', { days: [...year!.days, ...year!.days] }, '/years/0/days/1/date'],
  ])('%s is refused, and the answer says where', (rule, change, where) => {
    given(calendarDecider).when(withYear(change)).refuses(rule, { where });
  });

  test('overlapping years, no year, an unknown zone and inverted hours are refused', () => {
    const when = (change: Partial<CalendarDraft>) =>
      given(calendarDecider).when(publish({ ...draft, ...change }));
    when({ years: [year!, { ...year!, firstDay: '2026-05-29', lastDay: '2027-05-28' }] }).refuses(
      'calendar-years-overlap',
      { where: '/years/1/firstDay' },
    );
    when({ years: [] }).refuses('calendar-without-year');
    when({ timeZone: 'America/Nowhere' }).refuses('calendar-time-zone-unknown');
    when({ dayStarts: '17:00' }).refuses('calendar-hours-inverted');
  });
});

describe('a closure', () => {
  test('makes the next version', () => {
    given(calendarDecider, published).when(close('2025-12-03')).decides(snow);
  });

  test('declared twice changes nothing', () => {
    given(calendarDecider, published, snow).when(close('2025-12-03')).decides();
  });

  test('is refused where there is no school anyway', () => {
    given(calendarDecider, published).when(close('2025-11-27')).refuses('no-school-that-day');
    given(calendarDecider, published).when(close('2025-12-06')).refuses('no-school-that-day');
    given(calendarDecider, published)
      .when(close('2026-07-01'))
      .refuses('calendar-day-outside-year');
    given(calendarDecider, published)
      .when(close('2025-02-30'))
      .refuses('calendar-date-does-not-exist');
    given(calendarDecider).when(close('2025-12-03')).refuses('calendar-not-published');
  });

  test('of several days closes the school days among them', () => {
    const span: CalendarEvent = {
      ...snow,
      data: { ...snow.data, until: '2025-12-08' },
    } as CalendarEvent;
    given(calendarDecider, published).when(close('2025-12-03', '2025-12-08')).decides(span);
    const newest = versions(recordedAll('calendar', [published, span])).get(2)!;
    expect(newest.years[0]!.days.map((day) => day.date)).toEqual([
      '2025-10-10',
      '2025-12-03',
      '2025-12-04',
      '2025-12-05',
      '2025-12-08',
    ]);
    given(calendarDecider, published)
      .when(close('2025-12-08', '2025-12-03'))
      .refuses('calendar-span-inverted');
  });

  test('leaves the version before it as it was', () => {
    const all = versions(recordedAll('calendar', [published, snow]));
    expect([...all.keys()]).toEqual([1, 2]);
    expect(isSchoolDay(all.get(1)!, '2025-12-03')).toBe(true);
    expect(isSchoolDay(all.get(2)!, '2025-12-03')).toBe(false);
    expect(all.get(2)!.id).toBe('20000000-0000-4000-8000-000000000001');
    expect(versions([])).toEqual(new Map());
  });
});

describe('a school day declared late', () => {
  const newestOf = (...events: CalendarEvent[]) => {
    const all = versions(recordedAll('calendar', [published, ...events]));
    return all.get(all.size)!;
  };

  test('makes a closure a remote day, which counts', () => {
    given(calendarDecider, published, snow)
      .when(open('2025-12-03', 'remote'))
      .decides(schoolDay(3, '2025-12-03', 'remote'));
    const newest = newestOf(snow, schoolDay(3, '2025-12-03', 'remote'));
    expect(dayKind(newest, '2025-12-03')).toBe('remote');
    expect(newest.years[0]!.days.map(({ date }) => date)).toEqual(['2025-10-10', '2025-12-03']);
  });

  test('makes a half day of a whole one, and a whole one of a half', () => {
    expect(dayKind(newestOf(schoolDay(2, '2025-12-04', 'half')), '2025-12-04')).toBe('half');
    expect(dayKind(newestOf(schoolDay(2, '2025-10-10')), '2025-10-10')).toBe('instructional');
  });

  test('makes a Saturday or a day of a break a school day', () => {
    given(calendarDecider, published, snow)
      .when(open('2025-12-06'))
      .decides(schoolDay(3, '2025-12-06'));
    const newest = newestOf(schoolDay(2, '2025-12-06'), schoolDay(3, '2025-11-26'));
    expect(isSchoolDay(newest, '2025-12-06')).toBe(true);
    expect(isSchoolDay(newest, '2025-11-26')).toBe(true);
    expect(isSchoolDay(newest, '2025-11-27')).toBe(false);
  });

  test('after the last day ends the year later, and the days between stay without school', () => {
    given(calendarDecider, published).when(open('2026-06-02')).decides(schoolDay(2, '2026-06-02'));
    const newest = newestOf(schoolDay(2, '2026-06-02')); // a Tuesday; the year ended on Friday
    expect(newest.years[0]!.lastDay).toBe('2026-06-02');
    expect(nextSchoolDay(newest, '2026-05-29')).toBe('2026-06-02');
    expect(dayKind(newest, '2026-06-01')).toBe('break');
    const before = newestOf();
    expect(schoolDaysIn(newest, '2025-08-01', '2026-07-31')).toBe(
      schoolDaysIn(before, '2025-08-01', '2026-07-31') + 1,
    );
    // The next morning needs no closed days between.
    const saturday = newestOf(schoolDay(2, '2026-05-30')).years[0]!;
    expect(saturday).toMatchObject({ lastDay: '2026-05-30', closed: year!.closed });
  });

  test('may be called off again', () => {
    const declared = schoolDay(2, '2026-06-02');
    const off: CalendarEvent = {
      type: 'ClosureDeclared',
      data: { ...snow.data, version: 3, date: '2026-06-02', until: '2026-06-02' },
    } as CalendarEvent;
    given(calendarDecider, published, declared).when(close('2026-06-02')).decides(off);
    expect(isSchoolDay(newestOf(declared, off), '2026-06-02')).toBe(false);
  });

  test('leaves the version before it as it was', () => {
    const all = versions(recordedAll('calendar', [published, snow, schoolDay(3, '2026-06-02')]));
    expect([...all.values()].map(({ years: [only] }) => only!.lastDay)).toEqual([
      '2026-05-29',
      '2026-05-29',
      '2026-06-02',
    ]);
    expect(all.get(2)!.years[0]!.closed).toEqual(year!.closed);
  });

  test('changes nothing where the day is of that kind already', () => {
    given(calendarDecider, published).when(open('2025-12-03')).decides();
    given(calendarDecider, published).when(open('2025-10-10', 'half')).decides();
    given(calendarDecider, published, schoolDay(2, '2026-06-02'))
      .when(open('2026-06-02'))
      .decides();
  });

  test('is refused before the first year, long after the last, and on a day that does not exist', () => {
    const when = (date: string) => given(calendarDecider, published).when(open(date));
    when('2025-08-17').refuses('calendar-day-outside-year', { date: '2025-08-17' });
    when('2026-07-28').decides(schoolDay(2, '2026-07-28')); // the 60th day after the last
    when('2026-07-29').refuses('calendar-day-outside-year');
    when('2026-02-30').refuses('calendar-date-does-not-exist');
    given(calendarDecider).when(open('2025-12-03')).refuses('calendar-not-published');
  });

  test('never makes a year longer than a year may be', () => {
    const long = { ...draft, years: [{ ...year!, lastDay: '2026-09-18' }] }; // its 397th day
    const longPublished: CalendarEvent = {
      type: 'CalendarPublished',
      data: { name: 'Long', calendar: { ...long, version: 1 }, because: 'Board vote' },
    };
    const when = (date: string) => given(calendarDecider, longPublished).when(open(date));
    when('2026-09-21').decides(schoolDay(2, '2026-09-21'));
    when('2026-09-22').refuses('calendar-year-too-long');
  });

  test('belongs to the next year once that has begun', () => {
    const next = { ...year!, firstDay: '2026-06-15', lastDay: '2027-05-28', closed: [], days: [] };
    const both: CalendarEvent = {
      type: 'CalendarPublished',
      data: {
        name: 'Both',
        calendar: { ...draft, version: 1, years: [year!, next] },
        because: 'Board vote',
      },
    };
    const add = (date: string) =>
      versions(recordedAll('calendar', [both, schoolDay(2, date)])).get(2)!.years;
    expect(add('2026-06-14').map(({ lastDay }) => lastDay)).toEqual(['2026-06-14', '2027-05-28']);
    expect(add('2026-06-20').map(({ days }) => days.length)).toEqual([1, 1]);
  });
});

test('whatever is declared in whatever order, the last word on each day holds, and nothing else changes', () => {
  const date = fc.integer({ min: 0, max: 284 }).map((n) => addDays('2025-08-18', n));
  const closing = fc.record({
    kind: fc.constantFrom<ClosureKind>('emergency_closure', 'holiday', 'staff_only'),
    from: date,
    more: fc.nat(6),
  });
  const opening = fc.record({
    kind: fc.constantFrom<SchoolDayKind>('instructional', 'half', 'remote'),
    from: date,
    more: fc.constant(0),
  });
  fc.assert(
    fc.property(fc.array(fc.oneof(closing, opening), { maxLength: 12 }), (declared) => {
      const first = { ...draft, id: 'c', version: 1 };
      const days = Array.from({ length: 300 }, (_, n) => addDays('2025-08-11', n));
      const expected = new Map(days.map((day) => [day, naiveKind(first, day)]));
      const open = (day: string) => /instructional|half|remote/.test(expected.get(day)!);
      const events = declared.map(({ kind, from, more }, i): CalendarEvent => {
        const words = { version: i + 2, date: from, name: 'N', reason: 'R' };
        if (kind === 'instructional' || kind === 'half' || kind === 'remote') {
          expected.set(from, kind);
          return { type: 'SchoolDayDeclared', data: { ...words, kind } };
        }
        const until = addDays(from, more);
        for (const day of days)
          if (from <= day && day <= until && open(day)) expected.set(day, kind);
        return { type: 'ClosureDeclared', data: { ...words, until, kind } };
      });
      const newest = versions(recordedAll('calendar', [published, ...events])).get(
        declared.length + 1,
      )!;
      expect(new Map(days.map((day) => [day, dayKind(newest, day)]))).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});
