import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { naiveKind } from '#testing/any-calendar';
import { given, recordedAll } from '#testing/given';
import { addDays } from '../time.js';
import { dayKind, isSchoolDay, nextSchoolDay, schoolDaysIn } from './calendar-days.js';
import type { CalendarCommand, CalendarDraft } from './commands.js';
import { calendarDecider } from './decide.js';
import type { CalendarEvent, ClosureDeclared, ClosureKind } from './events.js';
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
const closure: ClosureDeclared['data'] = {
  version: 2,
  date: '2025-12-03',
  until: '2025-12-03',
  kind: 'emergency_closure',
  name: 'Snow',
  reason: 'Roads closed',
};
const snow: CalendarEvent = { type: 'ClosureDeclared', data: closure };

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

  test('whatever differs makes the next version', () => {
    const [closed] = year!.closed;
    const [day] = year!.days;
    const changed = (next: CalendarDraft, name = 'District calendar') =>
      given(calendarDecider, published)
        .when(told({ type: 'PublishCalendar', data: { name, calendar: next, because: 'Vote' } }))
        .decidesLike({ type: 'CalendarPublished', data: { name, calendar: { version: 2 } } });
    const inYear = (change: Partial<NonNullable<typeof year>>) =>
      changed({ ...draft, years: [{ ...year!, ...change }] });
    changed(draft, 'Another name');
    changed({ ...draft, timeZone: 'America/Chicago' });
    changed({ ...draft, dayStarts: '07:45' });
    inYear({ firstDay: '2025-08-19' });
    inYear({ lastDay: '2026-05-28' });
    inYear({ weekdays: [1, 2, 3, 4, 5, 6] });
    inYear({ closed: [] });
    for (const change of [
      { from: '2025-11-25' },
      { to: '2025-11-29' },
      { kind: 'holiday' as const },
      { name: 'Autumn' },
    ])
      inYear({ closed: [{ ...closed!, ...change }] });
    for (const change of [{ date: '2025-10-13' }, { kind: 'remote' as const }, { name: 'Parents' }])
      inYear({ days: [{ ...day!, ...change }] });
  });

  test('the calendar is known by its name from then on', () => {
    expect(given(calendarDecider, published).state).toMatchObject({
      status: 'published',
      name: 'District calendar',
      newest: { version: 1 },
    });
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

  test('that only touches one declared before is not that one', () => {
    const before = (date: string): CalendarEvent => ({
      type: 'ClosureDeclared',
      data: { ...closure, date, until: date },
    });
    // Tuesday before Thanksgiving is closed for snow, the holiday goes on behind it; the Monday after as well.
    given(calendarDecider, published, before('2025-11-25'))
      .when(close('2025-11-25', '2025-11-26'))
      .refuses('no-school-that-day');
    given(calendarDecider, published, before('2025-12-01'))
      .when(close('2025-11-28', '2025-12-01'))
      .refuses('no-school-that-day');
  });

  test('takes the place of what the day was called, in its own year only', () => {
    const next = { ...year!, firstDay: '2026-08-17', lastDay: '2027-05-28', closed: [], days: [] };
    const both: CalendarEvent = {
      type: 'CalendarPublished',
      data: {
        name: 'Both',
        calendar: { ...draft, version: 1, years: [year!, next] },
        because: 'Board vote',
      },
    };
    const closedOn = (date: string, until = date): CalendarEvent => ({
      type: 'ClosureDeclared',
      data: { ...closure, date, until },
    });
    const daysOf = (...events: CalendarEvent[]) =>
      versions(recordedAll('calendar', [both, ...events]))
        .get(2)!
        .years.map(({ days }) => days);
    const snowOn = (date: string) => ({ date, kind: 'emergency_closure', name: 'Snow' });
    expect(daysOf(closedOn('2025-10-10'))).toEqual([[snowOn('2025-10-10')], []]);
    expect(daysOf(closedOn('2026-05-29', '2026-08-17'))).toEqual([
      [...year!.days, snowOn('2026-05-29')],
      [snowOn('2026-08-17')],
    ]);
  });

  test('before the calendar is published is no calendar', () => {
    const early = [snow, schoolDay(2, '2025-12-03')];
    expect(versions(recordedAll('calendar', early))).toEqual(new Map());
  });

  test('is refused where there is no school anyway', () => {
    given(calendarDecider, published)
      .when(close('2025-11-27', '2025-11-28'))
      .refuses('no-school-that-day', { from: '2025-11-27', to: '2025-11-28', kind: 'break' });
    given(calendarDecider, published).when(close('2025-12-06')).refuses('no-school-that-day');
    given(calendarDecider, published)
      .when(close('2026-07-01'))
      .refuses('calendar-day-outside-year', { date: '2026-07-01' });
    given(calendarDecider, published)
      .when(close('2025-02-30'))
      .refuses('calendar-date-does-not-exist', { date: '2025-02-30' });
    given(calendarDecider).when(close('2025-12-03')).refuses('calendar-not-published');
  });

  test('of several days closes the school days among them', () => {
    const span: CalendarEvent = {
      type: 'ClosureDeclared',
      data: { ...closure, until: '2025-12-08' },
    };
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
      .refuses('calendar-span-inverted', { from: '2025-12-08', to: '2025-12-03' });
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

  test('may be the first day of a year, of this one or of the next', () => {
    const next = { ...year!, firstDay: '2026-08-17', lastDay: '2027-05-28', closed: [], days: [] };
    const both: CalendarEvent = {
      type: 'CalendarPublished',
      data: {
        name: 'Both',
        calendar: { ...draft, version: 1, years: [year!, next] },
        because: 'Board vote',
      },
    };
    const half = schoolDay(2, '2026-08-17', 'half');
    const { years } = versions(recordedAll('calendar', [both, half])).get(2)!;
    expect(years.map(({ lastDay, days }) => [lastDay, days.length])).toEqual([
      ['2026-05-29', 1],
      ['2027-05-28', 1],
    ]);
    const first = newestOf(schoolDay(2, '2025-08-18', 'half'));
    expect(dayKind(first, '2025-08-18')).toBe('half');
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
    // One day between is closed by itself; none where it follows at once.
    const monday = newestOf(schoolDay(2, '2026-05-31')).years[0]!;
    expect(monday.closed.at(-1)).toEqual({
      from: '2026-05-30',
      to: '2026-05-30',
      kind: 'break',
      name: 'After the last day',
    });
    const saturday = newestOf(schoolDay(2, '2026-05-30')).years[0]!;
    expect(saturday).toMatchObject({ lastDay: '2026-05-30', closed: year!.closed });
  });

  test('may be called off again', () => {
    const declared = schoolDay(2, '2026-06-02');
    const off: CalendarEvent = {
      type: 'ClosureDeclared',
      data: { ...closure, version: 3, date: '2026-06-02', until: '2026-06-02' },
    };
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
    when('2026-02-30').refuses('calendar-date-does-not-exist', { date: '2026-02-30' });
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
    when('2026-09-22').refuses('calendar-year-too-long', {
      firstDay: '2025-08-18',
      date: '2026-09-22',
    });
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
