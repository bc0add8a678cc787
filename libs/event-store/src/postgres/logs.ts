import type pg from 'pg';
import type { Instant } from '#domain/time';
import { DistrictNotFound } from '../errors.js';
import type { DistrictLog } from '../event-store.js';
import { refuseOtherMode } from '../founding.js';
import { genesis } from '../hash.js';

/** Which log is whose. A district keeps its log's number for ever, so it is asked for once. */
export class DistrictLogs {
  private readonly known = new Map<string, Promise<number>>();

  constructor(private readonly pool: pg.Pool) {}

  /** Asked once at a time, so that commands of one moment keep their order. */
  idOf(district: string): Promise<number> {
    let id = this.known.get(district);
    if (!id) {
      id = this.lookUp(district);
      this.known.set(district, id);
      id.catch(() => this.known.delete(district));
    }
    return id;
  }

  private async lookUp(district: string): Promise<number> {
    const { rows } = await this.pool.query<{ log_id: number }>(
      'select log_id from es.log where district_id::text = $1',
      [district],
    );
    if (!rows[0]) throw new DistrictNotFound(district);
    return rows[0].log_id;
  }

  async all(): Promise<(DistrictLog & { logId: number })[]> {
    const { rows } = await this.pool.query<{ district: string; sandbox: boolean; logId: number }>(
      `select district_id as district, stepped_now is not null as sandbox, log_id as "logId"
       from es.log order by log_id`,
    );
    return rows;
  }

  async found(district: string, sandbox?: { startsAt: Instant }): Promise<void> {
    const { rows } = await this.pool.query<{ sandbox: boolean }>(
      'select es.found_district($1, $2, $3) as sandbox',
      [district, genesis(district), sandbox?.startsAt ?? null],
    );
    refuseOtherMode(district, rows[0]!.sandbox, sandbox !== undefined);
  }
}
