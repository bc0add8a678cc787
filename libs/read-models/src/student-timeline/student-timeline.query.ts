import type { DistrictRows } from '../read-model.js';
import type { TimelineRow } from './student-timeline.js';

/** Reads `student-timeline`. */
export class TimelineQueries {
  constructor(private readonly db: DistrictRows) {}

  /** A student's facts as known at a position (null: now), in the order of the log, a page at a time. */
  async of(
    district: string,
    studentId: string,
    {
      knownAt = null,
      after = 0,
      limit = 1000,
    }: { knownAt?: number | null; after?: number; limit?: number } = {},
  ): Promise<TimelineRow[]> {
    const { rows } = await this.db.of(district).query(
      `select to_jsonb(t) - 'district_id' as row from rm.student_timeline t
       where district_id = $1 and student_id = $2 and position > $3 and ($4::bigint is null or position <= $4)
       order by position limit $5`,
      [district, studentId, after, knownAt, limit],
    );
    return rows.map(({ row }) => row as TimelineRow);
  }
}
