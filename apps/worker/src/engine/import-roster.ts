import { calendarDecider } from '#domain/calendar/decide';
import { importActor } from '#domain/decider';
import { schoolDecider } from '#domain/school/decide';
import type { Scope } from '#domain/staff/events';
import { staffDecider } from '#domain/staff/decide';
import { streamId, type StreamId } from '#domain/streams';
import { studentDecider } from '#domain/student/decide';
import type { StudentCommand } from '#domain/student/events';
import type { OpenRecord } from '#event-store/record';
import { commandId } from '#event-store/ids';
import { importKey, type RosterChunk } from '#imports/chunk';
import type {
  RosterSchool,
  RosterSchoolYear,
  RosterStaff,
  RosterStudent,
} from '#imports/one-roster/bundle';
import type { StudentRow } from '#read-models/directory/directory';
import type { Views } from '#read-models/views';
import { inLanes } from './import-scores.js';
import type { Applied } from './import-work.js';

/** Local times of a school day where a roster says nothing of them. */
const usualDay = { dayStarts: '08:00', dayEnds: '16:00' };

/**
 * Brings schools, staff and students of a roster into the record. Their ids derive from the district and the sourcedId,
 * so the next roster finds them again; what it says anew becomes events, what it repeats adds none.
 */
export class RosterImport {
  private known: Promise<Map<string, StudentRow>> | undefined;

  constructor(
    private readonly record: OpenRecord,
    private readonly views: Views,
    private readonly district: string,
    private readonly importId: string,
    private readonly timeZone: string,
  ) {}

  async apply(chunk: RosterChunk): Promise<Applied> {
    switch (chunk.kind) {
      case 'district': {
        const { schoolYear, schools } = chunk.bundle;
        const calendar = await this.publishCalendar(schoolYear);
        const opened = await inLanes(schools, (school) => this.openSchool(school, calendar));
        return this.applied('school', opened);
      }
      case 'staff':
        return this.applied('staff', await inLanes(chunk.staff, (one) => this.authorise(one)));
      case 'students':
        return this.applied('student', await inLanes(chunk.students, (one) => this.enrol(one)));
    }
  }

  private applied(kind: string, changed: readonly ('new' | 'changed' | 'same')[]): Applied {
    const count = (what: string) => changed.filter((c) => c === what).length;
    return { accepted: 0, unchanged: 0, new: { [kind]: count('new') } };
  }

  private id(kind: 'school' | 'staff' | 'student', sourcedId: string): string {
    return commandId(this.district, `oneroster/${kind}/${sourcedId}`);
  }

  private send(
    decider: unknown,
    stream: StreamId,
    rowKey: string,
    command: { type: string; data: object },
  ) {
    const submission = { ...command, key: importKey(this.importId, rowKey), actor: importActor };
    return this.record.handler.handle(
      decider as Parameters<typeof this.record.handler.handle>[0],
      { district: this.district, stream },
      submission as Parameters<typeof this.record.handler.handle>[2],
    );
  }

  /** Every weekday of the school year; holidays are the district admin's to publish. A calendar that is there stays. */
  private async publishCalendar(year: RosterSchoolYear): Promise<string> {
    const calendarId = commandId(this.district, 'oneroster/calendar');
    const stream = streamId('calendar', calendarId);
    const { version } = await this.record.store.read({ district: this.district, stream });
    if (version > 0) return calendarId;
    const { firstDay, lastDay, title } = year;
    await this.send(calendarDecider, stream, year.rowKey, {
      type: 'PublishCalendar',
      data: {
        name: title,
        calendar: {
          timeZone: this.timeZone,
          ...usualDay,
          years: [{ firstDay, lastDay, weekdays: [1, 2, 3, 4, 5], closed: [], days: [] }],
        },
        because: 'roster',
      },
    });
    return calendarId;
  }

  private async openSchool(school: RosterSchool, calendarId: string) {
    const { name, identifier, sourcedId, grades } = school;
    const stream = streamId('school', this.id('school', sourcedId));
    const { version } = await this.record.store.read({ district: this.district, stream });
    if (version > 0) return 'same' as const;
    await this.send(schoolDecider, stream, school.rowKey, {
      type: 'OpenSchool',
      data: { name, identifier, sourcedId, grades, calendarId },
    });
    return 'new' as const;
  }

