import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import {
  startEmbeddedPostgres,
  stopEmbeddedPostgres,
  superuserUrl,
} from '#platform/services/embedded-postgres';
import { startServices } from '#platform/services/start-services';
import { throwAwayHome } from '../support/throw-away-home.js';

export type KillableServer = {
  /** As what the application logs in. */
  url: string;
  ownerUrl: string;
  superuserUrl: string;
  /** `kill -9` of the postmaster; its children notice by themselves. */
  kill(): void;
  /** Resolves when it answers again; a postmaster that is gone is started anew. */
  back(): Promise<void>;
  stop(): Promise<void>;
};

/** A PostgreSQL in a home of its own, without anybody who would watch over it. */
export async function killableServer(say: (line: string) => void): Promise<KillableServer> {
  const home = await throwAwayHome();
  const env = {
    ...process.env,
    DATABASE_URL: undefined,
    DATABASE_MIGRATION_URL: undefined,
    TEMPORAL_ADDRESS: undefined,
  };
  const quietly = () => undefined;
  const need = { home, say: quietly, need: ['postgres' as const], command: 'torture', env };
  const services = await startServices(need);
  const url = services.databaseUrl;
  const { port, pathname } = new URL(url);
  const superuser = await superuserUrl(home, Number(port), pathname.slice(1));
  let server = (await startEmbeddedPostgres(home, quietly)).process; // adopts the one that runs
  let killed = false;
  say(`PostgreSQL on port ${port}`);
  return {
    url,
    ownerUrl: services.migrationUrl,
    superuserUrl: superuser,
    kill() {
      process.kill(server.pid, 'SIGKILL');
      killed = true;
    },
    async back() {
      if (killed) server = (await startEmbeddedPostgres(home, quietly)).process;
      killed = false;
      while (!(await answers(superuser))) await pause(20);
    },
    async stop() {
      await stopEmbeddedPostgres(server, say);
      await services.stop();
      await home.remove();
    },
  };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
