import type { Grade } from '#domain/measure/measure';
import type { Concern, Found, FoundProcess } from '#domain/process';
import { type ProcessKind, streamId, type StreamId } from '#domain/streams';
import type { EventStore } from '#event-store/event-store';
import type { DistrictRows, Tx } from '../read-model.js';
import type { ProcessRow } from './processes.js';

/** Reads `processes`. */
export class ProcessQueries {
  constructor(
    private readonly db: DistrictRows,
    private readonly record: Pick<EventStore, 'read'>,
  ) {}

  /** The processes that a fact concerns, and the newest calendar of the school it names. */
  async concerned(district: string, concern: Concern): Promise<Found> {
    const [column, value] =
      'studentId' in concern
        ? ['student_id', concern.studentId]
        : 'calendarId' in concern
          ? ['calendar_id', concern.calendarId]
          : ['stream', concern.stream];
    const { rows } = await this.db.of(district).query(
      `select to_jsonb(p) - 'district_id' as row from rm.processes p
       where district_id = $1 and ${column} = $2 order by position, stream`,
      [district, value],
    );
    const school = 'studentId' in concern ? concern.schoolId : undefined;
    const grade =
      school && 'studentId' in concern ? await this.gradeOf(district, concern.studentId) : null;
    return {
      processes: rows.map(({ row }) => found(row as ProcessRow)),
      schoolCalendar: school ? await this.calendarOf(district, school, grade) : null,
    };
  }

  /** Open processes after a stream id, for paging. */
  async open(
    district: string,
    after = '',
    limit = 1000,
  ): Promise<{ stream: StreamId; kind: ProcessKind }[]> {
    const { rows } = await this.db.of(district).query(
      `select stream, kind from rm.processes
       where district_id = $1 and status = 'open' and stream > $2 order by stream limit $3`,
      [district, after, limit],
    );
    return rows as { stream: StreamId; kind: ProcessKind }[];
  }

  openByKind(district: string): Promise<Record<string, number>> {
    return openByKind(this.db.of(district), district);
  }

  /** The calendar that a grade of a school follows (null: the school as a whole), at its newest version. */
  async calendarOf(
    district: string,
    schoolId: string,
    grade: Grade | null,
  ): Promise<{ id: string; version: number } | null> {
    const { rows } = await this.db.of(district).query(
      `select coalesce(grade_calendars ->> $3::text, calendar_id) as id from rm.schools
       where district_id = $1 and school_id = $2`,
      [district, schoolId, grade],
    );
    const id = (rows[0]?.id as string | null | undefined) ?? null;
    if (id === null) return null;
    const { version } = await this.record.read({ district, stream: streamId('calendar', id) });
    return version === 0 ? null : { id, version };
  }

  private async gradeOf(district: string, studentId: string): Promise<Grade | null> {
    const { rows } = await this.db
      .of(district)
      .query('select grade from rm.students where district_id = $1 and student_id = $2', [
        district,
        studentId,
      ]);
    return (rows[0]?.grade as Grade | undefined) ?? null;
  }
}

/** How many processes of each kind are open. */
export async function openByKind(db: Tx, district: string): Promise<Record<string, number>> {
  const { rows } = await db.query(
    `select kind, count(*)::int as n from rm.processes where district_id = $1 and status = 'open' group by kind`,
    [district],
  );
  return Object.fromEntries(rows.map((row) => [row.kind as string, row.n as number]));
}

function found(row: ProcessRow): FoundProcess {
  return {
    stream: row.stream as StreamId,
    kind: row.kind,
    studentId: row.student_id,
    area: row.area as FoundProcess['area'],
    schoolId: row.school_id,
    calendar:
      row.calendar_id === null ? null : { id: row.calendar_id, version: row.calendar_version! },
    open: row.status === 'open',
    closedBecause: row.closed_because,
  };
}
