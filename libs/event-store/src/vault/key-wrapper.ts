import { hkdfSync, type KeyObject } from 'node:crypto';
import { keyOf, openBytes, sealBytes } from './sealed-box.js';

/** The keys of the record cannot be used: the master key is another, or the vault is not the record's. Nothing can be served. */
export class KeysDoNotFit extends Error {
  readonly code = 'keys-do-not-fit';
}

/** The master key is not the one under which this record's keys were wrapped. */
export class WrongMasterKey extends KeysDoNotFit {
  constructor(what: string, options?: ErrorOptions) {
    super(
      `the master key does not open ${what}: give the key with which this record was founded ` +
        '(AIMLINE_MASTER_KEY or AIMLINE_MASTER_KEY_FILE). Without it no sealed body of the record can be read',
      options,
    );
    this.name = 'WrongMasterKey';
  }
}

/** The record is sealed, and the vault has none of its keys. */
export class VaultEmpty extends KeysDoNotFit {
  constructor(district: string) {
    super(
      `schema vault has no keys of district ${district}, and its record is sealed: ` +
        'restore the schema from the backup that the record came from',
    );
    this.name = 'VaultEmpty';
  }
}

/**
 * Wraps the districts' keys under the installation's master key. The master key may lie in a file, in the environment, or in
 * a key service that never gives it out: then these two calls go there. Asked once a district and process.
 */
export abstract class KeyWrapper {
  /** @param context what the key is for; the same must be said when it is unwrapped */
  abstract wrap(key: Buffer, context: string): Promise<Buffer>;
  /** Throws {@link WrongMasterKey}. */
  abstract unwrap(wrapped: Buffer, context: string): Promise<Buffer>;
}

/** The master key of a file or of the environment. */
export class MasterKey extends KeyWrapper {
  private readonly key: KeyObject;

  /** @param master at least 32 random bytes */
  constructor(master: Buffer) {
    super();
    if (master.length < 32)
      throw new Error('AIMLINE_MASTER_KEY is too short: give at least 32 random bytes');
    this.key = keyOf(Buffer.from(hkdfSync('sha256', master, '', 'aimline/wrap', 32)));
  }

  async wrap(key: Buffer, context: string): Promise<Buffer> {
    return sealBytes(this.key, context, key);
  }

  async unwrap(wrapped: Buffer, context: string): Promise<Buffer> {
    try {
      return openBytes(this.key, context, wrapped);
    } catch (cause) {
      throw new WrongMasterKey(context, { cause });
    }
  }
}
