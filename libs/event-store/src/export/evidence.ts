import { openCheckpoint } from '../evidence/checkpoint-note.js';
import { treeLeafHash } from '../evidence/digests.js';
import { linksOf, type Querier } from '../evidence/links.js';
import type { NoteVerifier } from '../evidence/note.js';
import { ProofGatherer } from './proof-gatherer.js';

type Note = { size: number; note: string };

export type ExportEvidence = {
  from: Note | null;
  to: Note;
  /** The signed root at `to`. */
  root: Buffer;
  consistency: readonly Buffer[];
  /** Of the event at a position that was asked for. */
  inclusion: (position: number) => Buffer[];
};

/** The log cannot be exported as it stands: nobody could check what was written. */
export class NotProvable extends Error {
  constructor(
    readonly code: 'not-signed' | 'log-differs',
    why: string,
  ) {
    super(why);
    this.name = 'NotProvable';
  }
}

/**
 * The two notes that frame these events, and the proofs between them, from one pass over the log's links. Throws `NotProvable`, and
 * `NoteRefused` for a note that this key has not signed.
 *
 * @param positions ascending
 */
export async function evidenceFor(
  db: Querier,
  logId: number,
  positions: readonly number[],
  verifier: NoteVerifier,
): Promise<ExportEvidence> {
  const first = positions[0]!;
  const last = positions.at(-1)!;
  const { rows } = await db.query<{ size: string; note: string }>(
    'select size::text, note from es.checkpoints where log_id = $1 order by size',
    [logId],
  );
  const notes = rows.map(({ size, note }) => ({ size: Number(size), note }));
  const to = notes.find(({ size }) => size >= last);
  if (!to) throw new NotProvable('not-signed', `no signed note covers position ${last} yet`);
  // The last one before the student's first event; failing that the oldest, which still shows that the log only grew.
  const older = notes.filter(({ size }) => size > 0 && size < to.size);
  const from = older.findLast(({ size }) => size < first) ?? older[0] ?? null;

  const indices = positions.map((position) => position - 1);
  const tree = new ProofGatherer(to.size, indices, from ? [from.size] : []);
  let at = 0;
  for await (const links of linksOf(db, logId, { after: 0, to: to.size }))
    for (const { position, leaf } of links) {
      at += 1;
      if (position !== at) throw new NotProvable('log-differs', `there is no event at ${at}`);
      tree.append(treeLeafHash(leaf));
    }
  const { root } = openCheckpoint(to.note, verifier);
  if (at !== to.size || !tree.root().equals(root))
    throw new NotProvable('log-differs', `the log is not the one that was signed at ${to.size}`);
  return {
    from,
    to,
    root,
    consistency: from ? tree.consistencyProof(from.size) : [],
    inclusion: (position) => tree.inclusionProof(position - 1),
  };
}
