import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operatorActor } from '#domain/decider';
import { deciders } from '#domain/registry';
import { kindOf, streamId, type StreamId } from '#domain/streams';
import { planRestore } from '#event-store/backup/plan-restore';
import { restoreBackup } from '#event-store/backup/restore-backup';
import { Destruction } from '#event-store/destruction';
import { DistrictKeys } from '#event-store/district-keys';
import { FolderNotes } from '#event-store/evidence/folder-notes';
import { Sealer } from '#event-store/evidence/sealer';
import { openRecord, type OpenRecord } from '#event-store/record';
import { freshDatabase, type FreshDatabase } from '#testing/database';
import { throwAwayHome } from '#testing/throw-away-home';
import { migrateDatabase } from '../db.js';
import { engineStatus } from '../status-districts.js';

const masterKey = Buffer.alloc(32, 7);
const district = randomUUID();
let database: FreshDatabase;
let home: Awaited<ReturnType<typeof throwAwayHome>>;
let folder: string;
let notes: string;
let record: OpenRecord;
let db: pg.Pool;
let sealer: Sealer;
let canary: string;
let file: string;

beforeAll(async () => {
  database = await freshDatabase();
  home = await throwAwayHome();
  folder = await mkdtemp(join(tmpdir(), 'aimline-backups-'));
  notes = join(folder, 'notes');
  await migrateDatabase({ databaseUrl: database.url, migrationUrl: database.ownerUrl });
  db = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
  db.on('error', () => undefined);
  record = openRecord(database.url, masterKey);
  sealer = new Sealer({
    url: database.url,
    keys: new DistrictKeys(masterKey),
    outside: new FolderNotes(notes),
    say: () => undefined,
    everyMs: 0,
  });
  await record.store.foundDistrict(district);
  canary = await enrol('Canary');
  await enrol('Lorn');
  await sealer.look();
});
afterAll(async () => {
  await sealer.stop();
  await record.store.close();
  await db.end();
  await database.drop();
  await home.remove();
  await rm(folder, { recursive: true });
});

function tell(stream: StreamId, type: string, data: object) {
  const submission = { type, data, key: randomUUID(), actor: operatorActor };
  return record.handler.handle(deciders[kindOf(stream)], { district, stream }, submission);
}

async function enrol(family: string): Promise<string> {
  const studentId = randomUUID();
  await tell(streamId('student', studentId), 'EnrolStudent', {
    name: { given: 'Maya', middle: null, family },
    birthDate: null,
    grade: '3',
    schoolId: randomUUID(),
    ids: { local: studentId.slice(0, 8), state: null, sourcedId: null },
    on: '2025-08-20',
  });
  return studentId;
}

async function destroyCore(studentId: string): Promise<void> {
  const requestId = randomUUID();
  await tell(streamId('record-request', studentId), 'RequestDestruction', {
    requestId,
    recordClasses: ['core'],
    authority: 'guardian-request',
    keepUntil: null,
    on: '2025-09-01',
  });
  const asked = { district, studentId, actor: operatorActor, key: randomUUID() };
  await new Destruction(record.store, record.handler).destroy(asked, { requestId });
}

/** The built command, as a script would call it. */
function run(...args: string[]) {
  const program = join(home.checkout, 'dist', 'apps', 'cli', 'src', 'main.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args, '--json'], {
    encoding: 'utf8',
    env: {
      ...process.env,
      AIMLINE_HOME: home.dir,
      AIMLINE_CHECKPOINTS_DIR: notes,
      AIMLINE_MASTER_KEY: masterKey.toString('hex'),
      DATABASE_URL: database.url,
      DATABASE_MIGRATION_URL: database.ownerUrl,
    },
  });
  if (stdout === '') throw new Error(stderr);
  return { status, answer: JSON.parse(stdout) as Record<string, unknown>, stderr };
}

const status = async () => {
  const services = {
    databaseUrl: database.url,
    temporalAddress: null,
    namespace: 'none',
    users: [],
  };
  return (await engineStatus(services, new FolderNotes(notes))).districts![0]!;
};
const families = async () =>
  (await db.query('select family_name from rm.students order by 1')).rows.map((r) => r.family_name);

