import pg from 'pg';
import { quiet } from '../postgres/pools.js';
import { storedEvidence } from './log-evidence.js';
import type { NoteVerifier } from './note.js';
import type { OutsideNote, OutsideNotes } from './outside-notes.js';
import { type Verdict, verifyLog } from './verify-log.js';

export type VerifyDistrictOptions = {
  url: string;
  district: string;
  verifier: NoteVerifier;
  outside: OutsideNotes;
};

/**
 * Verifies a district's log in a database, beside whoever writes to it: all is read from one snapshot. Throws
 * `DistrictNotFound`, and what the database or the place of the outside notes answers.
 */
export async function verifyDistrict(options: VerifyDistrictOptions): Promise<Verdict> {
  const { url, district, verifier, outside } = options;
  // Before the snapshot: so whatever a note speaks of is in it.
  const notes = await outsideNotes(outside, district);
  const pool = quiet(new pg.Pool({ connectionString: url, max: 1 }));
  try {
    const db = await pool.connect();
    try {
      await db.query('begin transaction isolation level repeatable read, read only');
      const stored = await storedEvidence(db, district);
      return await verifyLog({ ...stored, verifier, outside: notes });
    } finally {
      db.release(true); // ends the transaction with its connection
    }
  } finally {
    await pool.end();
  }
}

async function outsideNotes(outside: OutsideNotes, district: string): Promise<OutsideNote[]> {
  const notes: OutsideNote[] = [];
  for (const size of await outside.sizes(district))
    notes.push({ size, note: await outside.read(district, size) });
  return notes;
}
