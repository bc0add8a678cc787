import { type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { DistrictNotFound } from '../errors.js';
import { asStoreError, quiet } from '../postgres/pools.js';
import { types } from '../postgres/rows.js';
import type { KeyWrapper } from './key-wrapper.js';
import { VaultEmpty, WrongMasterKey } from './key-wrapper.js';
import { keyOf, openBytes, sealBytes } from './sealed-box.js';
import { type ClassKey, type ClassOf, Vault } from './vault.js';

type District = { logId: number; key: KeyObject };
type Row = { key_id: string; subject_id: string; record_class: number; wrapped: Buffer };

/**
 * The keys in schema `vault`: each class key is wrapped under its district's key, which is wrapped under the master key.
 * Dumps that are kept for longer leave the schema out, else no destruction is true (event-store.md 10).
 */
export class PostgresVault extends Vault {
  private readonly pool: pg.Pool;
  private readonly districts = new Map<string, Promise<District>>();

  constructor(
    url: string,
    private readonly wrapper: KeyWrapper,
  ) {
    super();
    this.pool = quiet(new pg.Pool({ connectionString: url, types, max: 2 }));
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
      `select key_id, subject_id, record_class, wrapped from vault.class_keys
       where log_id = $1 and key_id = any($2)`,
      [of.logId, keyIds],
    );
    return rows.map((row) => unwrapped(of, district, row));
  }

  async destroyed(district: string, classes: readonly ClassOf[]): Promise<readonly ClassOf[]> {
    const { logId } = await this.district(district);
    const rows = await this.query<Omit<Row, 'wrapped' | 'key_id'>>(
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
    const districts = await this.query<{ district: string; lost: boolean }>(
      `select l.district_id as district,
              exists (select from es.events e where e.log_id = l.log_id and e.key_id is not null and e.body is not null)
                and not exists (select from vault.class_keys k where k.log_id = l.log_id) as lost
       from es.log l`,
      [],
    );
    for (const { district, lost } of districts) {
      if (lost) throw new VaultEmpty(district);
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
    await this.query(
      `insert into vault.class_keys (key_id, log_id, subject_id, record_class, wrapped)
       select u.key, $1, u.subject, u.class, u.wrapped
       from unnest($2::uuid[], $3::uuid[], $4::smallint[], $5::bytea[]) u(key, subject, class, wrapped)
       where not exists (select from vault.closed c
                         where c.log_id = $1 and c.subject_id = u.subject and c.record_class = u.class)
       order by u.subject, u.class
       on conflict (log_id, subject_id, record_class) do nothing`,
      [
        of.logId,
        made.map((k) => k.keyId),
        made.map((k) => k.subjectId),
        made.map((k) => k.recordClass),
        made.map((k) => k.wrapped),
      ],
    );
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
    const select = () =>
      this.query<{ log_id: number; wrapped: Buffer | null; orphans: boolean }>(
        `select l.log_id, d.wrapped,
                exists (select from vault.class_keys k where k.log_id = l.log_id) as orphans
         from es.log l left join vault.district_keys d using (log_id) where l.district_id = $1`,
        [district],
      );
    let [row] = await select();
    if (!row) throw new DistrictNotFound(district);
    if (!row.wrapped) {
      if (row.orphans)
        throw new WrongMasterKey(`${context}: the row of vault.district_keys is missing`);
      const wrapped = await this.wrapper.wrap(randomBytes(32), context);
      await this.query(
        'insert into vault.district_keys (log_id, wrapped) values ($1, $2) on conflict do nothing',
        [row.log_id, wrapped],
      );
      [row] = await select();
    }
    return { logId: row!.log_id, key: keyOf(await this.wrapper.unwrap(row!.wrapped!, context)) };
  }

  private async query<R extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<R[]> {
    try {
      return (await this.pool.query<R>(text, values)).rows;
    } catch (error) {
      throw asStoreError(error);
    }
  }
}

const wrapping = (district: string, { subjectId, recordClass }: ClassOf, keyId: string) =>
  [district, subjectId, recordClass, keyId].join('\n');

function unwrapped(of: District, district: string, row: Row): ClassKey {
  const { key_id: keyId, subject_id: subjectId, record_class: recordClass, wrapped } = row;
  const bound = wrapping(district, { subjectId, recordClass }, keyId);
  return { keyId, subjectId, recordClass, key: keyOf(openBytes(of.key, bound, wrapped)) };
}
