import type { Decider, Sent } from '../decider.js';
import { RuleBroken } from '../rule-broken.js';
import { same } from '../same.js';
import type { SchoolCommand, SchoolEvent } from './events.js';
import type { School } from './state.js';
import { calendarOf, evolve, initial } from './state.js';

type ChooseSchoolCalendar = Extract<SchoolCommand, { type: 'ChooseSchoolCalendar' }>;
type OpenSchool = Extract<SchoolCommand, { type: 'OpenSchool' }>;

export function decide(command: Sent<SchoolCommand>, school: School): SchoolEvent[] {
  switch (command.type) {
    case 'OpenSchool':
      return openSchool(command, school);
    case 'ChooseSchoolCalendar':
      return chooseCalendar(command.data, school);
  }
}

function openSchool({ data }: OpenSchool, school: School): SchoolEvent[] {
  const { calendarId, ...opening } = data;
  if (school.status === 'open') {
    // A roster that is imported again says nothing about the calendar, which may have been chosen since.
    if (same(school.opening, opening)) return [];
    throw new RuleBroken('school-already-open');
  }
  if (opening.grades.length === 0) throw new RuleBroken('school-without-grades');
  const opened: SchoolEvent = { type: 'SchoolOpened', data: opening };
  return calendarId === null
    ? [opened]
    : [opened, { type: 'SchoolCalendarChosen', data: { calendarId } }];
}

function chooseCalendar(
  { calendarId, grades }: ChooseSchoolCalendar['data'],
  school: School,
): SchoolEvent[] {
  if (school.status === 'none') throw new RuleBroken('school-not-open');
  const foreign = grades?.find((grade) => !school.opening.grades.includes(grade));
  if (foreign) throw new RuleBroken('grade-not-at-school', { grade: foreign });
  const concerned = grades ?? school.opening.grades;
  const followed =
    concerned.every((grade) => calendarOf(school, grade) === calendarId) &&
    (grades !== undefined || school.calendarId === calendarId);
  if (followed) return [];
  return [{ type: 'SchoolCalendarChosen', data: grades ? { calendarId, grades } : { calendarId } }];
}

export const schoolDecider: Decider<School, Sent<SchoolCommand>, SchoolEvent> = {
  kind: 'school',
  initial,
  evolve,
  decide,
  needs: () => ({}),
};