  private async authorise(one: RosterStaff) {
    const stream = streamId('staff', this.id('staff', one.sourcedId));
    const { version } = await this.record.store.read({ district: this.district, stream });
    if (version > 0) return 'same' as const;
    const { givenName, familyName, email, role, sourcedId, username } = one;
    const scope: Scope =
      one.scope.kind === 'district'
        ? { kind: 'district' }
        : {
            kind: one.scope.kind,
            schoolIds: one.scope.schoolSourcedIds.map((id) => this.id('school', id)),
          };
    const identities = username ? [{ provider: 'roster', subject: username }] : [];
    await this.send(staffDecider, stream, one.rowKey, {
      type: 'AuthoriseStaff',
      data: { givenName, familyName, email, role, scope, sourcedId, identities },
    });
    return 'new' as const;
  }

  private async enrol(one: RosterStudent) {
    const studentId = this.id('student', one.sourcedId);
    const stream = streamId('student', studentId);
    const before = (await this.students()).get(studentId);
    let changed = 0;
    for (const { key, command } of this.commandsOf(one, before)) {
      const answer = await this.send(studentDecider, stream, `${one.rowKey}/${key}`, command);
      changed += answer.events.length;
    }
    return before ? (changed > 0 ? ('changed' as const) : ('same' as const)) : ('new' as const);
  }

  private commandsOf(one: RosterStudent, before: StudentRow | undefined): Keyed[] {
    const schoolId = this.id('school', one.schoolSourcedId);
    const { name, birthDate, grade, ids, on } = one;
    const enrolment: Keyed[] = before
      ? moved(before, one, schoolId)
      : [
          {
            key: 'enrol',
            command: { type: 'EnrolStudent', data: { name, birthDate, grade, schoolId, ids, on } },
          },
        ];
    const demographics: Keyed[] = one.demographics
      ? [
          {
            key: 'demographics',
            command: { type: 'RecordDemographics', data: withoutKey(one.demographics) },
          },
        ]
      : [];
    return [
      ...enrolment,
      ...demographics,
      ...one.classes.map(
        ({ classSourcedId, title, subject, homeroom, teacherSourcedIds, on: since }): Keyed => ({
          key: `class/${classSourcedId}`,
          command: {
            type: 'PlaceStudentInClass',
            data: {
              classSourcedId,
              title,
              subject,
              homeroom,
              teacherIds: teacherSourcedIds.map((id) => this.id('staff', id)),
              on: since,
            },
          },
        }),
      ),
      ...one.guardians.map(
        ({ sourcedId, name: guardian, relationship, language, email, phone }): Keyed => ({
          key: `guardian/${sourcedId}`,
          command: {
            type: 'RecordGuardian',
            data: {
              guardianId: commandId(this.district, `oneroster/guardian/${sourcedId}`),
              name: guardian,
              relationship,
              language,
              email,
              phone,
            },
          },
        }),
      ),
    ];
  }

  private students(): Promise<Map<string, StudentRow>> {
    this.known ??= (async () => {
      const ids = (await this.views.directory.studentIds(this.district)).map((s) => s.studentId);
      const rows = await this.views.directory.studentsById(this.district, ids);
      return new Map(rows.map((row) => [row.student_id, row]));
    })();
    return this.known;
  }
}

type Keyed = { key: string; command: StudentCommand };

/** What a newer roster says otherwise of a student who is known. */
function moved(before: StudentRow, one: RosterStudent, schoolId: string): Keyed[] {
  const { name, grade, on } = one;
  const commands: Keyed[] = [];
  if (before.withdrawn_on !== null)
    commands.push({
      key: 'readmit',
      command: { type: 'ReadmitStudent', data: { schoolId, grade, on } },
    });
  else if (before.school_id !== schoolId)
    commands.push({
      key: `transfer/${schoolId}`,
      command: { type: 'TransferStudent', data: { toSchoolId: schoolId, on } },
    });
  if (before.grade !== grade)
    commands.push({
      key: `grade/${grade}`,
      command: { type: 'ChangeStudentGrade', data: { to: grade, on } },
    });
  const same =
    before.given_name === name.given &&
    before.middle_name === name.middle &&
    before.family_name === name.family;
  if (!same) commands.push({ key: 'rename', command: { type: 'RenameStudent', data: { name } } });
  return commands;
}

function withoutKey<T extends { rowKey: string }>({ rowKey: _, ...data }: T): Omit<T, 'rowKey'> {
  return data;
}
