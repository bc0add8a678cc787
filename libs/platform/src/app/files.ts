import { createHash, hkdfSync, type KeyObject } from 'node:crypto';
import { keyOf, openBytes, sealBytes } from '#event-store/vault/sealed-box';
import type { Query } from './database.js';

/** How long a file waits for somebody to confirm its import; after that it must be uploaded again. */
export const daysKept = 30;

/**
 * Uploaded files, where any machine's worker can read them, until they have become facts. They hold whole rosters, so they lie sealed
 * under a key that comes from the master key, bound to district and content, and are forgotten as soon as their import is at its end.
 */
export class KeptFiles {
  private readonly key: KeyObject;

  constructor(
    private readonly query: Query,
    masterKey: Buffer,
  ) {
    this.key = keyOf(Buffer.from(hkdfSync('sha256', masterKey, '', 'aimline/files', 32)));
  }

  /**
   * Keeps a file under its content's hash, which it returns in hex; the same bytes are kept once, and sealed anew: what lies there may be in
   * clear from before files were sealed, or under another master key.
   */
  async keep(district: string, bytes: Buffer): Promise<string> {
    const hash = createHash('sha256').update(bytes).digest();
    const sealed = sealBytes(this.key, bound(district, hash), bytes);
    await this.query(
      `insert into app.files (district_id, sha256, bytes) values ($1, $2, $3)
       on conflict (district_id, sha256) do update set bytes = excluded.bytes, created_at = now()`,
      [district, hash, sealed],
    );
    return hash.toString('hex');
  }

  /** The bytes of a file by its hash in hex; null if they were never kept or are gone. */
  async read(district: string, sha256: string): Promise<Buffer | null> {
    const hash = Buffer.from(sha256, 'hex');
    const { rows } = await this.query(
      'select bytes from app.files where district_id = $1 and sha256 = $2',
      [district, hash],
    );
    const sealed = rows[0]?.bytes as Buffer | undefined;
    return sealed ? openBytes(this.key, bound(district, hash), sealed) : null;
  }

  /** For files whose import is at its end. */
  async forget(district: string, hashes: readonly string[]): Promise<void> {
    await this.query('delete from app.files where district_id = $1 and sha256 = any($2)', [
      district,
      hashes.map((sha256) => Buffer.from(sha256, 'hex')),
    ]);
  }

  /** Forgets what nobody came back for: held imports that nobody confirmed, bytes that no import names. */
  async sweep(): Promise<void> {
    await this.query(
      `delete from app.files where created_at < now() - make_interval(days => ${daysKept})`,
    );
  }
}

const bound = (district: string, hash: Buffer) => `${district}\n${hash.toString('hex')}`;
