import { type LogCheckpoint, openCheckpoint } from './checkpoint-note.js';
import type { Findings } from './findings.js';
import { NoteRefused, type NoteVerifier } from './note.js';
import type { OutsideNote } from './outside-notes.js';
import { RightEdge } from './right-edge.js';

/** A row of `es.checkpoints`. */
export type StoredCheckpoint = LogCheckpoint & { edge: Buffer; note: string };

/** A state of the log that this key has signed, and who keeps it. */
export type Anchor = LogCheckpoint & { kept: 'in the database' | 'outside' };

export type CheckedNotes = {
  /** By size, ascending. */
  anchors: ReadonlyMap<number, readonly Anchor[]>;
  /** Where the tree can be taken up again, as the signed roots confirm it. */
  edges: ReadonlyMap<number, RightEdge>;
  largest: number;
  remarks: string[];
};

/** Step 1 of the verification: signatures, and that database and outside hold the same notes. */
export function checkNotes(
  stored: readonly StoredCheckpoint[],
  outside: readonly OutsideNote[],
  verifier: NoteVerifier,
  findings: Findings,
): CheckedNotes {
  const anchors = new Map<number, Anchor[]>();
  const edges = new Map<number, RightEdge>();
  const add = (anchor: Anchor) =>
    anchors.set(anchor.size, [...(anchors.get(anchor.size) ?? []), anchor]);
  for (const row of stored) {
    const signed = opened(row, 'es.checkpoints.note', verifier, findings);
    if (!signed) continue;
    add({ ...signed, kept: 'in the database' });
    const wrong = (column: string, what: string) =>
      findings.add(
        row.size,
        `es.checkpoints.${column}`,
        `The ${what} of the checkpoint of ${row.size} events is not the one that was signed.`,
      );
    const edge = RightEdge.of(row.size, row.edge);
    if (!signed.root.equals(row.root)) wrong('root', 'root');
    if (edge?.root().equals(signed.root)) edges.set(row.size, edge);
    else wrong('edge', 'right edge of the tree');
  }
  for (const note of outside) {
    const signed = opened(note, 'outside note', verifier, findings);
    if (signed) add({ ...signed, kept: 'outside' });
  }
  compareSizes(stored, outside, findings);
  const sizes = [...anchors.keys()].toSorted((a, b) => a - b);
  return {
    anchors: new Map(sizes.map((size) => [size, anchors.get(size)!])),
    edges,
    largest: sizes.at(-1) ?? 0,
    remarks: remarksOn(stored, outside),
  };
}

function opened(
  { size, note }: OutsideNote,
  check: string,
  verifier: NoteVerifier,
  findings: Findings,
): LogCheckpoint | null {
  try {
    const signed = openCheckpoint(note, verifier);
    if (signed.size === size) return signed;
    findings.add(size, check, `The note kept for ${size} events speaks of ${signed.size}.`);
  } catch (error) {
    if (!(error instanceof NoteRefused)) throw error;
    findings.add(size, check, `The note of ${size} events cannot be believed: ${error.message}.`);
  }
  return null;
}

/** A note is written outside before its row is committed: only the newest may be outside alone. */
function compareSizes(
  stored: readonly StoredCheckpoint[],
  outside: readonly OutsideNote[],
  findings: Findings,
): void {
  const inside = new Set(stored.map(({ size }) => size));
  const newest = Math.max(-1, ...inside);
  for (const { size } of outside)
    if (size < newest && !inside.has(size))
      findings.add(
        size,
        'es.checkpoints.size',
        `The checkpoint of ${size} events is kept outside and was taken out of the database.`,
      );
}

function remarksOn(stored: readonly StoredCheckpoint[], outside: readonly OutsideNote[]): string[] {
  if (stored.length + outside.length === 0)
    return ['No checkpoint was signed yet: nothing but the chain speaks for this log.'];
  const out = new Set(outside.map(({ size }) => size));
  const alone = stored.filter(({ size }) => !out.has(size)).length;
  return alone === 0
    ? []
    : [
        `${alone} of ${stored.length} notes are in the database alone: give the copies that you keep, or look for them.`,
      ];
}
