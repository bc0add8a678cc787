import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { operatorActor } from '#domain/decider';
import { deciders } from '#domain/registry';
import { kindOf, streamId, type StreamId } from '#domain/streams';
import { AppSchema1791000000001 } from '#platform/app/app-schema';
import { readModelMigrations } from '#read-models/migrations';
import { CuttableWire } from '#testing/cuttable-wire';
import { freshDatabase, type FreshDatabase } from '#testing/database';
import { Destruction } from '../destruction.js';
import { DistrictKeys } from '../district-keys.js';
import { originOf } from '../evidence/checkpoint-note.js';
import { FolderNotes } from '../evidence/folder-notes.js';
import { aheadOfTheLog } from '../evidence/gone-back.js';
import { signerFromSeed } from '../evidence/note.js';
import { Sealer } from '../evidence/sealer.js';
import { outsideNotes, verifyDistrict } from '../evidence/verify-district.js';
import { openRecord, type OpenRecord } from '../record.js';
import { destroyAgain, destroyedOutside, setSubscriptionsBack } from './after-restore.js';
import { checkBackup } from './check-backup.js';
import type { BackupKind } from './manifest.js';
import { planRestore } from './plan-restore.js';
import { linesIn } from './read-section.js';
import { withoutPersonalBody } from './rows-as-lines.js';
import { prune } from './prune.js';
import { restoreBackup } from './restore-backup.js';
import { writeBackup } from './write-backup.js';

const masterKey = Buffer.alloc(32, 7);
const keys = new DistrictKeys(masterKey);
const [lindenfield, otherton] = [randomUUID(), randomUUID()];
const verifierOf = (district: string) =>
  signerFromSeed(originOf(district), keys.checkpointSeed(district)).verifier;

let database: FreshDatabase;
let folder: string;
let outside: FolderNotes;
let db: pg.Pool;
let record: OpenRecord;
let sealer: Sealer;
let path: string;

