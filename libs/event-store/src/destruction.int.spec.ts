import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operatorActor } from '#domain/decider';
import { deciders } from '#domain/registry';
import { kindOf, streamId, type StreamId } from '#domain/streams';
import { CuttableWire } from '#testing/cuttable-wire';
import { freshDatabase, type FreshDatabase } from '#testing/database';
import { destructionContract } from '../../../test/contracts/destruction.contract.js';
import { Destruction } from './destruction.js';
import { DistrictKeys } from './district-keys.js';
import { StoreUnavailable } from './errors.js';
import { originOf } from './evidence/checkpoint-note.js';
import { FolderNotes } from './evidence/folder-notes.js';
import { signerFromSeed } from './evidence/note.js';
import { verifyDistrict } from './evidence/verify-district.js';
import { openRecord, type OpenRecord } from './record.js';

const master = Buffer.alloc(32, 7);
let database: FreshDatabase;
let db: pg.Pool;
let record: OpenRecord;

beforeAll(async () => {
  database = await freshDatabase();
  await database.migrate();
  record = openRecord(database.url, master);
  db = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
  db.on('error', () => undefined); // dropping the database ends what is still closing
});
afterAll(async () => {
  await record.store.close();
  await db.end();
  await database.drop();
});

const district = randomUUID();

/** A student with a name, a request for the destruction of the core, and the row that says so. */
async function aStudent({ handler, store }: OpenRecord) {
  await store.foundDistrict(district);
  const studentId = randomUUID();
  const tell = (stream: StreamId, type: string, data: object) =>
    handler.handle(
      deciders[kindOf(stream)],
      { district, stream },
      { type, data, key: randomUUID(), actor: operatorActor },
    );
  await tell(streamId('student', studentId), 'EnrolStudent', {
    name: { given: 'Maya', middle: null, family: 'Lorn' },
    birthDate: null,
    grade: '3',
    schoolId: randomUUID(),
    ids: { local: studentId, state: null, sourcedId: null },
    on: '2025-08-20',
  });
  const requestId = randomUUID();
  await tell(streamId('record-request', studentId), 'RequestDestruction', {
    requestId,
    recordClasses: ['core'],
    authority: 'guardian-request',
    keepUntil: null,
    on: '2025-09-01',
  });
  return { studentId, requestId };
}

/** What is left of a student's core: all of it, or nothing but the word that it was destroyed. */
async function leftOf(studentId: string) {
  const { rows } = await db.query(
    `select (select count(*) from es.events where subject_id = $1 and key_id is not null and body is not null)::int as bodies,
            (select count(*) from vault.class_keys where subject_id = $1)::int as keys,
            (select count(*) from vault.closed where subject_id = $1)::int as closed,
            (select count(*) from es.events where subject_id = $1 and type = 'RecordDestroyed')::int as said`,
    [studentId],
  );
  return rows[0] as Record<'bodies' | 'keys' | 'closed' | 'said', number>;
}
const whole = { bodies: 1, keys: 1, closed: 0, said: 0 };
const destroyed = { bodies: 0, keys: 0, closed: 1, said: 1 };

