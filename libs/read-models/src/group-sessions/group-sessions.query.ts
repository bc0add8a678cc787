import type { DistrictRows } from '../read-model.js';
import { selectRows, type Where } from '../rows-query.js';
import type { GroupRow, SessionRow } from './group-sessions.js';

/** Reads `group-sessions`. */
export class GroupQueries {
  constructor(private readonly db: DistrictRows) {}

  groups(
    district: string,
    where: Where,
    page: { after?: string | undefined; limit?: number } = {},
  ): Promise<GroupRow[]> {
    return selectRows<GroupRow>(this.db.of(district), 'groups', district, where, 'group_id', page);
  }

  async group(district: string, groupId: string): Promise<GroupRow | null> {
    return (await this.groups(district, { group_id: groupId }))[0] ?? null;
  }

  /** Sessions of one day (`on_date`) or group (`group_id`), by their id, which begins with the group and its time. */
  sessions(district: string, where: Where): Promise<SessionRow[]> {
    return selectRows<SessionRow>(this.db.of(district), 'sessions', district, where, 'session_id');
  }

  async countByStatus(district: string): Promise<Record<string, number>> {
    const { rows } = await this.db.of(district).query(
      `select status || case when late then '-late' else '' end as status, count(*)::int as n
       from rm.sessions where district_id = $1 group by 1`,
      [district],
    );
    return Object.fromEntries(rows.map((row) => [row.status as string, row.n as number]));
  }
}
