import { type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { DistrictNotFound } from '../errors.js';
import { asStoreError, LogPool } from '../postgres/pools.js';
import type { KeyWrapper } from './key-wrapper.js';
import { VaultEmpty, WrongMasterKey } from './key-wrapper.js';
import { keyOf, openBytes, sealBytes } from './sealed-box.js';
import { type ClassKey, type ClassOf, Vault } from './vault.js';

/** Sent with the connection: whoever needs a key never waits for ever for somebody who makes the same one (then `Busy`). */
const patience = '-c lock_timeout=5s -c statement_timeout=15s';

type District = { logId: number; key: KeyObject };
type Row = { key_id: string; subject_id: string; record_class: number; wrapped: Buffer };

/**
 * The keys in schema `vault`: each class key is wrapped under its district's key, which is wrapped under the master key.
 * Dumps that are kept for longer leave the schema out, else no destruction is true (event-store.md 10).
 */
export class PostgresVault extends Vault {
  private readonly pool: LogPool;
  private readonly districts = new Map<string, Promise<District>>();

  constructor(
    url: string,
    private readonly wrapper: KeyWrapper,
  ) {
    super();
    this.pool = new LogPool(url, { max: 2, options: patience });
  }

  async keysFor(district: string, classes: readonly ClassOf[]): Promise<readonly ClassKey[]> {
    const of = await this.district(district);
    const found = await this.select(of, district, classes);
    const missing = classes.filter(
      ({ subjectId, recordClass }) =>
        !found.some((k) => k.subjectId === subjectId && k.recordClass === recordClass),
    );
    if (missing.length === 0) return found;
    await this.make(of, district, missing);
    return [...found, ...(await this.select(of, district, missing))];
  }

  async keysById(district: string, keyIds: readonly string[]): Promise<readonly ClassKey[]> {
    const of = await this.district(district);
    const rows = await this.query<Row>(
      of.logId,
      `select key_id, subject_id, record_class, wrapped from vault.class_keys
       where log_id = $1 and key_id = any($2)`,
      [of.logId, keyIds],
    );
    return rows.map((row) => unwrapped(of, district, row));
  }

  async destroyed(district: string, classes: readonly ClassOf[]): Promise<readonly ClassOf[]> {
    const { logId } = await this.district(district);
    const rows = await this.query<Omit<Row, 'wrapped' | 'key_id'>>(
      logId,
      `select subject_id, record_class from vault.closed where log_id = $1
         and (subject_id, record_class) in (select * from unnest($2::uuid[], $3::smallint[]))`,
      [logId, classes.map((c) => c.subjectId), classes.map((c) => c.recordClass)],
    );
    return rows.map((row) => ({ subjectId: row.subject_id, recordClass: row.record_class }));
  }

  /**
   * Opens every district's key. Throws {@link WrongMasterKey} or {@link VaultEmpty}: a process that cannot read what it keeps refuses
   * to start.
   */
  async check(): Promise<void> {
    for (const { district, logId } of await this.logs()) {
      const [row] = await this.query<{ lost: boolean }>(
        logId,
        `select exists (select from es.events where log_id = $1 and key_id is not null and body is not null)
            and not exists (select from vault.class_keys where log_id = $1) as lost`,
        [logId],
      );
      if (row!.lost) throw new VaultEmpty(district);
      await this.district(district);
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async select(
    of: District,
    district: string,
    classes: readonly ClassOf[],
  ): Promise<readonly ClassKey[]> {
    const rows = await this.query<Row>(
      of.logId,
      `select k.key_id, k.subject_id, k.record_class, k.wrapped
       from unnest($2::uuid[], $3::smallint[]) u(subject, class)
       join vault.class_keys k on k.log_id = $1 and k.subject_id = u.subject and k.record_class = u.class`,
      [of.logId, classes.map((c) => c.subjectId), classes.map((c) => c.recordClass)],
    );
    return rows.map((row) => unwrapped(of, district, row));
  }

  /** Whoever comes second inserts nothing, and finds the first one's key afterwards. */
  private async make(of: District, district: string, classes: readonly ClassOf[]): Promise<void> {
    const made = classes.map((wanted) => {
      const keyId = randomUUID();
      const wrapped = sealBytes(of.key, wrapping(district, wanted, keyId), randomBytes(32));
      return { ...wanted, keyId, wrapped };
    });
    await this.query(of.logId, 'select vault.keep_class_keys($1, $2, $3, $4, $5)', [
      of.logId,
      made.map((k) => k.keyId),
      made.map((k) => k.subjectId),
      made.map((k) => k.recordClass),
      made.map((k) => k.wrapped),
    ]);
  }

  /** The district's key, made with its first use; kept, since a key service may be away for a while. */
  private district(district: string): Promise<District> {
    let known = this.districts.get(district);
    if (!known) {
      known = this.openDistrict(district);
      this.districts.set(district, known);
      known.catch(() => this.districts.delete(district));
    }
    return known;
  }

  private async openDistrict(district: string): Promise<District> {
    const context = `the keys of district ${district}`;
    const [log] = await this.logs(district);
    if (!log) throw new DistrictNotFound(district);
    const { logId } = log;
    const select = async () => {
      const [row] = await this.query<{ wrapped: Buffer | null; orphans: boolean }>(
        logId,
        `select (select wrapped from vault.district_keys where log_id = $1) as wrapped,
                exists (select from vault.class_keys where log_id = $1) as orphans`,
        [logId],
      );
      return row!;
    };
    let row = await select();
    if (!row.wrapped) {
      if (row.orphans)
        throw new WrongMasterKey(`${context}: the row of vault.district_keys is missing`);
      const wrapped = await this.wrapper.wrap(randomBytes(32), context);
      await this.query(logId, 'select vault.keep_district_key($1, $2)', [logId, wrapped]);
      row = await select();
    }
    return { logId, key: keyOf(await this.wrapper.unwrap(row.wrapped!, context)) };
  }

  /** Of one district, or of all. */
  private logs(district: string | null = null): Promise<{ district: string; logId: number }[]> {
    return guarded(
      this.pool.any.query<{ district: string; logId: number }>(
        `select district_id as district, log_id as "logId" from es.log
         where $1::text is null or district_id::text = $1 order by log_id`,
        [district],
      ),
    );
  }

  private query<R extends pg.QueryResultRow>(
    logId: number,
    text: string,
    values: unknown[],
  ): Promise<R[]> {
    return guarded(this.pool.of(logId).query<R>(text, values));
  }
}

async function guarded<R extends pg.QueryResultRow>(
  asked: Promise<pg.QueryResult<R>>,
): Promise<R[]> {
  try {
    return (await asked).rows;
  } catch (error) {
    throw asStoreError(error);
  }
}

const wrapping = (district: string, { subjectId, recordClass }: ClassOf, keyId: string) =>
  [district, subjectId, recordClass, keyId].join('\n');

function unwrapped(of: District, district: string, row: Row): ClassKey {
  const { key_id: keyId, subject_id: subjectId, record_class: recordClass, wrapped } = row;
  const bound = wrapping(district, { subjectId, recordClass }, keyId);
  return { keyId, subjectId, recordClass, key: keyOf(openBytes(of.key, bound, wrapped)) };
}
