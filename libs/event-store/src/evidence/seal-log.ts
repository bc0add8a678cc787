import type { DestroyingFact } from '#domain/record-request/events';
import { genesis } from '../hash.js';
import { type LogCheckpoint, openCheckpoint, signCheckpoint } from './checkpoint-note.js';
import { chainHash, treeLeafHash } from './digests.js';
import { signDestruction } from './destruction-note.js';
import { linksOf, type Querier } from './links.js';
import type { NoteSigner } from './note.js';
import { OutsideNoteDiffers, type OutsideNotes } from './outside-notes.js';
import { RightEdge } from './right-edge.js';

export type Sealed = LogCheckpoint & { note: string };

/** The log does not go on from what was signed last: nothing more is signed until somebody has looked. */
export class LogNotContinued extends Error {
  constructor(
    readonly position: number,
    why: string,
  ) {
    super(`at position ${position} ${why}; \`aimline verify\` says more`);
    this.name = 'LogNotContinued';
  }
}

type Sealing = {
  /** In a transaction. */
  db: Querier;
  district: string;
  logId: number;
  signer: NoteSigner;
  outside: OutsideNotes;
};

/** A state of the tree that can be extended: what a checkpoint signs, and how to go on from it. */
type State = { edge: RightEdge; chainHash: Buffer };

const sealerLocks = 18_754;

/**
 * Signs the log as far as it goes, and keeps the note in the database and outside. Notes that are outside already, from a
 * transaction that did not come to its end, are taken in first, if they are of this log. Null if another process is at it.
 *
 * Throws `LogNotContinued`, `OutsideNoteDiffers`, and what the outside answers: without a copy outside there is no
 * checkpoint.
 */
export async function sealLog(sealing: Sealing): Promise<Sealed | null> {
  const { db, district, logId, signer, outside } = sealing;
  const { rows: lock } = await db.query<{ free: boolean }>(
    'select pg_try_advisory_xact_lock($1, $2) as free',
    [sealerLocks, logId],
  );
  if (!lock[0]!.free) return null;
  const { rows: log } = await db.query<{ head: number }>(
    'select last_pos as head from es.log where log_id = $1',
    [logId],
  );
  const { head } = log[0]!;
  const state = await lastState(sealing);
  const since = state.edge.size;
  await outside.keepKey(district, signer.verifier.text);
  const after = state.sealed ? state.edge.size : -1;
  for (const size of await outside.sizes(district, after)) {
    const note = await outside.read(district, size);
    if (size > head)
      throw new LogNotContinued(head + 1, `the log ends, but a note of ${size} events is outside`);
    const before = state.edge.size;
    await extend(sealing, state, size);
    const { root } = openCheckpoint(note, signer.verifier);
    if (!root.equals(state.edge.root()))
      throw new OutsideNoteDiffers(
        size,
        `${outside.where(district)} (from position ${before + 1} on)`,
      );
    await keep(sealing, state, note);
  }
  await keepDestructions(sealing, since, head);
  if (state.sealed && state.edge.size === head) return null;
  await extend(sealing, state, head);
  const checkpoint = { size: head, root: state.edge.root() };
  const note = signCheckpoint(signer, checkpoint);
  await keep(sealing, state, note);
  await outside.keep(district, { size: head, note });
  return { ...checkpoint, note };
}

type Row = { size: number; root: Buffer; edge: Buffer; note: string };

/** Where the last checkpoint stands; it must be one of ours, and the log must still hold what it was made of. */
async function lastState({ db, district, logId, signer }: Sealing) {
  const { rows } = await db.query<Row & { chain_hash: Buffer | null }>(
    `select c.size, c.root, c.edge, c.note, e.chain_hash
     from es.checkpoints c left join es.events e on e.log_id = c.log_id and e.pos = c.size
     where c.log_id = $1 order by c.size desc limit 1`,
    [logId],
  );
  const start = { edge: RightEdge.empty(), chainHash: genesis(district) };
  const last = rows[0];
  if (!last) return { ...start, sealed: false };
  const { size, root } = openCheckpoint(last.note, signer.verifier);
  const edge = RightEdge.of(last.size, last.edge);
  if (size !== last.size || !edge?.root().equals(root))
    throw new LogNotContinued(last.size, 'the last checkpoint was changed');
  if (size === 0) return { ...start, sealed: true };
  if (!last.chain_hash) throw new LogNotContinued(size, 'a checkpoint stands behind the log’s end');
  return { edge, chainHash: last.chain_hash, sealed: true };
}

/** Signs nothing that does not follow: positions without a gap, each event chained to the one before. */
async function extend({ db, logId }: Sealing, state: State, to: number): Promise<void> {
  if (to === state.edge.size) return;
  for await (const links of linksOf(db, logId, { after: state.edge.size, to }))
    for (const { position, leaf, chainHash: stored } of links) {
      if (position !== state.edge.size + 1)
        throw new LogNotContinued(state.edge.size + 1, 'there is no event');
      if (!chainHash(state.chainHash, leaf).equals(stored))
        throw new LogNotContinued(position, 'the event does not follow from the one before it');
      state.edge.append(treeLeafHash(leaf));
      state.chainHash = stored;
    }
  if (state.edge.size !== to) throw new LogNotContinued(state.edge.size + 1, 'there is no event');
}

/** Before the checkpoint, so that none that is covered by one is missing outside. */
async function keepDestructions(
  { db, district, logId, signer, outside }: Sealing,
  after: number,
  to: number,
): Promise<void> {
  const { rows } = await db.query<DestroyingRow>(
    `select pos::int as position, event_id as "eventId", subject_id as "subjectId", type, body from es.events
     where log_id = $1 and pos > $2 and pos <= $3 and type in ('RecordDestroyed', 'BodyExpunged') order by pos`,
    [logId, after, to],
  );
  for (const { position, eventId, subjectId, type, body } of rows) {
    const fact = { type, data: JSON.parse(body.toString('utf8')) as unknown } as DestroyingFact;
    const note = signDestruction(signer, { position, eventId, subjectId, fact });
    // What the domain has never said could not be said again; that the log goes on being signed matters more.
    if (note !== null) await outside.keepDestruction(district, { position, eventId, note });
  }
}

type DestroyingRow = {
  position: number;
  eventId: string;
  subjectId: string;
  type: DestroyingFact['type'];
  body: Buffer;
};

async function keep({ db, logId }: Sealing, { edge }: State, note: string): Promise<void> {
  await db.query('select es.keep_checkpoint($1, $2, $3, $4, $5)', [
    logId,
    edge.size,
    edge.root(),
    edge.bytes,
    note,
  ]);
}
