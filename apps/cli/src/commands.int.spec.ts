import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRecord, type OpenRecord } from '#event-store/record';
import { Progress } from '#event-store/subscription/progress';
import { SubscriptionRunner } from '#event-store/subscription/subscription-runner';
import { Database } from '#platform/app/database';
import { staffOfToken } from '#platform/app/tokens';
import { project, readModelsSubscription } from '#read-models/read-models';
import { foldsOf } from '#read-models/rebuild';
import { freshDatabase, type FreshDatabase } from '#testing/database';
import { liveSomeWeeks, type LivedDistrict } from '#testing/lived-history';
import { throwAwayHome } from '#testing/throw-away-home';
import { migrateDatabase } from './db.js';
import { choose, show } from './jurisdiction.js';
import { replayDecision, type ReplayedDecision } from './replay/decision.js';
import { replayStudent, type Told, type ToldCycle } from './replay/student.js';
import { engineInWords, engineStatus } from './status-districts.js';
import { retryParked } from './subscriptions.js';
import { grant } from './user/grant.js';
import { token } from './user/token.js';

let database: FreshDatabase;
let home: Awaited<ReturnType<typeof throwAwayHome>>;
let record: OpenRecord;
let db: Database;
let lived: LivedDistrict;
let reviewed: { student: string; review: string; event: string };

beforeAll(async () => {
  database = await freshDatabase();
  home = await throwAwayHome();
  const key = randomBytes(32);
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    DATABASE_MIGRATION_URL: database.ownerUrl,
    AIMLINE_HOME: home.dir,
    AIMLINE_MASTER_KEY: key.toString('hex'),
  });
  await migrateDatabase({ databaseUrl: database.url, migrationUrl: database.ownerUrl });
  record = openRecord(database.url, key);
  db = new Database(database.url);
  const progress = new Progress(database.url);
  const folds = foldsOf(record.store, record.reference);
  const runner = new SubscriptionRunner({
    url: database.url,
    bodies: record.store.bodies,
    progress,
    subscribers: [
      {
        name: readModelsSubscription,
        apply: (district, events, tx) => project(folds, district, events, tx),
      },
    ],
  });
  progress.start();
  runner.start();
  const passed = async (district: string, position: number) => {
    const wait = { subscriptions: [readModelsSubscription], timeoutMs: 20_000 };
    if (!(await progress.waitForPosition(district, position, wait))) throw new Error('too slow');
  };
  const history = {
    record,
    db: new pg.Pool({ connectionString: database.ownerUrl, max: 2 }),
    passed,
  };
  lived = await liveSomeWeeks(history, { seed: 11, students: 6, days: 45 });
  await history.db.end();
  await runner.stop();
  await progress.stop();
  const { rows } = await db.of(lived.district).query(
    `select student_id as student, data ->> 'reviewId' as review, event_id as event
     from rm.student_timeline where type = 'ReviewHeld' order by position limit 1`,
  );
  reviewed = rows[0] as typeof reviewed;
});

afterAll(async () => {
  await record.store.close();
  await db.close();
  await database.drop();
  await home.remove();
});

type Replayed = { student: string; cycles: ToldCycle[]; history: Told[] };

test('a student’s history says who proposed, who decided, on which numbers, under which rules', async () => {
  const { document, words } = await replayStudent({}, reviewed.student);
  const { cycles, history } = document as Replayed;
  expect(cycles[0]!.rules).toMatch(/, version 1$/);
  expect(history.find((fact) => fact.type === 'ReviewHeld')!.by).toBe('Oriel Tamm (specialist)');
  expect(words).toMatch(/proposes Tier 2, because: guardian/);
  expect(words).toMatch(/Oriel Tamm \(specialist\): confirms Tier 2/);
  expect(words).toMatch(
    /sets the goal \d+ by 2026-\d\d-\d\d .* from the baseline 40 of 40, 36, 41/,
  );
  expect(words).toMatch(/prepares review 1: .*rule version 1/);
  expect(words).toMatch(/review held: /);
});

test('as of an earlier day, and as known at an earlier position, less had happened', async () => {
  const whole = (await replayStudent({}, reviewed.student)).document as Replayed;
  const asOf = (await replayStudent({ asOf: '2025-09-12' }, reviewed.student)).document as Replayed;
  expect(asOf.history.length).toBeGreaterThan(0);
  expect(asOf.history.length).toBeLessThan(whole.history.length);
  expect(asOf.history.every((fact) => fact.occurredAt < '2025-09-13T06')).toBe(true);
  const { position } = whole.history.find((fact) => fact.type === 'ReviewHeld')!;
  const before = await replayStudent({ knownAt: `${position - 1}` }, reviewed.student);
  expect((before.document as Replayed).history.some((f) => f.type === 'ReviewHeld')).toBe(false);
});

test('a student is found by the id that files use; an unknown one is said', async () => {
  const { document } = await replayStudent({}, '1000');
  expect((document as Replayed).student).toBe(lived.students[0]);
  await expect(replayStudent({}, 'nobody')).rejects.toMatchObject({ code: 'no-such-student' });
  await expect(replayStudent({ asOf: '2025-02-30' }, '1000')).rejects.toMatchObject({
    code: 'bad-date',
  });
});

test('a decision is run again from its pinned inputs and comes out the same, by review or event', async () => {
  for (const id of [reviewed.review, reviewed.event]) {
    const { document, exitCode } = await replayDecision({}, id);
    const { reviewId, matches, stored, recomputed } = document as ReplayedDecision;
    expect({ reviewId, matches, exitCode }).toEqual({
      reviewId: reviewed.review,
      matches: true,
      exitCode: 0,
    });
    expect(recomputed).toEqual(stored);
  }
  await expect(replayDecision({}, 'nothing')).rejects.toMatchObject({ code: 'no-such-decision' });
});