beforeEach(async () => {
  database = await freshDatabase();
  await database.migrate([...readModelMigrations, AppSchema1791000000001]);
  folder = await mkdtemp(join(tmpdir(), 'aimline-backup-'));
  outside = new FolderNotes(join(folder, 'notes'));
  path = join(folder, 'one.backup');
  db = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
  db.on('error', () => undefined);
  record = openRecord(database.url, masterKey);
  sealer = new Sealer({ url: database.url, keys, outside, say: () => undefined });
  for (const district of [lindenfield, otherton]) {
    await record.store.foundDistrict(district);
    for (let n = 0; n < 3; n += 1) await enrol(district);
  }
  await seal();
});
afterEach(async () => {
  await record.store.close();
  await sealer.stop();
  await db.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

async function seal(): Promise<void> {
  const { rows } = await db.query('select log_id, district_id from es.log');
  for (const { log_id: logId, district_id: district } of rows) await sealer.seal(district, logId);
}

function tell(district: string, stream: StreamId, type: string, data: object) {
  const submission = { type, data, key: randomUUID(), actor: operatorActor };
  return record.handler.handle(deciders[kindOf(stream)], { district, stream }, submission);
}

async function enrol(district: string, family = 'Lorn'): Promise<string> {
  const studentId = randomUUID();
  await tell(district, streamId('student', studentId), 'EnrolStudent', {
    name: { given: 'Maya', middle: null, family },
    birthDate: null,
    grade: '3',
    schoolId: randomUUID(),
    ids: { local: studentId.slice(0, 8), state: null, sourcedId: null },
    on: '2025-08-20',
  });
  return studentId;
}

async function destroyCore(district: string, studentId: string): Promise<void> {
  const requestId = randomUUID();
  await tell(district, streamId('record-request', studentId), 'RequestDestruction', {
    requestId,
    recordClasses: ['core'],
    authority: 'guardian-request',
    keepUntil: null,
    on: '2025-09-01',
  });
  const asked = { district, studentId, actor: operatorActor, key: randomUUID() };
  await new Destruction(record.store, record.handler).destroy(asked, { requestId });
}

const backUp = (kind: BackupKind = 'full', now?: Date) =>
  writeBackup({ url: database.ownerUrl, masterKey, path, kind, now });
const plan = (now?: Date) => planRestore({ url: database.ownerUrl, path, masterKey, now });

/** As the command does it, without views. */
async function restore(url = database.ownerUrl): Promise<void> {
  const agreed = await planRestore({ url, path, masterKey });
  const destroyed = new Map(
    await Promise.all(
      agreed.districts.map(
        async ({ district }) =>
          [district, await destroyedOutside(outside, district, verifierOf(district))] as const,
      ),
    ),
  );
  const views = { subscription: 'read-models', clear: () => Promise.resolve() };
  await restoreBackup({ url, plan: agreed, destroyed, views });
  for (const { district, head } of agreed.districts) {
    await outside.setAside(district, head);
    await destroyAgain(record.handler, district, destroyed.get(district)!);
  }
}

const verified = (district: string) =>
  verifyDistrict({ url: database.url, district, verifier: verifierOf(district), outside });

/** Every row of a district, of every table of the record, as text. */
async function everything(district: string): Promise<Record<string, string[]>> {
  const { rows: tables } = await db.query(
    `select table_schema || '.' || table_name as name from information_schema.columns
     where table_schema in ('es', 'vault') and column_name = 'log_id' order by 1`,
  );
  const found: Record<string, string[]> = {};
  for (const { name } of tables) {
    const { rows } = await db.query(
      `select t::text as row from ${name} t
       where log_id = (select log_id from es.log where district_id = $1) order by 1`,
      [district],
    );
    found[name] = rows.map(({ row }) => row);
  }
  return found;
}

describe('a backup', () => {
  test('brings back every row of its districts, and tells what is lost', async () => {
    const before = await everything(lindenfield);
    await backUp();
    await enrol(lindenfield, 'Later');
    await enrol(otherton, 'Staying');
    const { rows: log } = await db.query(
      'select last_pos from es.log where district_id = $1', [lindenfield]); // prettier-ignore
    expect((await plan()).districts[0]).toMatchObject({
      district: lindenfield,
      head: 3,
      here: { head: Number(log[0].last_pos) },
      lost: { events: 1, from: expect.stringMatching(/Z$/) },
      otherHistory: false,
    });
    await restore();
    expect(await everything(lindenfield)).toEqual(before);
    expect(await verified(lindenfield)).toMatchObject({ matches: true, events: 3 });
    expect(await verified(otherton)).toMatchObject({ matches: true, events: 3 });
  });

  test('of before a district was founded leaves that district alone', async () => {
    await backUp();
    const founded = randomUUID();
    await record.store.foundDistrict(founded);
    await enrol(founded);
    const before = await everything(founded);
    expect((await plan()).untouched).toEqual([founded]);
    await restore();
    expect(await everything(founded)).toEqual(before);
  });

  test('founds an empty installation anew: people read and write, and sealing goes on', async () => {
    const student = await enrol(lindenfield, 'Canary');
    await backUp();
    await db.query('delete from vault.class_keys');
    const empty = await freshDatabase();
    await empty.migrate([...readModelMigrations, AppSchema1791000000001]);
    const views = { subscription: 'read-models', clear: () => Promise.resolve() };
    const agreed = await planRestore({ url: empty.ownerUrl, path, masterKey });
    expect(agreed.districts.map(({ here }) => here)).toEqual([null, null]);
    await restoreBackup({ url: empty.ownerUrl, plan: agreed, destroyed: new Map(), views });
    const there = openRecord(empty.url, masterKey);
    const stream = streamId('student', student);
    const { events } = await there.store.read({ district: lindenfield, stream });
    expect(events[0]!.data).toMatchObject({ name: { family: 'Canary' } });
    await there.store.close();
    await empty.drop();
  });

  test('keeps the guards of the record: after a restore nobody can edit it', async () => {
    await backUp();
    await restore();
    for (const sql of [
      `update es.events set type = 'x'`,
      'delete from es.events',
      'truncate es.events',
      'delete from es.checkpoints',
    ])
      await expect(db.query(sql), sql).rejects.toThrow('refused');
    const { rows } = await db.query(
      `select distinct tgenabled from pg_trigger where tgrelid = 'es.events'::regclass and not tgisinternal`,
    );
    expect(rows).toEqual([{ tgenabled: 'A' }]);
  });

  test('is its owner’s alone, has its name only when it is whole, and takes no other file’s place', async () => {
    await backUp();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await expect(backUp()).rejects.toMatchObject({ code: 'file-exists' });
    const wire = await CuttableWire.to(database.ownerUrl);
    wire.cutNextAnswer = true;
    const cut = writeBackup({ url: wire.url, masterKey, path: `${path}2`, kind: 'full' });
    await expect(cut).rejects.toThrow();
    await wire.close();
    expect((await readdir(folder)).toSorted()).toEqual(['notes', 'one.backup']);
  });

  test('holds one moment, though people go on recording', async () => {
    let writing = true;
    const writer = (async () => {
      while (writing) await enrol(lindenfield);
    })();
    const manifest = await backUp();
    writing = false;
    await writer;
    const checked = await check();
    expect(checked.districts).toMatchObject([{ matches: true }, { matches: true }]);
    expect(checked.districts[0]!.events).toBe(manifest.districts[0]!.head);
  });
});

const check = () =>
  checkBackup({
    path,
    masterKey,
    verifierOf,
    notesOf: async (district, to) =>
      (await outsideNotes(outside, district)).filter(({ size }) => size <= to),
  });

describe('a crash in the middle of a restore', () => {
  test('leaves the old record, wherever the connection dies', async () => {
    await backUp();
    await enrol(lindenfield, 'Later');
    const old = [await everything(lindenfield), await everything(otherton)];
    let died = 0;
    for (let answers = 5; ; answers += 11) {
      const wire = await CuttableWire.to(database.ownerUrl);
      wire.cutAfter(answers);
      const whole = await restore(wire.url).then(
        () => true,
        () => false,
      );
      await wire.close();
      if (whole) break;
      const now = [await everything(lindenfield), await everything(otherton)];
      if (now[0]!['es.events']!.length === 3) break; // the answer to the commit was lost, not the commit
      expect(now).toEqual(old);
      died += 1;
    }
    expect(died).toBeGreaterThan(5);
    await restore();
    expect(await verified(lindenfield)).toMatchObject({ matches: true, events: 3 });
  });
});

describe('a file that was changed', () => {
  test('is refused, wherever a byte of it differs, with the table named', async () => {
    const { sections } = await backUp();
    const before = await everything(lindenfield);
    const good = await readFile(path);
    const places = [
      { at: 3, code: 'not-a-backup', where: path },
      ...sections.flatMap(({ table, offset, length }) => [
        { at: offset, code: 'section-changed', where: table },
        { at: offset + Math.floor(length / 2), code: 'section-changed', where: table },
        { at: offset + length - 1, code: 'section-changed', where: table },
      ]),
      { at: good.length - 60, code: 'manifest-changed', where: 'manifest' },
      { at: good.length - 20, code: 'manifest-changed', where: 'manifest' },
      { at: good.length - 10, code: 'manifest-changed', where: 'manifest' },
      { at: good.length - 1, code: 'not-a-backup', where: path },
    ];
    for (const { at, code, where } of places) {
      const bad = Buffer.from(good);
      bad[at]! ^= 1;
      await writeFile(path, bad);
      await expect(restore(), `byte ${at}`).rejects.toMatchObject({
        code,
        where: expect.stringContaining(where),
      });
    }
    for (const length of [0, 10, 1_000, good.length - 1]) {
      await writeFile(path, good.subarray(0, length));
      await expect(restore(), `${length} bytes`).rejects.toMatchObject({ code: 'not-a-backup' });
    }
    expect(await everything(lindenfield)).toEqual(before);
  });

  test('after it was checked takes nothing with it: the old record stays', async () => {
    await backUp();
    const agreed = await plan();
    const { offset } = agreed.manifest.sections.at(-1)!;
    const bad = await readFile(path);
    bad[offset + 6]! ^= 1;
    await writeFile(path, bad);
    const before = await everything(lindenfield);
    const views = { subscription: 'read-models', clear: () => Promise.resolve() };
    const restoring = restoreBackup({
      url: database.ownerUrl,
      plan: agreed,
      destroyed: new Map(),
      views,
    });
    await expect(restoring).rejects.toMatchObject({ code: 'section-changed' });
    expect(await everything(lindenfield)).toEqual(before);
  });

  test('made under another master key is told from one that was changed', async () => {
    await writeBackup({
      url: database.ownerUrl,
      masterKey: Buffer.alloc(32, 9),
      path,
      kind: 'full',
    });
    await expect(plan()).rejects.toMatchObject({ code: 'other-key' });
  });

  test('is not restored over events that were recorded since it was looked at', async () => {
    await backUp();
    const agreed = await plan();
    await enrol(lindenfield);
    const views = { subscription: 'read-models', clear: () => Promise.resolve() };
    const restoring = restoreBackup({
      url: database.ownerUrl,
      plan: agreed,
      destroyed: new Map(),
      views,
    });
    await expect(restoring).rejects.toMatchObject({ code: 'changed-meanwhile' });
  });
});

describe('a database that the file does not belong in', () => {
  test('of another schema is named, and left as it is', async () => {
    await backUp();
    await db.query('alter table app.tokens add column colour text');
    await expect(plan()).rejects.toMatchObject({
      code: 'other-schema',
      where: expect.stringContaining('app.tokens'),
    });
  });

  test('with another district under the same log is named', async () => {
    await backUp();
    const other = await freshDatabase();
    await other.migrate([...readModelMigrations, AppSchema1791000000001]);
    const there = openRecord(other.url, masterKey);
    await there.store.foundDistrict(randomUUID());
    const planned = planRestore({ url: other.ownerUrl, path, masterKey });
    await expect(planned).rejects.toMatchObject({ code: 'log-id-taken' });
    await there.store.close();
    await other.drop();
  });

  test('that holds another history of the same district tells so', async () => {
    await backUp();
    const other = await freshDatabase();
    await other.migrate([...readModelMigrations, AppSchema1791000000001]);
    const there = openRecord(other.url, masterKey);
    for (const district of [lindenfield, otherton]) await there.store.foundDistrict(district);
    const mine = record;
    record = there;
    await enrol(lindenfield, 'Elsewhere');
    record = mine;
    const planned = await planRestore({ url: other.ownerUrl, path, masterKey });
    expect(planned.districts).toMatchObject([
      { otherHistory: true, lost: { events: 1 } },
      { otherHistory: false, lost: null },
    ]);
    await there.store.close();
    await other.drop();
  });
});

describe('thirty-five days', () => {
  const long = new Date(Date.now() - 36 * 86_400_000);

  test('are how long a full backup may lie: it says until when, and an older one is told', async () => {
    const { createdAt, keepUntil } = await backUp();
    expect(Date.parse(keepUntil!) - Date.parse(createdAt)).toBe(35 * 86_400_000);
    expect(await plan()).toMatchObject({ tooOld: false });
    await rm(path);
    await backUp('full', long);
    expect(await plan()).toMatchObject({ tooOld: true });
  });

  test('later it is removed, and nothing else in the folder is', async () => {
    await backUp('full', long);
    path = join(folder, 'two.backup');
    await backUp('full');
    path = join(folder, 'three.backup');
    await backUp('without-personal', long);
    await writeFile(join(folder, 'four.backup'), 'mine');
    await writeFile(join(folder, 'letter.txt'), 'mine');
    const pruned = await prune(folder, masterKey);
    expect(pruned).toMatchObject({
      removed: [join(folder, 'one.backup')],
      unread: [{ file: join(folder, 'four.backup') }],
    });
    expect((await readdir(folder)).toSorted()).toEqual(
      ['four.backup', 'letter.txt', 'notes', 'three.backup', 'two.backup'], // prettier-ignore
    );
  });
});

describe('a backup without personal data', () => {
  test('proves the log, and nobody can be read or restored from it', async () => {
    await enrol(lindenfield, 'Canary');
    await seal();
    const manifest = await backUp('without-personal');
    expect(new Set(manifest.sections.map(({ table }) => table))).toEqual(
      new Set(['es.checkpoints', 'es.events', 'es.gone', 'es.log', 'es.streams']),
    );
    expect((await check()).districts).toMatchObject([
      { matches: true, events: 4, signed: 4, remarks: [] },
      { matches: true, events: 3 },
    ]);
    await expect(plan()).rejects.toMatchObject({ code: 'without-personal' });
    for (const section of manifest.sections.filter(({ table }) => table === 'es.events'))
      for await (const lines of linesIn(path, section))
        for (const line of lines) expect(JSON.parse(line)).toMatchObject({ body: null });
  });

  test('leaves out what stood in clear in an old log, and keeps what tells of nobody', () => {
    const clear = (data: object) => `\\x${Buffer.from(JSON.stringify(data)).toString('hex')}`;
    const stream_id = streamId('student', randomUUID());
    const bodyOf = (type: string, data: object, key_id: string | null = null) => {
      const line = JSON.stringify({ stream_id, type, key_id, body: clear(data), pos: 1 });
      return (JSON.parse(withoutPersonalBody(line)) as { body: string | null }).body;
    };
    expect(bodyOf('StudentEnrolled', { name: 'Maya' })).toBeNull();
    expect(bodyOf('SomethingOfTomorrow', { name: 'Maya' })).toBeNull();
    const school = { name: 'Alder Elementary' };
    const line = JSON.stringify({
      stream_id: streamId('school', randomUUID()),
      type: 'SchoolOpened',
      key_id: null,
      body: clear(school),
    });
    expect(withoutPersonalBody(line)).toBe(line);
  });

  test('names what was changed before it was made', async () => {
    const rewritten = (sql: string) =>
      db.query(`begin; alter table es.events disable trigger user; ${sql};
        alter table es.events enable always trigger no_change;
        alter table es.events enable always trigger no_truncate; commit`);
    await rewritten(`update es.events set actor_role = 'principal' where log_id = 1 and pos = 2`);
    await backUp('without-personal');
    const [district] = (await check()).districts;
    expect(district).toMatchObject({
      matches: false,
      first: { position: 2, check: 'actor_role' },
    });
  });
});

describe('a student who was destroyed', () => {
  const namesOf = async (district: string, studentId: string) => {
    const stream = streamId('student', studentId);
    return (await record.store.read({ district, stream })).events.map(({ data }) => data);
  };

  test('does not come back from a backup of before', async () => {
    const canary = await enrol(lindenfield, 'Canary');
    const other = await enrol(lindenfield, 'Other');
    await backUp();
    await destroyCore(lindenfield, canary);
    await sealer.look(); // what a running worker does within two seconds
    await enrol(lindenfield, 'Later');
    await restore();
    expect(await namesOf(lindenfield, canary)).toEqual([]);
    expect(await namesOf(lindenfield, other)).toHaveLength(1);
    const { rows } = await db.query(
      `select (select count(*) from vault.class_keys where subject_id = $1 and record_class = 1)::int as keys,
              (select count(*) from vault.closed where subject_id = $1)::int as closed,
              (select count(*) from es.events where subject_id = $1 and key_id is not null and body is not null)::int as bodies`,
      [canary],
    );
    expect(rows).toEqual([{ keys: 0, closed: 1, bodies: 0 }]);
    await seal();
    const verdict = await verified(lindenfield);
    expect(verdict).toMatchObject({ matches: true, events: 6 });
    expect(verdict.remarks.join()).toContain('taken back to 5 events by a restore');
  });

  test('nor from one of after it, nor when the same backup is restored twice', async () => {
    const canary = await enrol(lindenfield, 'Canary');
    await destroyCore(lindenfield, canary);
    await sealer.look();
    await backUp();
    await restore();
    await seal();
    await restore();
    expect(await namesOf(lindenfield, canary)).toEqual([]);
    expect(await verified(lindenfield)).toMatchObject({ matches: true, events: 6 });
  });

  test('and one body that was expunged does not either', async () => {
    const studentId = await enrol(lindenfield, 'Canary');
    await backUp();
    const { rows } = await db.query('select event_id from es.events where subject_id = $1', [studentId]); // prettier-ignore
    const asked = { district: lindenfield, studentId, actor: operatorActor, key: 'expunge' };
    await new Destruction(record.store, record.handler).expunge(asked, {
      eventId: rows[0].event_id,
      recordClass: 'core',
      authority: 'recorded-in-error',
      keepUntil: null,
    });
    await sealer.look();
    await restore();
    expect(await namesOf(lindenfield, studentId)).toEqual([]);
    expect(await verified(lindenfield)).toMatchObject({ matches: true, events: 5 });
  });

  test('cannot be smuggled back, nor anybody destroyed, by a note that was written by hand', async () => {
    const canary = await enrol(lindenfield, 'Canary');
    await backUp();
    await destroyCore(lindenfield, canary);
    await sealer.look();
    const [name] = (await readdir(outside.where(lindenfield))).filter((f) =>
      f.endsWith('.destroyed'),
    );
    const file = join(outside.where(lindenfield), name!);
    const note = await readFile(file, 'utf8');
    await rm(file);
    await writeFile(file, note.replace(canary, randomUUID()));
    await expect(restore()).rejects.toMatchObject({ code: 'note-refused' });
  });
});

describe('a log that went back', () => {
  const signs = () => aheadOfTheLog(database.url, lindenfield, outside);

  test('is told by the notes outside, though the database is older as a whole and has grown again', async () => {
    await backUp();
    expect(await signs()).toEqual([]);
    await enrol(lindenfield);
    await seal();
    const agreed = await plan();
    const views = { subscription: 'read-models', clear: () => Promise.resolve() };
    await restoreBackup({ url: database.ownerUrl, plan: agreed, destroyed: new Map(), views });
    expect(await signs()).toMatchObject([{ who: 'outside note', position: 4 }]);
    await enrol(lindenfield, 'Another');
    expect(await signs()).toMatchObject([{ who: 'outside note', position: 4 }]);
    await enrol(lindenfield, 'Third');
    expect(await signs()).toMatchObject([{ who: 'outside note', position: 4 }]);
    await expect(sealer.seal(lindenfield, 1)).rejects.toThrow('is not the one that was signed');

    await outside.setAside(lindenfield, agreed.districts[0]!.head);
    expect(await signs()).toEqual([]);
    await seal();
    expect(await verified(lindenfield)).toMatchObject({ matches: true, signed: 5 });
  });

  test('is told by every subscription that has read more of it, or something else; each goes on from the last signed state', async () => {
    await enrol(lindenfield);
    await db.query(
      `insert into es.subscriptions (name, log_id, pos, chain_hash, epoch, status, updated_at)
       select n, 1, p, h, 1, 'stopped', now() from (values
         ('ahead', 9, sha256('a')), ('elsewhere', 4, sha256('b')),
         ('fine', 2, (select chain_hash from es.events where log_id = 1 and pos = 2)),
         ('read-models', 9, sha256('a'))) v(n, p, h)`,
    );
    expect(await signs()).toEqual([
      { who: 'subscription', name: 'ahead', position: 9 },
      { who: 'subscription', name: 'elsewhere', position: 4 },
      { who: 'subscription', name: 'read-models', position: 9 },
    ]);
    const back = await setSubscriptionsBack(database.url, lindenfield, 'read-models');
    expect(back.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: 'ahead', from: 9, to: 3 },
      { name: 'elsewhere', from: 4, to: 3 },
    ]);
    expect(await signs()).toMatchObject([{ name: 'read-models' }]);
  });
});
