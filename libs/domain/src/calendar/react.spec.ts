import { expect, test } from 'vitest';
import { recorded } from '#testing/given';
import type { Found, FoundProcess } from '../process.js';
import type { CalendarEvent } from './events.js';
import { calendarReact } from './react.js';

const id = '50000000-0000-4000-8000-000000000001';
const closure: CalendarEvent = {
  type: 'ClosureDeclared',
  data: {
    version: 3,
    date: '2025-12-05',
    until: '2025-12-05',
    kind: 'emergency_closure',
    name: 'Snow',
    reason: 'Ice on the roads.',
  },
};
const follows = (stream: FoundProcess['stream'], version: number, open = true): FoundProcess => ({
  stream,
  kind: 'cycle',
  studentId: null,
  area: 'reading',
  schoolId: 's-1',
  calendar: { id, version },
  open,
  closedBecause: open ? null : 'goal-met',
});

test('a published version reaches the processes of its own calendar, and no others', () => {
  const published: CalendarEvent = {
    type: 'CalendarPublished',
    data: {
      name: 'District calendar',
      calendar: {
        version: 3,
        timeZone: 'America/Chicago',
        dayStarts: '08:00',
        dayEnds: '16:00',
        years: [],
      },
      because: 'The board voted.',
    },
  };
  const elsewhere = { ...follows('cycle/c2', 1), calendar: { id: 'another', version: 1 } };
  const nowhere = { ...follows('import/i1', 1), calendar: null };
  const found: Found = {
    processes: [follows('cycle/c1', 2), elsewhere, nowhere],
    schoolCalendar: null,
  };
  expect(calendarReact.react(recorded(published, 1, `calendar/${id}`), found)).toEqual([
    {
      to: 'cycle/c1',
      type: 'AdoptCalendar',
      data: { calendar: { id, version: 3 }, because: 'The board voted.' },
    },
  ]);
});

test('a school day declared late reaches them as well', () => {
  const declared: CalendarEvent = {
    type: 'SchoolDayDeclared',
    data: {
      version: 4,
      date: '2025-12-06',
      kind: 'instructional',
      name: 'Made up',
      reason: 'Makes up for the ice.',
    },
  };
  const found: Found = { processes: [follows('cycle/c1', 3)], schoolCalendar: null };
  expect(calendarReact.listensTo).toContain('SchoolDayDeclared');
  expect(calendarReact.react(recorded(declared, 1, `calendar/${id}`), found)).toEqual([
    {
      to: 'cycle/c1',
      type: 'AdoptCalendar',
      data: { calendar: { id, version: 4 }, because: 'Makes up for the ice.' },
    },
  ]);
});

test('a closure reaches each open process that follows an older version of the calendar', () => {
  const event = recorded(closure, 1, `calendar/${id}`);
  const found: Found = {
    processes: [follows('cycle/c1', 2), follows('cycle/c2', 3), follows('cycle/c3', 2, false)],
    schoolCalendar: null,
  };
  expect(calendarReact.concerns(event)).toEqual({ calendarId: id });
  expect(calendarReact.react(event, found)).toEqual([
    {
      to: 'cycle/c1',
      type: 'AdoptCalendar',
      data: { calendar: { id, version: 3 }, because: 'Ice on the roads.' },
    },
  ]);
});
