import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operatorActor, type Actor } from '#domain/decider';
import { recordClasses } from '#domain/record-class';
import { deciders } from '#domain/registry';
import { kindOf, streamId, uuidOf, type StreamId } from '#domain/streams';
import { localDateOf } from '#domain/time';
import { Destruction } from '#event-store/destruction';
import { openRecord, type OpenRecord } from '#event-store/record';
import { Progress } from '#event-store/subscription/progress';
import { SubscriptionRunner } from '#event-store/subscription/subscription-runner';
import { freshDatabase, type FreshDatabase } from '#testing/database';
import { liveSomeWeeks, type LivedDistrict } from '#testing/lived-history';
import { readModelMigrations, readModelTables } from './migrations.js';
import { project, readModelsSubscription } from './read-models.js';
import { foldsOf, rebuildReadModels } from './rebuild.js';
import { rowsOfStreams } from './rows-of-stream.js';

// Every field that takes words of a person, each with its own.
const canary = {
  given: 'Canarina-given',
  middle: 'Canarina-middle',
  family: 'Canarina-family',
  guardian: 'Canarina-guardian',
  email: 'canarina@mail.example',
  phone: '+1-555-CANARINA',
  race: 'canarina-race',
  level: 'Canarina-level',
  classTitle: 'Canarina-class',
  letter: 'Canarina-letter',
  concern: 'Canarina-concern',
  request: 'Canarina-request',
  answer: 'Canarina-answer',
  statement: 'Canarina-statement',
  disclosedTo: 'Canarina-disclosed-to',
  interest: 'Canarina-interest',
};

let database: FreshDatabase;
let record: OpenRecord;
let pool: pg.Pool;
let progress: Progress;
let runner: SubscriptionRunner;
let lived: LivedDistrict;
let student: string;
let cycle: StreamId;

beforeAll(async () => {
  database = await freshDatabase();
  await database.migrate(readModelMigrations);
  record = openRecord(database.url, Buffer.alloc(32, 7));
  pool = new pg.Pool({ connectionString: database.ownerUrl, max: 4 });
  pool.on('error', () => undefined); // dropping the database ends what is still closing
  progress = new Progress(database.url);
  progress.start();
  startViews();
  lived = await liveSomeWeeks({ record, db: pool, passed }, { seed: 11, students: 6, days: 30 });
  await serve();
});

afterAll(async () => {
  await runner.stop();
  await progress.stop();
  await record.store.close();
  await pool.end();
  await database.drop();
});

function startViews(): void {
  const folds = foldsOf(record.store, record.reference);
  runner = new SubscriptionRunner({
    url: database.url,
    bodies: record.store.bodies,
    progress,
    batch: 7, // small: destruction is met in the middle of things
    subscribers: [
      {
        name: readModelsSubscription,
        apply: (district, events, tx) => project(folds, district, events, tx),
        taken: (district) => folds.forget(district),
      },
    ],
  });
  runner.start();
}

async function passed(district: string, position: number): Promise<void> {
  const wait = { subscriptions: [readModelsSubscription], timeoutMs: 20_000 };
  if (!(await progress.waitForPosition(district, position, wait)))
    throw new Error(`the views have not passed ${position}`);
}

async function tell(stream: StreamId, type: string, data: object, actor: Actor = operatorActor) {
  const { district } = lived;
  const command = { type, data, key: randomUUID(), actor };
  return record.handler.handle(deciders[kindOf(stream)], { district, stream }, command);
}

