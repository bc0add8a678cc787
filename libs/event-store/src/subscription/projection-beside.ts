import type pg from 'pg';
import { LogPool } from '../postgres/pools.js';
import { logIdOf, type ProjectionRef } from './rebuild.js';
import type { Tx } from './subscriber.js';

/**
 * Looks at a projector's rows from the side, while it goes on: each look is one snapshot, in which its checkpoint and its
 * rows belong together. What a look writes is never kept. One connection, so temporary tables last from look to look.
 */
export class ProjectionBeside {
  private constructor(
    private readonly pool: LogPool,
    private readonly connection: pg.PoolClient,
    readonly logId: number,
    private readonly name: string,
  ) {}

  static async open({ url, name, district }: ProjectionRef): Promise<ProjectionBeside> {
    const pool = new LogPool(url, { max: 1 });
    try {
      const logId = await logIdOf(pool, district);
      return new ProjectionBeside(pool, await pool.of(logId).connect(), logId, name);
    } catch (error) {
      await pool.end();
      throw error;
    }
  }

  /** Outside any look: for what later looks find, such as temporary tables. */
  get tx(): Tx {
    return this.connection as Tx;
  }

  /** @param at is given the position that all rows have reached and none has passed; 0 before the projector's first start */
  async look<T>(at: (tx: Tx, position: number) => Promise<T>): Promise<T> {
    await this.connection.query('begin isolation level repeatable read');
    try {
      const { rows } = await this.connection.query<{ pos: number }>(
        'select pos from es.subscriptions where name = $1 and log_id = $2',
        [this.name, this.logId],
      );
      return await at(this.tx, rows[0]?.pos ?? 0);
    } finally {
      await this.connection.query('rollback').catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    this.connection.release();
    await this.pool.end();
  }
}
