import { expect, test } from 'vitest';
import { recorded } from '#testing/given';
import type { FoundProcess } from '../process.js';
import type { SchoolEvent } from './events.js';
import { schoolReact } from './react.js';

const [old, chosen] = [
  { id: 'cal-old', version: 4 },
  { id: 'cal-new', version: 2 },
];
const event = recorded<SchoolEvent>(
  { type: 'SchoolCalendarChosen', data: { calendarId: chosen.id } },
  1,
  'school/s-1',
);
const process = (stream: FoundProcess['stream'], parts: Partial<FoundProcess>): FoundProcess => ({
  stream,
  kind: 'cycle',
  studentId: null,
  area: null,
  schoolId: 's-1',
  calendar: old,
  chosen,
  open: true,
  closedBecause: null,
  ...parts,
});

test('each open process of the school leaves the calendar that it follows for the chosen one', () => {
  const found = { processes: [process('cycle/c-1', {})], schoolCalendar: null };
  expect(schoolReact.concerns(event)).toEqual({ schoolId: 's-1' });
  expect(schoolReact.react(event, found)).toEqual([
    {
      to: 'cycle/c-1',
      type: 'AdoptCalendar',
      data: {
        calendar: chosen,
        instead: old.id,
        because: 'The school follows another calendar.',
      },
    },
  ]);
});

test.each<[string, Partial<FoundProcess>]>([
  ['is closed', { open: false }],
  ['follows no calendar', { calendar: null }],
  ['goes by the chosen calendar already', { calendar: { ...chosen, version: 1 } }],
  ['is of a grade for which nothing was chosen', { chosen: null }],
])('a process that %s is left alone', (_, parts) => {
  const found = { processes: [process('cycle/c-1', parts)], schoolCalendar: null };
  expect(schoolReact.react(event, found)).toEqual([]);
});
