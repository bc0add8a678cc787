import type pg from 'pg';
import { DistrictLogs } from './logs.js';
import { LogPool } from './pools.js';

/** Answers of one district's rows, and of what is nobody's. */
export type DistrictQuery = {
  query: (text: string, values?: unknown[]) => Promise<{ rows: Record<string, unknown>[] }>;
};

/**
 * Reads of views: row security shows a connection the rows of the district that it was told, as it does in the record. Whoever
 * asks names the district, and its connections have been told so; no other district's rows can come along, whatever a query forgot.
 */
export class DistrictPool {
  private readonly pool: LogPool;
  private readonly logs: DistrictLogs;

  constructor(url: string, config: pg.PoolConfig = {}) {
    this.pool = new LogPool(url, config);
    this.logs = new DistrictLogs(this.pool.any);
  }

  /** Throws `DistrictNotFound`, at the first question, if it was never founded. */
  of(district: string): DistrictQuery {
    return {
      query: async (text, values) => {
        const logId = await this.logs.idOf(district);
        return this.pool.of(logId).query<Record<string, unknown>>(text, values);
      },
    };
  }

  async districts(): Promise<readonly string[]> {
    return (await this.logs.all()).map(({ district }) => district);
  }

  /** What is no district's: schema `app`, heads of logs. */
  readonly query: DistrictQuery['query'] = (text, values) =>
    this.pool.any.query<Record<string, unknown>>(text, values);

  end(): Promise<void> {
    return this.pool.end();
  }
}
