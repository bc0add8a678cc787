import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { quiet } from '#event-store/postgres/pools';
import { rivalFolder } from './install.js';

type Event = { type: string; data: object };

/** What of emmett-postgresql 0.42 is measured. */
type Emmett = {
  getPostgreSQLEventStore(
    url: string,
    options: { connectionOptions: { pooled: true; pool: pg.Pool } },
  ): EmmettStore;
  postgreSQLRawBatchSQLProjection(options: {
    name: string;
    canHandle: string[];
    init: () => unknown;
    evolve: (events: readonly Event[]) => unknown[];
  }): unknown;
  rebuildPostgreSQLProjections(options: {
    connectionString: string;
    projections: unknown[];
    pulling: { batchSize: number };
  }): { start(): Promise<void>; close(): Promise<void> };
};
type EmmettStore = {
  appendToStream(
    stream: string,
    events: Event[],
    options: { expectedStreamVersion: bigint | 'STREAM_DOES_NOT_EXIST' },
  ): Promise<{ nextExpectedStreamVersion: bigint }>;
  readStream(stream: string): Promise<{ events: Event[] }>;
  schema: { migrate(): Promise<unknown> };
  close(): Promise<void>;
};
type Dumbo = { SQL(strings: TemplateStringsArray, ...values: unknown[]): unknown };

/** emmett on a database of its own, with a connection for each caller. */
export async function emmettOn(url: string, connections: number) {
  const folder = await rivalFolder('@event-driven-io/emmett-postgresql');
  const load = (of: string) => import(pathToFileURL(join(of, 'dist', 'index.js')).href);
  const emmett = (await load(folder)) as Emmett;
  const { SQL } = (await load(join(folder, '..', 'dumbo'))) as Dumbo;
  const pool = quiet(new pg.Pool({ connectionString: url, max: connections }));
  const store = emmett.getPostgreSQLEventStore(url, { connectionOptions: { pooled: true, pool } });
  await store.schema.migrate();

  return {
    store,
    /** Counts the events of a type, a statement a batch: as light as a projection can be. */
    async rebuildLight(type: string, batchSize: number): Promise<void> {
      const projection = emmett.postgreSQLRawBatchSQLProjection({
        name: `light_${batchSize}`,
        canHandle: [type],
        init: () => SQL`create table if not exists light (n bigint)`,
        evolve: (events) => [SQL`insert into light values (${events.length})`],
      });
      const consumer = emmett.rebuildPostgreSQLProjections({
        connectionString: url,
        projections: [projection],
        pulling: { batchSize },
      });
      await consumer.start();
      await consumer.close();
    },
    async close() {
      await store.close();
      await pool.end();
    },
  };
}
