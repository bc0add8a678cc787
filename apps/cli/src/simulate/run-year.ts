import { openRecord } from '#event-store/record';
import { Database } from '#platform/app/database';
import type { AimlineHome } from '#platform/services/aimline-home';
import { masterKeyOf } from '../master-key.js';
import type { RunningTree } from '../up/for-duration.js';
import { foundLindenfield } from './founding.js';
import { Http } from './http.js';
import type { YearOptions } from './options.js';
import { measure } from './summary/measure.js';
import type { Wakes } from './summary/wakes.js';
import type { Summary } from './summary/summary.js';
import { liveTheYear, type Spent } from './year.js';

export type LivedYear = {
  summary: Summary;
  /** Null: too many runs to count. */
  wakes: Wakes | null;
  district: string;
  /** Seconds of founding, of living and of measuring. */
  seconds: { founding: number; living: number; measuring: number };
  spent: Spent;
  http: { calls: number; retries: number };
  /** Commands that a rule stood against, by act and rule. */
  refused: Record<string, number>;
};

/** Founds Lindenfield on a running Aimline and lives its school year. */
export async function runYear(
  home: AimlineHome,
  tree: RunningTree,
  options: YearOptions,
  say: (line: string) => void,
): Promise<LivedYear> {
  const { databaseUrl } = await tree.services();
  const record = openRecord(databaseUrl, await masterKeyOf(home));
  const db = new Database(databaseUrl);
  const { query } = db;
  const http = new Http(() => tree.url);
  const start = performance.now();
  try {
    const world = await foundLindenfield({ ...options, record, query, databaseUrl, http, say });
    const founded = performance.now();
    try {
      const lived = await liveTheYear(world, {
        until: options.until,
        week: async (monday, schoolDays) => {
          const head = await record.store.head(world.district).catch(() => null);
          const { cycles, groups, referrals } = world.memory;
          say(
            `week of ${monday}: school day ${schoolDays}, ${head ?? '?'} events, ${cycles.size} cycles, ` +
              `${groups.size} groups, ${referrals.size} referrals (${seconds(founded)} s)`,
          );
        },
      });
      const ended = performance.now();
      const { temporalAddress: address, namespace } = await tree.services();
      const { summary, wakes } = await measure(
        { district: world.district, store: record.store, db, temporal: { address, namespace } },
        {
          students: options.students,
          schoolDays: lived.schoolDays,
          wallSeconds: (ended - start) / 1_000,
        },
      );
      return {
        summary,
        wakes,
        district: world.district,
        seconds: {
          founding: (founded - start) / 1_000,
          living: (ended - founded) / 1_000,
          measuring: (performance.now() - ended) / 1_000,
        },
        spent: lived.spent,
        http: { calls: http.calls, retries: http.retries },
        refused: Object.fromEntries(world.memory.refused),
      };
    } finally {
      await world.clock.close();
    }
  } finally {
    await record.store.close();
    await db.close();
  }
}

const seconds = (since: number) => Math.round((performance.now() - since) / 1_000);
