import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { Actor } from '#domain/decider';
import type { StreamId } from '#domain/streams';
import { jcs } from './jcs.js';

/**
 * One MAC key a district, derived from the installation's master key. Commands and claims are kept as HMACs: a plain
 * digest of a score or of "one open cycle for this student" could be guessed, and would outlive destruction.
 */
export class DistrictKeys {
  private readonly derived = new Map<string, KeyObject>();

  /** @param master the bytes of AIMLINE_MASTER_KEY, at least 32 */
  constructor(private readonly master: Buffer) {
    if (master.length < 32)
      throw new Error('AIMLINE_MASTER_KEY is too short: give at least 32 random bytes');
  }

  /** The mark of a command's content: what was asked, of which streams, by whom; never the time of the try. */
  commandMac(
    district: string,
    command: { type: string; data: object; actor: Actor },
    streams: readonly StreamId[],
  ): Buffer {
    const { type, data, actor } = command;
    return this.hmac(district, 'command', jcs({ type, streams, data, actor }));
  }

  claimMac(district: string, claim: string): Buffer {
    return this.hmac(district, 'claim', claim);
  }

  /** The secret half of the Ed25519 key that signs the district's checkpoints: the 32 bytes of RFC 8032. */
  checkpointSeed(district: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.master, '', `aimline/${district}/checkpoint`, 32));
  }

  private hmac(district: string, purpose: string, text: string): Buffer {
    const name = `aimline/${district}/${purpose}`;
    let key = this.derived.get(name);
    if (!key) {
      key = createSecretKey(Buffer.from(hkdfSync('sha256', this.master, '', name, 32)));
      this.derived.set(name, key);
    }
    return createHmac('sha256', key).update(text).digest();
  }
}
