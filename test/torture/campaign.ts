import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { StreamId } from '#domain/streams';
import { DistrictKeys } from '#event-store/district-keys';
import { StoreUnavailable } from '#event-store/errors';
import { originOf } from '#event-store/evidence/checkpoint-note';
import { FolderNotes } from '#event-store/evidence/folder-notes';
import { signerFromSeed } from '#event-store/evidence/note';
import { Sealer } from '#event-store/evidence/sealer';
import { verifyDistrict } from '#event-store/evidence/verify-district';
import type { Verdict } from '#event-store/evidence/verify-log';
import { migrate } from '#event-store/migrate';
import { PostgresEventStore } from '#event-store/postgres/postgres-event-store';
import { pick, unit } from '#sandbox/random';
import { noteBodies } from '../contracts/event-store.contract.js';
import { type Answered, type Asked, judge, type Judged, type Seen } from './history.js';
import type { Given, Told } from './messages.js';
import { killableServer, type KillableServer } from './killable-server.js';

export type CampaignOptions = { kills: number; seed: number; say: (line: string) => void };

const blows = ['postmaster', 'backend', 'writer', 'writer', 'everything'] as const;
type Blow = (typeof blows)[number];

export type Report = Judged & {
  seed: number;
  kills: Readonly<Record<string, number>>;
  /** From the kill of PostgreSQL until it answered again. */
  recoveredMs: { median: number; worst: number } | null;
  verified: Pick<Verdict, 'matches' | 'events' | 'signed' | 'found'>;
};

const writers = 4;

/**
 * Writers append as fast as they can, a reader follows and a sealer signs, while PostgreSQL, its children and the writers are killed with
 * `kill -9` at moments that the seed chooses. At the end the log is held against everything that was asked, answered and seen.
 */
export async function campaign({ kills, seed, say }: CampaignOptions): Promise<Report> {
  const server = await killableServer(say);
  const folder = await mkdtemp(join(tmpdir(), 'aimline-torture-'));
  const masterKey = randomBytes(32);
  const { url, ownerUrl } = server;
  await migrate(ownerUrl, [], url);
  const keys = new DistrictKeys(masterKey);
  const store = new PostgresEventStore({ url, keys, bodies: noteBodies(url) });
  const district = randomUUID();
  await store.foundDistrict(district);
  const streams = Array.from({ length: 12 }, (): StreamId => `cycle/${randomUUID()}`);
  const outside = new FolderNotes(folder);
  const sealer = new Sealer({ url, keys, outside, say: () => undefined });
  sealer.start();
  const reader = new Reader(store, district);
  const crew = new Crew({ url, masterKey: masterKey.toString('hex'), district, streams });
  const done: Record<string, number> = {};
  const recovered: number[] = [];
  try {
    for (let n = 0; n < kills; n += 1) {
      await crew.fill();
      await pause(150 + 900 * unit(seed, 'pause', n));
      const blow = pick(blows, seed, 'blow', n);
      done[blow] = (done[blow] ?? 0) + 1;
      const took = await strike(blow, server, crew);
      if (took !== null) recovered.push(took);
      say(`kill ${n + 1} of ${kills}: ${blow}${took === null ? '' : `, back after ${took} ms`}`);
    }
    await crew.fill();
    await pause(1_000);
    await crew.end();
    await sealer.stop();
    const log = await wholeLog(store, district);
    await reader.end(log.length);
    const { verifier } = signerFromSeed(originOf(district), keys.checkpointSeed(district));
    const verdict = await verifyDistrict({ url, district, verifier, outside });
    const { matches, events, signed, found } = verdict;
    const judged = judge({ asked: crew.asked, answered: crew.answered, log, read: reader.seen });
    return {
      seed,
      kills: done,
      recoveredMs: spreadOf(recovered),
      ...judged,
      verified: { matches, events, signed, found },
    };
  } finally {
    await crew.end();
    await reader.end(0);
    await store.close();
    await server.stop();
    await rm(folder, { recursive: true });
  }
}

