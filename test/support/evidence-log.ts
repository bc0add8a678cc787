import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { StreamId } from '#domain/streams';
import { DistrictKeys } from '#event-store/district-keys';
import { originOf } from '#event-store/evidence/checkpoint-note';
import { FolderNotes } from '#event-store/evidence/folder-notes';
import { signerFromSeed } from '#event-store/evidence/note';
import { Sealer } from '#event-store/evidence/sealer';
import { verifyDistrict } from '#event-store/evidence/verify-district';
import { PostgresEventStore } from '#event-store/postgres/postgres-event-store';
import { noteBodies, request } from '../contracts/event-store.contract.js';
import { freshDatabase, type FreshDatabase } from './database.js';

export const masterKey = Buffer.alloc(32, 7);
export const keys = new DistrictKeys(masterKey);

const tables = ['events', 'log', 'streams', 'checkpoints', 'subscriptions'] as const;

/**
 * A district's log in a database of its own, its notes in a folder of its own, and a superuser's hand that may change
 * anything behind the application's back.
 */
export async function evidenceLog() {
  const database = await freshDatabase();
  await database.migrate();
  const folder = await mkdtemp(join(tmpdir(), 'aimline-notes-'));
  const outside = new FolderNotes(folder);
  const store = new PostgresEventStore({
    url: database.url,
    keys,
    bodies: noteBodies(database.url),
  });
  const db = new pg.Pool({ connectionString: database.superuserUrl ?? database.ownerUrl, max: 4 });
  db.on('error', () => undefined); // dropping the database ends what is still closing
  const said: string[] = [];
  const sealer = new Sealer({
    url: database.url,
    keys,
    outside,
    say: (line) => said.push(line),
  });
  const district = randomUUID();
  await store.foundDistrict(district);
  const logId = await logIdOf(db, district);
  const streams: StreamId[] = [
    `cycle/${randomUUID()}`,
    `group/${randomUUID()}`,
    `referral/${randomUUID()}`,
    `student/${randomUUID()}`,
  ];

  /** Commands of one, two and three events in turn, over four streams; returns the last position. */
  async function append(events: number): Promise<number> {
    const before = await store.head(district);
    for (let left = events, n = 0; left > 0; n += 1) {
      const count = Math.min(left, 1 + (n % 3));
      left -= count;
      await store.append(
        request(
          keys,
          { district, stream: streams[n % streams.length]! },
          {
            actor: { id: randomUUID(), role: n % 2 ? 'teacher' : 'specialist' },
            events: Array.from({ length: count }, (_, i) => ({
              type: i === 0 ? 'ProbeRecorded' : 'Noted',
              data: { week: n, score: 40 + i },
            })),
          },
        ),
      );
    }
    return before + events;
  }

  return {
    url: database.url,
    ownerUrl: database.ownerUrl,
    superuserUrl: database.superuserUrl,
    district,
    logId,
    streams,
    store,
    db,
    outside,
    folder,
    sealer,
    said,
    append,
    seal: () => sealer.seal(district, logId),
    verify: ({ quick = false, url = database.url } = {}) =>
      verifyDistrict({ url, district, verifier: signer().verifier, outside, quick }),
    /** Runs SQL with every trigger of the record switched off. */
    async behindItsBack(...sql: string[]): Promise<void> {
      const triggers = (on: string) =>
        `alter table es.events ${on} trigger user; alter table es.checkpoints ${on} trigger user;`;
      await db.query(
        `begin; ${triggers('disable')} ${sql.join(';')}; ${triggers('enable always').replaceAll(
          'enable always trigger user',
          'enable trigger user',
        )} commit`,
      );
    },
    /** Keeps the record as it is now; what is returned brings it back. */
    async keep(): Promise<() => Promise<void>> {
      const name = `kept_${randomUUID().slice(0, 8)}`;
      await db.query(
        `create schema ${name}; ${tables.map((t) => `create table ${name}.${t} as table es.${t}`).join(';')}`,
      );
      return () =>
        this.behindItsBack(
          ...tables.map(
            (t) => `delete from es.${t}; insert into es.${t} select * from ${name}.${t}`,
          ),
        );
    },
    async close(): Promise<void> {
      await sealer.stop();
      await store.close();
      await db.end();
      await dropped(database);
      await rm(folder, { recursive: true, force: true });
    },
  };

  function signer() {
    return signerFromSeed(originOf(district), keys.checkpointSeed(district));
  }
}

/** The superuser's sessions end a moment after their sockets, and the owner of the database cannot end them. */
export async function dropped(database: FreshDatabase): Promise<void> {
  for (let tries = 1; ; tries += 1)
    try {
      return await database.drop();
    } catch (error) {
      if (tries === 50) throw error;
      await pause(100);
    }
}

export type EvidenceLog = Awaited<ReturnType<typeof evidenceLog>>;

async function logIdOf(db: pg.Pool, district: string): Promise<number> {
  const { rows } = await db.query<{ log_id: number }>(
    'select log_id from es.log where district_id = $1',
    [district],
  );
  return rows[0]!.log_id;
}
