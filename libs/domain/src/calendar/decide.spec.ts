import { describe, expect, test } from 'vitest';
import { given, recordedAll } from '#testing/given';
import { isSchoolDay } from './calendar-days.js';
import type { CalendarCommand, CalendarDraft } from './commands.js';
import { calendarDecider } from './decide.js';
import type { CalendarEvent } from './events.js';
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