async function strike(blow: Blow, server: KillableServer, crew: Crew): Promise<number | null> {
  if (blow === 'writer' || blow === 'everything') crew.killOne();
  if (blow === 'writer') return null;
  const begun = performance.now();
  if (blow === 'backend') await killBackend(server.superuserUrl);
  else server.kill();
  await server.back();
  return Math.round(performance.now() - begun);
}

/** One of the server processes that serve a writer: PostgreSQL then ends all others and recovers. */
async function killBackend(superuserUrl: string): Promise<void> {
  const db = new pg.Client({ connectionString: superuserUrl });
  db.on('error', () => undefined); // it is among those that are ended
  await db.connect();
  const { rows } = await db.query<{ pid: number }>(
    `select pid from pg_stat_activity
     where backend_type = 'client backend' and query like '%es.append%' and pid <> pg_backend_pid() limit 1`,
  );
  if (rows[0]) process.kill(rows[0].pid, 'SIGKILL');
  await db.end().catch(() => undefined);
}

/** The writers, those that were killed included: what they told stays. */
class Crew {
  readonly asked: Asked[] = [];
  readonly answered: Answered[] = [];
  private readonly members: ChildProcess[] = [];
  private hired = 0;

  constructor(private readonly given: Omit<Given, 'name'>) {}

  /** New ones in the place of those that are gone. */
  async fill(): Promise<void> {
    while (this.members.length < writers) this.members.push(this.hire());
  }

  killOne(): void {
    this.members.shift()?.kill('SIGKILL');
  }

  /** Lets everybody finish the command at hand. */
  async end(): Promise<void> {
    const leaving = this.members.splice(0);
    await Promise.all(
      leaving.map(async (member) => {
        if (member.exitCode !== null || member.signalCode !== null) return;
        const gone = once(member, 'exit');
        member.send('stop');
        await gone;
      }),
    );
  }

  private hire(): ChildProcess {
    const name = `writer ${(this.hired += 1)}`;
    const given: Given = { ...this.given, name };
    const member = fork(join(import.meta.dirname, 'writer.js'), [JSON.stringify(given)]);
    member.on('message', (message) => {
      const told = message as Told;
      if ('asked' in told) this.asked.push({ ...told.asked, invoked: BigInt(told.asked.invoked) });
      else this.answered.push({ ...told.answered, at: BigInt(told.answered.at) });
    });
    return member;
  }
}

/** Reads the log as it grows, and remembers each event that it saw. */
class Reader {
  readonly seen: Seen[] = [];
  private until: number | null = null;
  private readonly reading: Promise<void>;

  constructor(
    private readonly store: PostgresEventStore,
    private readonly district: string,
  ) {
    this.reading = this.follow();
  }

  async end(last: number): Promise<void> {
    this.until ??= last;
    await this.reading;
  }

  private async follow(): Promise<void> {
    while (this.until === null || this.seen.length < this.until)
      try {
        const more = await page(this.store, this.district, this.seen.length);
        this.seen.push(...more);
        if (more.length === 0) await pause(5);
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        await pause(20);
      }
  }
}

async function wholeLog(store: PostgresEventStore, district: string): Promise<Seen[]> {
  const log: Seen[] = [];
  for (let more = await page(store, district, 0); more.length > 0;) {
    log.push(...more);
    more = await page(store, district, log.at(-1)!.position);
  }
  return log;
}

async function page(store: PostgresEventStore, district: string, after: number): Promise<Seen[]> {
  const events = await store.readLog(district, after, 1_000);
  return events.map(({ position, stream, version, commandId }) => ({
    position,
    stream,
    version,
    commandId,
  }));
}

function spreadOf(times: readonly number[]): Report['recoveredMs'] {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted.length === 0
    ? null
    : { median: sorted[Math.floor(sorted.length / 2)]!, worst: sorted.at(-1)! };
}
