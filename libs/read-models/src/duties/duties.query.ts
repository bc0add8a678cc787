import type { Actor } from '#domain/decider';
import type { DutyKind } from '#domain/obligation';
import type { StreamId } from '#domain/streams';
import type { DistrictRows } from '../read-model.js';
import type { DutyRow } from './duties.js';

/** For whom an inbox is shown. */
export type InboxOf = {
  staffId: string;
  role: Actor['role'];
  /** Schools whose role-owned duties are theirs; null = every school. */
  schoolIds: readonly string[] | null;
};

/** Reads `duties`. Positions are those of the district's log. */
export class DutyQueries {
  constructor(private readonly db: DistrictRows) {}

  /**
   * Streams whose workflow has something to learn from what changed after one position, up to another. A live district's
   * workflow has timers to set, so every change counts. A sandbox's clock is stepped and nothing ticks there: a workflow
   * is woken where a process has begun, where it owes nothing any more, and where a rung is due.
   */
  async streamsToWake(district: string, after: number, upTo: number): Promise<StreamId[]> {
    const { rows } = await this.db.of(district).query(
      `with changed as (
         select stream from rm.duties where district_id = $1 and from_pos > $2 and from_pos <= $3
         union
         select stream from rm.duties where district_id = $1 and to_pos > $2 and to_pos <= $3),
       seen as (
         select stream, rung_at, from_pos <= $2 as stood from rm.duties
         where district_id = $1 and to_pos is null and stream in (select stream from changed)
         union all
         select stream, null, from_pos <= $2 from rm.duties where district_id = $1 and to_pos > $2),
       streams as (
         select stream, min(rung_at) as next, bool_or(stood) as stood
         from changed join seen using (stream) group by stream)
       select stream from streams
       where not exists (select from es.log where district_id = $1 and stepped_now is not null)
          or next is null or not stood or next <= ${districtNow}`,
      [district, after, upTo],
    );
    return rows.map((row) => row.stream as StreamId);
  }

  /** Streams with a rung that is due by the district's clock, each with its nearest: all of them, or those among some. */
  async rungsDue(
    district: string,
    among: readonly StreamId[] | null = null,
  ): Promise<Map<StreamId, { key: string; kind: DutyKind }>> {
    if (among?.length === 0) return new Map();
    const { rows } = await this.db.of(district).query(
      `select distinct on (stream) stream, rung_key as key, kind from rm.duties
       where district_id = $1 and to_pos is null and rung_at <= ${districtNow}
         and ($2::text[] is null or stream = any($2))
       order by stream, rung_at, rm.duties.key`,
      [district, among],
    );
    return new Map(
      rows.map(({ stream, key, kind }) => [
        stream as StreamId,
        { key: key as string, kind: kind as DutyKind },
      ]),
    );
  }

  /** How many rungs are due and not yet taken: 0 when the engine has done all that it owes. */
  async due(district: string): Promise<number> {
    const { rows } = await this.db.of(district).query(
      `select count(*)::int as due from rm.duties
       where district_id = $1 and to_pos is null and rung_at <= ${districtNow}`,
      [district],
    );
    return rows[0]!.due as number;
  }

  /** How many duties are past their due instant. */
  async overdue(district: string): Promise<number> {
    const { rows } = await this.db.of(district).query(
      `select count(*)::int as overdue from rm.duties
       where district_id = $1 and to_pos is null and due_at <= ${districtNow}`,
      [district],
    );
    return rows[0]!.overdue as number;
  }

  /** The next moment at which anything falls due, or null. */
  async nextDueAt(district: string): Promise<string | null> {
    const { rows } = await this.db
      .of(district)
      .query(`select min(rung_at) as at from rm.duties where district_id = $1 and to_pos is null`, [
        district,
      ]);
    return (rows[0]?.at as string | null) ?? null;
  }

  /** What a person owes, as it stood at a position (default: now), by due moment. */
  async inbox(district: string, of: InboxOf, knownAt: number | null = null): Promise<DutyRow[]> {
    const { rows } = await this.db.of(district).query(
      `select to_jsonb(d) - 'district_id' as row from rm.duties d
       where district_id = $1
         and (case when $5::bigint is null then to_pos is null
              else from_pos <= $5 and (to_pos is null or to_pos > $5) end)
         and ((owner_kind = 'staff' and owner_staff_id = $2)
           or (owner_kind = 'role' and owner_role = $3
               and (owner_school_id is null or $4::text[] is null or owner_school_id = any($4))))
       order by due_at, key`,
      [district, of.staffId, of.role, of.schoolIds, knownAt],
    );
    return rows.map((r) => r.row as DutyRow);
  }

  /** What some processes owe, as it stood at a position (default: now), by due moment. */
  async of(
    district: string,
    streams: readonly string[],
    knownAt: number | null = null,
  ): Promise<DutyRow[]> {
    const { rows } = await this.db.of(district).query(
      `select to_jsonb(d) - 'district_id' as row from rm.duties d
       where district_id = $1 and stream = any($2)
         and (case when $3::bigint is null then to_pos is null
              else from_pos <= $3 and (to_pos is null or to_pos > $3) end)
       order by due_at, key`,
      [district, streams, knownAt],
    );
    return rows.map((r) => r.row as DutyRow);
  }

  /** The open duties of a process, or of everything that concerns a student. */
  async next(
    district: string,
    of: { stream: string } | { studentId: string },
    knownAt: number | null = null,
  ): Promise<DutyRow[]> {
    const [column, value] = 'stream' in of ? ['stream', of.stream] : ['student_id', of.studentId];
    const { rows } = await this.db.of(district).query(
      `select to_jsonb(d) - 'district_id' as row from rm.duties d
       where district_id = $1 and ${column} = $2
         and (case when $3::bigint is null then to_pos is null
              else from_pos <= $3 and (to_pos is null or to_pos > $3) end)
       order by due_at, key`,
      [district, value, knownAt],
    );
    return rows.map((r) => r.row as DutyRow);
  }
}

/** The district's own clock as ISO text, as rungs are kept: a sandbox's is stepped. */
const districtNow = `(select to_char(coalesce(stepped_now, clock_timestamp()) at time zone 'UTC',
  'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') collate "C" from es.log where district_id = $1)`;
