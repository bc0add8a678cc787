import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Recorded } from '#domain/decider';
import type { Bodies } from '../bodies.js';
import { DistrictNotFound } from '../errors.js';
import { genesis } from '../hash.js';
import { LogPool } from '../postgres/pools.js';
import { Checkpoint } from './checkpoint.js';
import { LogReader } from './log-reader.js';
import { LeaseLost, type Tx } from './subscriber.js';

/** One projector's rows of one district. */
export type ProjectionRef = { url: string; name: string; district: string };

export type RebuildOptions = ProjectionRef & {
  bodies: Bodies;
  /** Removes the district's rows. */
  clear: (tx: Tx) => Promise<void>;
  /** As the projector does it, batch by batch, from the first event on. */
  apply: (events: readonly Recorded[], tx: Tx) => Promise<void>;
  /** Events of one batch; a command is never split. */
  batch?: number;
};

const leaseMs = 10_000;

/**
 * Makes a projector's rows of one district anew from the whole log, in one transaction with its checkpoint: readers see
 * the old rows until the new ones are all there, and a failure leaves the old ones. The lease is taken from the running
 * projector first, so that nothing else writes; it goes on from the new checkpoint. Returns the number of events.
 */
export function rebuildProjection(options: RebuildOptions): Promise<number> {
  return holdingTheLease(options, (pool, checkpoint, lost) =>
    inOneTransaction(pool, checkpoint, options, lost),
  );
}

/**
 * Changes some of a projector's rows in one transaction while it stands still at `position`, which all its rows have
 * reached and none has passed.
 */
export function mendProjection(
  ref: ProjectionRef,
  mend: (tx: Tx, position: number) => Promise<void>,
): Promise<void> {
  return holdingTheLease(ref, async (pool, checkpoint) => {
    const { position, chainHash } = checkpoint;
    const tx = await pool.of(checkpoint.logId).connect();
    try {
      await tx.query('begin');
      await mend(tx as Tx, position);
      await checkpoint.advance(tx, position, chainHash); // throws if the lease was lost meanwhile
      await tx.query('commit');
    } catch (error) {
      await tx.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      tx.release();
    }
  });
}

/** Takes the projector's lease from whoever holds it, keeps it for as long as the work takes, and lets it go. */
async function holdingTheLease<T>(
  { url, name, district }: ProjectionRef,
  work: (pool: LogPool, checkpoint: Checkpoint, lost: AbortSignal) => Promise<T>,
): Promise<T> {
  const pool = new LogPool(url, { max: 3 });
  try {
    const logId = await logIdOf(pool, district);
    const checkpoint = new Checkpoint(name, district, logId, randomUUID(), leaseMs);
    const own = pool.of(logId);
    await checkpoint.seize(own);
    const lost = new AbortController();
    const renew = setInterval(() => {
      checkpoint.renew(own).then(
        (ours) => void (ours || lost.abort(new LeaseLost(name))),
        () => undefined,
      );
    }, leaseMs / 3);
    try {
      return await work(pool, checkpoint, lost.signal);
    } finally {
      clearInterval(renew);
      await checkpoint.release(own).catch(() => undefined); // it runs out by itself
    }
  } finally {
    await pool.end();
  }
}

/** Throws `DistrictNotFound`. */
export async function logIdOf(pool: LogPool, district: string): Promise<number> {
  const { rows } = await pool.any.query<{ log_id: number }>(
    'select log_id from es.log where district_id = $1',
    [district],
  );
  if (!rows[0]) throw new DistrictNotFound(district);
  return rows[0].log_id;
}

async function inOneTransaction(
  pool: LogPool,
  checkpoint: Checkpoint,
  { bodies, clear, apply, batch = 1_000 }: RebuildOptions,
  lost: AbortSignal,
): Promise<number> {
  const reader = new LogReader(pool, bodies);
  const { logId, district, name } = checkpoint;
  // Reads along from the beginning; the checkpoint itself stays where it is until the end.
  const along = new Checkpoint(name, district, logId, '', 0);
  along.moved(0, genesis(district));
  const tx = await pool.of(logId).connect();
  try {
    await tx.query('begin');
    await clear(tx as Tx);
    const head = await headOf(tx, logId);
    while (along.position < head) {
      lost.throwIfAborted();
      const next = await reader.next(along, batch, head);
      if (!next) break;
      await apply(next.events, tx as Tx);
      along.moved(next.last, next.chainHash);
    }
    await checkpoint.advance(tx, along.position, along.chainHash);
    await tx.query('commit');
    return along.position;
  } catch (error) {
    await tx.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    tx.release();
  }
}

async function headOf(db: pg.PoolClient, logId: number): Promise<number> {
  const { rows } = await db.query<{ head: number }>(
    'select last_pos as head from es.log where log_id = $1',
    [logId],
  );
  return rows[0]!.head;
}