/** Somebody who was in the group, and of whom a word stands in every field. */
async function serve(): Promise<void> {
  const { district } = lived;
  const { rows } = await pool.query(
    `select c.student_id, c.cycle_id from rm.cycles c where district_id = $1 and status = 'open' and phase_number > 0
     order by c.student_id limit 1`,
    [district],
  );
  student = rows[0].student_id;
  cycle = streamId('cycle', rows[0].cycle_id);
  const of = streamId('student', student);
  const on = localDateOf((await record.store.clockOf(district)).now, 'America/Chicago');
  const { given, middle, family } = canary;
  await tell(of, 'RenameStudent', { name: { given, middle, family } });
  await tell(of, 'RecordGuardian', {
    guardianId: randomUUID(),
    name: canary.guardian,
    relationship: 'mother',
    language: 'es',
    email: canary.email,
    phone: canary.phone,
  });
  await tell(of, 'RecordDemographics', {
    sex: null,
    races: [canary.race],
    hispanic: null,
    birthDate: '2016-02-29',
  });
  await tell(of, 'PlaceStudentInClass', {
    classSourcedId: 'c9',
    title: canary.classTitle,
    subject: null,
    homeroom: true,
    teacherIds: [lived.staff],
    on,
  });
  await tell(of, 'RecordScore', {
    measure: 'dibels-8/composite',
    on,
    value: null,
    text: null,
    level: canary.level,
    percentile: null,
    form: null,
    season: 'fall',
    testGrade: '3',
    enrolledGrade: '3',
    schoolId: randomUUID(),
    source: { kind: 'staff', staffId: lived.staff },
  });
  await tell(cycle, 'NotifyGuardian', {
    about: 'progress',
    guardianId: null,
    language: 'en',
    template: { id: 'progress', version: 1 },
    text: canary.letter,
    items: [],
  });
  const referral = streamId('referral', randomUUID());
  const opened = (await record.store.read({ district, stream: cycle })).events[0]!.data;
  const { ruleSet, calendar, schoolId } = opened as Record<string, object>;
  await tell(referral, 'RequestEvaluation', {
    studentId: student,
    schoolId,
    by: 'guardian',
    requesterId: null,
    received: on,
    written: true,
    areasOfConcern: ['other'],
    concern: canary.concern,
    calendar,
    ruleSet,
    jurisdiction: 'us',
  });
  const requests = streamId('record-request', student);
  await tell(requests, 'RequestAmendment', {
    requestId: 'm1',
    by: 'guardian',
    eventIds: [],
    reason: canary.request,
    receivedOn: on,
  });
  await tell(requests, 'DecideAmendment', {
    requestId: 'm1',
    granted: false,
    reason: canary.answer,
    on,
  });
  await tell(requests, 'AttachStatement', { requestId: 'm1', text: canary.statement, on });
  await tell(streamId('access', student), 'DiscloseRecord', {
    studentId: student,
    to: canary.disclosedTo,
    interest: canary.interest,
    on,
  });
  await tell(requests, 'RequestDestruction', {
    requestId: 'd1',
    recordClasses,
    authority: 'guardian-request',
    keepUntil: null,
    on,
  });
  await passed(district, await record.store.head(district));
}

/** What the student leaves open, closed, as the reactions and the team would. */
async function leave(): Promise<void> {
  const { district } = lived;
  const on = localDateOf((await record.store.clockOf(district)).now, 'America/Chicago');
  for (const stream of await record.store.streamsAbout(district, student))
    await tell(stream, kindOf(stream) === 'cycle' ? 'CloseCycle' : 'CloseReferral', {
      on,
      reason: 'left-district',
    });
  const { rows } = await pool.query(
    `select group_id from rm.groups where district_id = $1 and members::text like $2`,
    [district, `%${uuidOf(cycle)}%`],
  );
  for (const { group_id: id } of rows)
    await tell(streamId('group', id), 'RemoveMember', {
      cycleId: uuidOf(cycle),
      on,
      reason: 'left-district',
    });
  await passed(district, await record.store.head(district));
}

/** Every row of every table of every schema, as its text: the dump that embedded PostgreSQL has no program for. */
async function dump(): Promise<{ table: string; row: string }[]> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1`,
  );
  const all: { table: string; row: string }[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${name} t`);
    all.push(...rows.map(({ row }) => ({ table: name, row })));
  }
  return all;
}