describe('what is destroyed in PostgreSQL', () => {
  destructionContract(() => record);

  test('is destroyed with the event that says so, though the connection dies before the answer', async () => {
    const wire = await CuttableWire.to(database.url);
    const behind = openRecord(wire.url, master);
    const { studentId, requestId } = await aStudent(behind);
    expect(await leftOf(studentId)).toEqual(whole);
    const asked = { district, studentId, actor: operatorActor, key: 'd' };
    const destruction = new Destruction(behind.store, behind.handler);
    wire.cutNextAnswer = true;
    await destruction.destroy(asked, { requestId }).catch((error: unknown) => {
      expect(error).toBeInstanceOf(StoreUnavailable);
    });
    await destruction.destroy(asked, { requestId });
    expect(await leftOf(studentId)).toEqual(destroyed);
    await behind.store.close();
    await wire.close();
  });

  test('is whole or gone wherever PostgreSQL breaks off, never half', async () => {
    // Each statement of the destruction fails once: the append, the keys, the list of what is gone, the bodies.
    for (const table of ['es.events', 'vault.closed', 'vault.class_keys', 'es.gone', 'es.log']) {
      const { studentId, requestId } = await aStudent(record);
      const broken = `broken_${table.replace('.', '_')}`;
      await db.query(`
        create function ${broken}() returns trigger language plpgsql as
        $$ begin raise exception 'broken off' using errcode = '57P01'; end $$;
        create trigger ${broken} after insert or update or delete on ${table}
          for each row execute function ${broken}()`);
      const destruction = new Destruction(record.store, record.handler);
      const asked = { district, studentId, actor: operatorActor, key: `d/${table}` };
      await expect(destruction.destroy(asked, { requestId }), table).rejects.toThrow(
        StoreUnavailable,
      );
      expect(await leftOf(studentId), table).toEqual(whole);
      await db.query(`drop trigger ${broken} on ${table}; drop function ${broken}()`);
      await destruction.destroy(asked, { requestId });
      expect(await leftOf(studentId), table).toEqual(destroyed);
    }
  });

  test('lets no body go that no event of the log has expunged', async () => {
    const { studentId } = await aStudent(record);
    const remove = 'update es.events set body = null where subject_id = $1';
    await expect(db.query(remove, [studentId])).rejects.toThrow('append-only');
  });

  test('changes nothing of an event but its body: every hash still fits', async () => {
    const { studentId, requestId } = await aStudent(record);
    const columns = `select to_jsonb(e) - 'body' as row from es.events e where subject_id = $1 order by pos`;
    const { rows: before } = await db.query(columns, [studentId]);
    const asked = { district, studentId, actor: operatorActor, key: randomUUID() };
    await new Destruction(record.store, record.handler).destroy(asked, { requestId });
    const { rows: after } = await db.query(columns, [studentId]);
    expect(after.slice(0, before.length)).toEqual(before);
  });

  test('leaves a log that verifies; an older backup of keys and bodies is named, and destroyed again', async () => {
    const { studentId, requestId } = await aStudent(record);
    const ofStudent = (columns: string, table: string) =>
      db.query(`select ${columns} from ${table} where subject_id = $1`, [studentId]);
    const [key] = (await ofStudent('*', 'vault.class_keys')).rows;
    const [sealed] = (await ofStudent('pos, body', 'es.events')).rows.filter(({ body }) => body);
    const asked = { district, studentId, actor: operatorActor, key: randomUUID() };
    await new Destruction(record.store, record.handler).destroy(asked, { requestId });
    expect(await verified()).toMatchObject({ matches: true, found: 0 });

    await db.query(
      'insert into vault.class_keys (key_id, log_id, subject_id, record_class, wrapped) values ($1, $2, $3, $4, $5)',
      [key.key_id, key.log_id, key.subject_id, key.record_class, key.wrapped],
    );
    await db.query('delete from vault.closed where subject_id = $1', [studentId]);
    await db.query(`begin;
      alter table es.events disable trigger user;
      update es.events set body = '\\x${sealed.body.toString('hex')}' where pos = ${sealed.pos};
      alter table es.events enable always trigger no_change;
      alter table es.events enable always trigger no_truncate;
      commit`);
    expect((await verified()).first).toMatchObject({
      position: Number(sealed.pos),
      check: 'body',
      sentence: expect.stringContaining('The body is there, although position'),
    });
    await db.query(`
      begin; set local app.log_id = ${key.log_id}; select es.carry_out(${key.log_id}::smallint, 0); commit`);
    expect(await leftOf(studentId)).toEqual(destroyed);
    expect(await verified()).toMatchObject({ matches: true, found: 0 });
  });
});

/** By nothing but the chain: no note was signed here. */
async function verified() {
  const { verifier } = signerFromSeed(
    originOf(district),
    new DistrictKeys(master).checkpointSeed(district),
  );
  const folder = await mkdtemp(join(tmpdir(), 'aimline-no-notes-'));
  try {
    return await verifyDistrict({
      url: database.url,
      district,
      verifier,
      outside: new FolderNotes(folder),
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}