test('the status names each subscription’s position and the open processes of the district', async () => {
  const { districts } = await engineStatus({
    databaseUrl: database.url,
    temporalAddress: null,
    namespace: 'aimline',
    users: [],
  });
  const head = await record.store.head(lived.district);
  expect(districts).toEqual([
    expect.objectContaining({ district: lived.district, sandbox: true, head }),
  ]);
  expect(districts![0]!.subscriptions).toEqual([
    expect.objectContaining({ name: readModelsSubscription, position: head, behind: 0 }),
  ]);
  expect(districts![0]!.open['cycle']).toBeGreaterThan(0);
});

test('an operator chooses whose legal clocks hold, with counsel’s readings', async () => {
  expect((await show({})).document).toMatchObject({ jurisdiction: 'us', chosen: false });
  await expect(choose({ because: 'We are there.' }, 'us-zz')).rejects.toMatchObject({
    code: 'unknown-jurisdiction',
    exitCode: 2,
  });
  const wrong = { because: 'Counsel says so.', parameter: ['breakExclusion=true'] };
  await expect(choose(wrong, 'us-tx')).rejects.toMatchObject({ code: 'parameter-not-of-pack' });
  const texas = { because: 'Counsel says so.', parameter: ['countLastInstructionalDay=false'] };
  expect((await choose(texas, 'us-tx')).document).toMatchObject({
    recorded: ['JurisdictionChosen'],
  });
  expect((await choose(texas, 'us-tx')).document).toMatchObject({ recorded: [] });
  expect((await show({})).document).toMatchObject({
    jurisdiction: 'us-tx',
    chosen: true,
    parameters: {
      countLastInstructionalDay: { value: false },
      absencesInExtension: { value: true },
    },
  });
});

test('an operator grants a person access, narrows it, and issues a token that speaks for them', async () => {
  const granted = await grant({
    givenName: 'Ada',
    familyName: 'Quill',
    role: 'auditor',
    identity: 'https://login.example.org:ada',
  });
  const { staff, recorded } = granted.document as { staff: string; recorded: string[] };
  expect(recorded).toEqual(['StaffAuthorised']);
  await expect(grant({ staff, role: 'teacher', school: [staff] })).rejects.toMatchObject({
    code: 'no-such-school',
  });
  const changed = await grant({ staff, role: 'psychologist' });
  expect(changed.document).toMatchObject({ recorded: ['StaffScopeChanged'] });
  await expect(
    grant({
      givenName: 'Eve',
      familyName: 'Quill',
      role: 'auditor',
      identity: 'https://login.example.org:ada',
    }),
  ).rejects.toMatchObject({ code: 'identity-taken', exitCode: 1 });

  const { document } = await token({ staff, label: 'test', days: '7' });
  const { token: text } = document as { token: string };
  expect(await staffOfToken(db.query, text)).toEqual({ district: lived.district, staffId: staff });
  await expect(token({ staff: 'nobody', label: 'test' })).rejects.toMatchObject({
    code: 'no-such-staff',
  });
});

test('a command that a reactor had set aside is named in the status, and tried again when asked', async () => {
  const { district } = lived;
  let broken = true;
  const log = await record.store.readLog(district, 0, 1_000);
  const { position } = log.find((event) => event.type === 'StudentEnrolled')!;
  const progress = new Progress(database.url);
  const runner = new SubscriptionRunner({
    url: database.url,
    bodies: record.store.bodies,
    progress,
    attempts: 2,
    pauseMs: 1,
    leaseMs: 600,
    subscribers: [
      {
        name: 'mailer',
        react: async (_, events) => {
          if (broken && events.some((event) => event.position === position))
            throw new Error('no such mailbox');
        },
      },
    ],
  });
  runner.start();
  const head = await record.store.head(district);
  const wait = { subscriptions: ['mailer'], timeoutMs: 20_000 };
  expect(await progress.waitForPosition(district, head, wait)).toBe(true);

  const which = { subscription: 'mailer', position };
  const services = {
    databaseUrl: database.url,
    temporalAddress: null,
    namespace: 'aimline',
    users: [],
  };
  const status = await engineStatus(services);
  expect(status.districts![0]!.parked).toEqual([
    expect.objectContaining({
      ...which,
      type: 'StudentEnrolled',
      error: expect.stringMatching(/^Error in /),
    }),
  ]);
  expect(status.districts![0]!.subscriptions).toContainEqual(
    expect.objectContaining({
      name: 'mailer',
      position: head,
      head,
      behind: 0,
      secondsBehind: 0,
      parked: 1,
      owner: expect.stringContaining(`/${process.pid}/`),
    }),
  );
  const words = engineInWords(status).join('\n');
  expect(words).toContain(`npx aimline subscriptions retry mailer ${position}`);

  const installation = { progress };
  const failed = await retryParked(installation, district, which);
  expect(failed).toMatchObject({ exitCode: 1, document: { ...which, done: false } });
  broken = false;
  const done = await retryParked(installation, district, which);
  expect(done.document).toMatchObject({ ...which, done: true, error: null });
  await expect(retryParked(installation, district, which)).rejects.toMatchObject({
    code: 'not-parked',
    exitCode: 2,
  });
  expect((await engineStatus(services)).districts![0]!.parked).toEqual([]);
  await runner.stop();
  await progress.stop();
});