test('backup writes a named file into a folder, and says until when it may lie there', async () => {
  const { status: code, answer } = run('backup', '--to', folder);
  expect(code).toBe(0);
  expect(answer).toMatchObject({
    kind: 'full',
    keepUntil: expect.stringMatching(/Z$/),
    logs: [{ district, head: 2, signed: 2 }],
    rows: { 'es.events': 2, 'vault.class_keys': 2 },
  });
  file = answer['file'] as string;
  expect(file).toMatch(/aimline-\d{4}-\d\d-\d\dT\d{6}Z\.full\.backup$/);
  expect(run('backup', '--check', file)).toMatchObject({ status: 0, answer: { matches: true } });
});

test('restore refuses where events would be lost, and says which', async () => {
  await destroyCore(canary);
  await enrol('Later');
  await sealer.look();
  expect(run('restore', file)).toMatchObject({
    status: 1,
    answer: {
      error: {
        code: 'events-would-be-lost',
        message: expect.stringMatching(
          `District ${district}: 3 events would be lost, recorded from 20`,
        ),
      },
    },
  });
});

test('restore puts everything in order: what was destroyed since stays destroyed, views are made again, the log is proved', async () => {
  const { status: code, answer } = run('restore', file, '--yes', '--without-workflows');
  expect(answer).toMatchObject({
    restored: [{ district, head: 2, lost: { events: 3 } }],
    districts: [
      {
        destroyedAgain: 1,
        notesSetAside: { after: 2, upTo: 5 },
        subscriptionsSetBack: [],
        views: 3,
      },
    ],
    verified: { matches: true, events: 3 },
    workflows: null,
  });
  expect(code).toBe(0);
  expect(await families()).toEqual(['Lorn']);
  expect(await status()).toMatchObject({ head: 3, ahead: [] });
  await sealer.look();
  expect(run('verify')).toMatchObject({
    status: 0,
    answer: {
      districts: [{ signed: 3, remarks: [expect.stringContaining('taken back to 2 events')] }],
    },
  });
});

test('a database that was restored by other means is named in status, and put in order by restore --in-place', async () => {
  await enrol('Later');
  await sealer.look();
  const plan = await planRestore({ url: database.ownerUrl, path: file, masterKey });
  const views = { subscription: 'none', clear: () => Promise.resolve() };
  await restoreBackup({ url: database.ownerUrl, plan, destroyed: new Map(), views });
  await db.query(
    `update es.subscriptions set pos = 4, chain_hash = sha256('lost') where name = 'read-models'`,
  );
  await db.query(
    `insert into es.subscriptions (name, log_id, pos, chain_hash, epoch, status, updated_at)
     select n, 1, 4, sha256('lost'), 1, 'running', now() from unnest(array['dispatcher', 'reactor', 'read-models']) n
     on conflict do nothing`,
  );
  expect((await status()).ahead).toMatchObject([
    { who: 'subscription', name: 'dispatcher' },
    { who: 'subscription', name: 'reactor' },
    { who: 'subscription', name: 'read-models' },
    { who: 'outside note', position: 3 },
  ]);
  expect(run('restore', '--in-place', '--without-workflows')).toMatchObject({
    status: 0,
    answer: {
      restored: null,
      districts: [{ destroyedAgain: 1, subscriptionsSetBack: [{ to: 2 }, { to: 2 }], views: 3 }],
      verified: { matches: true },
    },
  });
  expect((await status()).ahead).toEqual([]);
  expect(await families()).toEqual(['Lorn']);
});

test.each([
  ['a file that is none', () => ['restore', join(folder, 'none.backup')], 'not-a-backup'],
  ['a file that is not there', () => ['restore', join(folder, 'nowhere')], 'no-such-file'],
  [
    'a folder that is not there',
    () => ['backup', '--prune', join(folder, 'nowhere')],
    'no-such-file',
  ],
  ['no file at all', () => ['restore'], 'usage'],
  ['two things at once', () => ['backup', '--to', folder, '--prune', folder], 'usage'],
])('%s ends with 2', async (_, args, code) => {
  await writeFile(join(folder, 'none.backup'), 'hello');
  expect(run(...args())).toMatchObject({ status: 2, answer: { error: { code } } });
});

test('prune says what it left alone', async () => {
  const kept = (await readdir(folder)).filter((name) => name.endsWith('full.backup'));
  expect(run('backup', '--prune', folder)).toMatchObject({
    status: 0,
    answer: {
      removed: [],
      kept: kept.map((name) => join(folder, name)),
      unread: [{ file: join(folder, 'none.backup') }],
    },
  });
});
