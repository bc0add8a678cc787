import { onLog } from '../postgres/on-log.js';
import { linksOf } from './links.js';
import {
  rowsOf,
  storedCounts,
  storedDestructions,
  storedEvidence,
  storedStreams,
} from './log-evidence.js';
import type { NoteVerifier } from './note.js';
import type { NotesSetAside, OutsideNote, OutsideNotes } from './outside-notes.js';
import { verifyLinks } from './verify-links.js';
import { type Verdict, verifyLog } from './verify-log.js';

export type VerifyDistrictOptions = {
  url: string;
  district: string;
  verifier: NoteVerifier;
  outside: OutsideNotes;
  /** Positions, chain and signed notes alone: {@link verifyLinks}. */
  quick?: boolean;
};

/**
 * Verifies a district's log in a database, beside whoever writes to it: all is read from one snapshot. Throws
 * `DistrictNotFound`, and what the database or the place of the outside notes answers.
 */
export async function verifyDistrict(options: VerifyDistrictOptions): Promise<Verdict> {
  const { url, district, verifier, outside, quick = false } = options;
  // Before the snapshot: so whatever a note speaks of is in it.
  const notes = await outsideNotes(outside, district);
  const asides = await outside.asides(district);
  return onLog(url, district, 'snapshot', async ({ db, logId }) => {
    const stored = await storedEvidence(db, district, logId);
    const beside = { ...stored, verifier, outside: notes };
    if (quick)
      return remarking(asides, await verifyLinks({ ...beside, batches: linksOf(db, logId) }));
    const streams = await storedStreams(db, logId);
    const destroyed = await storedDestructions(db, logId);
    const counts = await storedCounts(db, logId);
    const batches = rowsOf(db, logId);
    return remarking(asides, await verifyLog({ ...beside, streams, destroyed, counts, batches }));
  });
}

/** A restore is nothing wrong, and never silent. */
function remarking(asides: readonly NotesSetAside[], verdict: Verdict): Verdict {
  const restored = asides.map(
    ({ after, upTo, notes, at, where }) =>
      `On ${at} the log was taken back to ${after} events by a restore. ` +
      `The notes of up to ${upTo} events (${notes}) were put aside in ${where}: what they alone spoke of was lost then.`,
  );
  return { ...verdict, remarks: [...verdict.remarks, ...restored] };
}

export async function outsideNotes(
  outside: OutsideNotes,
  district: string,
): Promise<OutsideNote[]> {
  const notes: OutsideNote[] = [];
  for (const size of await outside.sizes(district))
    notes.push({ size, note: await outside.read(district, size) });
  return notes;
}
