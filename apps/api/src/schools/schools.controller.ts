import { Body, Controller, Param } from '@nestjs/common';
import {
  chooseCalendarRequest,
  openSchoolRequest,
  school,
  schoolPage,
  type ChooseCalendarRequest,
  type OpenSchoolRequest,
  type School,
} from '#contracts/schools';
import type { Page } from '#contracts/page';
import type { SchoolRow } from '#read-models/directory/directory';
import { Database } from '#platform/app/database';
import { Caller } from '../edge/caller.js';
import { ProblemError } from '../edge/problem-error.js';
import { Commands, Reads } from '../edge/route.js';
import { Submit } from '../submit.js';
import { Views } from '../views.js';

@Controller('v1/schools')
export class SchoolsController {
  constructor(
    private readonly views: Views,
    private readonly submit: Submit,
    private readonly db: Database,
  ) {}

  @Reads({
    id: 'listSchools',
    says: 'Every school of the district',
    allow: 'read-schools',
    answer: schoolPage,
  })
  async list(@Caller() { district }: Caller): Promise<Page<School>> {
    const [rows, counts] = await Promise.all([
      this.views.directory.schools(district),
      this.studentsBySchool(district),
    ]);
    return { items: rows.map((row) => shown(row, counts)), next: null };
  }

  @Reads({
    path: ':schoolId',
    id: 'readSchool',
    says: 'One school',
    allow: 'read-schools',
    answer: school,
  })
  async read(@Caller() { district }: Caller, @Param('schoolId') schoolId: string): Promise<School> {
    const rows = await this.views.directory.schools(district);
    const row = rows.find((s) => s.school_id === schoolId);
    if (!row) throw new ProblemError('not_found', 'There is no school under this id.');
    return shown(row, await this.studentsBySchool(district));
  }

  @Commands({ id: 'openSchool', says: 'Open a school', allow: 'open-school', makes: true })
  open(@Caller() caller: Caller, @Body({ schema: openSchoolRequest }) body: OpenSchoolRequest) {
    return this.submit.make(caller, 'school', { type: 'OpenSchool', data: body });
  }

  @Commands({
    path: ':schoolId/calendar',
    id: 'chooseSchoolCalendar',
    says: 'Let a school, or some of its grades, follow a calendar',
    allow: 'choose-calendar',
    about: { kind: 'school', param: 'schoolId' },
  })
  choose(
    @Caller() caller: Caller,
    @Param('schoolId') schoolId: string,
    @Body({ schema: chooseCalendarRequest }) data: ChooseCalendarRequest,
  ) {
    return this.submit.to(caller, 'school', schoolId, { type: 'ChooseSchoolCalendar', data });
  }

  private async studentsBySchool(district: string): Promise<ReadonlyMap<string, number>> {
    const { rows } = await this.db.of(district).query(
      `select school_id, count(*)::int as n from rm.students
       where district_id = $1 and withdrawn_on is null group by school_id`,
      [district],
    );
    return new Map(rows.map((row) => [row.school_id as string, row.n as number]));
  }
}

function shown(row: SchoolRow, counts: ReadonlyMap<string, number>): School {
  return {
    id: row.school_id,
    name: row.name,
    identifier: row.identifier,
    grades: [...row.grades],
    calendarId: row.calendar_id,
    gradeCalendars: gradeCalendarsOf(row),
    students: counts.get(row.school_id) ?? 0,
    version: row.version,
  };
}

/** The grades that follow another calendar than the school, by calendar, in the school's order. */
function gradeCalendarsOf({ grades, grade_calendars: own }: SchoolRow): School['gradeCalendars'] {
  const followed = grades.flatMap((grade) => {
    const calendarId = own[grade];
    return calendarId === undefined ? [] : [{ grade, calendarId }];
  });
  return [...Map.groupBy(followed, ({ calendarId }) => calendarId)].map(([calendarId, those]) => ({
    calendarId,
    grades: those.map(({ grade }) => grade),
  }));
}