/** The tables in which a word stands, in clear or as the bytes of a clear body. */
function whereIs(word: string, rows: readonly { table: string; row: string }[]): string[] {
  const bytes = Buffer.from(word).toString('hex');
  const found = rows.filter(({ row }) => row.includes(word) || row.includes(bytes));
  return [...new Set(found.map(({ table }) => table))];
}

async function viewRows(): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {};
  for (const table of readModelTables) {
    const { rows } = await pool.query<{ row: string }>(
      `select t::text as row from rm.${table} t where district_id = $1 order by t::text collate "C"`,
      [lived.district],
    );
    tables[table] = rows.map(({ row }) => row);
  }
  return tables;
}

test('every view says from which streams its rows come', () => {
  expect(rowsOfStreams.map(({ table }) => table).toSorted()).toEqual(readModelTables.toSorted());
});

test('what is said of a student is in clear in the views alone', async () => {
  const rows = await dump();
  for (const word of Object.values(canary))
    expect(
      whereIs(word, rows).filter((table) => !table.startsWith('rm.')),
      word,
    ).toEqual([]);
  for (const word of [canary.given, canary.guardian, canary.level, canary.letter, canary.concern])
    expect(whereIs(word, rows), word).not.toEqual([]);
});

test('PostgreSQL’s statistics take no word of a student', async (context) => {
  if (!database.superuserUrl) return context.skip(); // of tables under row-level security they are shown to nobody else
  const client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  await client.query('analyze');
  const { rows } = await client.query<{ table: string; row: string }>(
    `select starelid::regclass::text as table, s::text as row from pg_statistic s`,
  );
  await client.end();
  expect(rows.map(({ table }) => table)).toContain('rm.students'); // it did look
  for (const word of Object.values(canary)) expect(whereIs(word, rows), word).toEqual([]);
});

test('a record whose processes are open is not destroyed', async () => {
  const asked = {
    district: lived.district,
    studentId: student,
    actor: operatorActor,
    key: 'early',
  };
  const destruction = new Destruction(record.store, record.handler);
  await expect(destruction.destroy(asked, { requestId: 'd1' })).rejects.toMatchObject({
    rule: 'process-open',
  });
});

test('a student who is destroyed is nowhere, and nobody else has changed', async () => {
  await leave();
  const before = await viewRows();
  const theirs = [
    student,
    ...(await record.store.streamsAbout(lived.district, student)).map(uuidOf),
  ];
  const others = (tables: Record<string, string[]>) =>
    Object.fromEntries(
      Object.entries(tables).map(([table, rows]) => [
        table,
        rows.filter((row) => !theirs.some((id) => row.includes(id))),
      ]),
    );

  // The views are down while it happens, as after a crash between the destruction and them.
  await runner.stop();
  const asked = { district: lived.district, studentId: student, actor: operatorActor, key: 'd' };
  const destruction = new Destruction(record.store, record.handler);
  const { position, events } = await destruction.destroy(asked, { requestId: 'd1' });
  expect(events).toHaveLength(recordClasses.length);
  startViews();
  await passed(lived.district, position);

  const rows = await dump();
  for (const word of Object.values(canary)) expect(whereIs(word, rows), word).toEqual([]);
  const after = await viewRows();
  expect(others(after)).toEqual(others(before));
  for (const table of ['students', 'scores', 'cycles', 'referrals', 'duties'] as const)
    expect(
      after[table]!.filter((row) => theirs.some((id) => row.includes(id))),
      table,
    ).toEqual([]);
});

test('views that are built from zero equal those that lived through the destruction', async () => {
  const before = await viewRows();
  for (const batch of [1_000, 3]) {
    await rebuildReadModels(record, database.url, lived.district, batch);
    expect(await viewRows()).toEqual(before);
  }
});

test('decisions keep their codes: that they were taken, and how they came out', async () => {
  const { gone } = await record.store.read({ district: lived.district, stream: cycle });
  const closed = gone.find(({ type }) => type === 'CycleClosed');
  expect(closed).toMatchObject({ data: null, meta: { reason: 'left-district' } });
  expect(gone.find(({ type }) => type.startsWith('Placement'))).toBeDefined();
});
