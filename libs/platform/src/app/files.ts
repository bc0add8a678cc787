import { createHash } from 'node:crypto';
import type { Query } from './database.js';

/** Keeps an uploaded file under its content's hash, where any machine's worker can read it; the same bytes are kept once. */
export async function keepFile(query: Query, district: string, bytes: Buffer): Promise<string> {
  const hash = createHash('sha256').update(bytes).digest();
  await query(
    'insert into app.files (district_id, sha256, bytes) values ($1, $2, $3) on conflict do nothing',
    [district, hash, bytes],
  );
  return hash.toString('hex');
}

/** The bytes of a kept file by its hash in hex; null if they were never kept or are gone. */
export async function readKeptFile(
  query: Query,
  district: string,
  sha256: string,
): Promise<Buffer | null> {
  const { rows } = await query(
    'select bytes from app.files where district_id = $1 and sha256 = $2',
    [district, Buffer.from(sha256, 'hex')],
  );
  return (rows[0]?.bytes as Buffer | undefined) ?? null;
}
