import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { operatorActor } from '#domain/decider';
import { deciders, processes } from '#domain/registry';
import { defaultRuleSets } from '#domain/rule-set/defaults';
import type { Scope, StaffRole } from '#domain/staff/events';
import { kindOf, streamId, type StreamId } from '#domain/streams';
import { openRecord } from '#event-store/record';
import { Progress } from '#event-store/subscription/progress';
import { SubscriptionRunner } from '#event-store/subscription/subscription-runner';
import { appMigrations } from '#platform/app/app-schema';
import { issueToken } from '#platform/app/tokens';
import { Folds } from '#read-models/folds';
import { readModelMigrations } from '#read-models/migrations';
import { project, readModelsSubscription } from '#read-models/read-models';
import type { ApiConfig } from '../../apps/api/src/config.js';
import { aCalendar } from './a-calendar.js';
import { anApi, apiConfig } from './an-api.js';
import { freshDatabase } from './database.js';

export const people = ['dana', 'alvaro', 'nora', 'mei', 'miriam', 'ruth'] as const;
export type PersonName = (typeof people)[number];

type Options = {
  /** Settings of the API that the test is about. */
  config?: Partial<ApiConfig>;
  /** No district at all: nobody has been here yet. */
  empty?: boolean;
  /** The folder of the built web app, if it is to be served too. */
  web?: string;
};

/** A sandbox district of two schools on a Tuesday in September, with the API over it and the views behind it. */
export async function apiDistrict({ config = {}, empty = false, web }: Options = {}) {
  const database = await freshDatabase();
  await database.migrate([...readModelMigrations, ...appMigrations]);
  const { AIMLINE_MASTER_KEY: key } = apiConfig();
  const { store, reference, handler } = openRecord(database.url, key);
  const progress = new Progress(database.url);
  const folds = new Folds({
    processes,
    read: async (of, stream, toVersion) =>
      (await store.read({ district: of, stream })).events.filter((e) => e.version <= toVersion),
    reference: (of, needs) => reference.for(of, needs),
  });
  const runner = new SubscriptionRunner({
    url: database.url,
    bodies: store.bodies,
    progress,
    subscribers: [
      {
        name: readModelsSubscription,
        apply: (of, events, tx) => project(folds, of, events, tx),
      },
    ],
  });
  progress.start();
  runner.start();

  const district = randomUUID();
  let told = 0;
  const tell = (stream: StreamId, type: string, data: object) =>
    handler.handle(
      deciders[kindOf(stream)],
      { district, stream },
      { type, data, key: `test/${told++}`, actor: operatorActor },
    );
  const ids = empty ? ({} as Ids) : await founded(district, store, tell);
  const settle = async () => {
    const wait = { subscriptions: [readModelsSubscription], timeoutMs: 20_000 };
    if (!(await progress.quiet(district, wait))) throw new Error('the views did not follow');
  };
  if (!empty) await settle();

  const pool = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
  pool.on('error', () => undefined); // dropping the database ends what is still closing
  const tokens = {} as Record<PersonName, string>;
  for (const name of empty ? [] : people)
    tokens[name] = await issueToken((text, values) => pool.query(text, values), {
      district,
      staffId: ids[name],
      label: 'test',
    });
  const { app, lines } = await anApi({ ...config, DATABASE_URL: database.url }, web);

  const ask = async (
    who: PersonName | null,
    method: 'GET' | 'POST',
    url: string,
    more: { body?: object | string; key?: string | null; ifMatch?: number; headers?: object } = {},
  ) => {
    const { body, key: idempotencyKey = randomUUID(), ifMatch } = more;
    const answer = await app.inject({
      method,
      url,
      payload: body,
      headers: {
        ...(who && { authorization: `Bearer ${tokens[who]}` }),
        ...(method === 'POST' && idempotencyKey !== null && { 'idempotency-key': idempotencyKey }),
        ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
        ...(method === 'POST' && { 'content-type': 'application/json' }),
        ...more.headers,
      },
    });
    return answer;
  };

  return {
    district,
    databaseUrl: database.url,
    ids,
    app,
    lines,
    store,
    pool,
    tokens,
    tell,
    settle,
    ask,
    async close() {
      await app.close();
      await runner.stop();
      await progress.stop();
      await store.close();
      await pool.end();
      await database.drop();
    },
  };
}

type Ids = Awaited<ReturnType<typeof founded>>;
export type ApiDistrict = Awaited<ReturnType<typeof apiDistrict>>;

type Tell = (stream: StreamId, type: string, data: object) => Promise<unknown>;

async function founded(
  district: string,
  store: { foundDistrict: (id: string, sandbox?: { startsAt: string }) => Promise<void> },
  tell: Tell,
) {
  const name = () => randomUUID();
  const ids = {
    calendar: name(),
    ruleSet: name(),
    intervention: name(),
    north: name(),
    south: name(),
    dana: name(),
    alvaro: name(),
    nora: name(),
    mei: name(),
    miriam: name(),
    ruth: name(),
    maya: name(),
    leo: name(),
    omar: name(),
    mayasCycle: name(),
    omarsCycle: name(),
    group: name(),
    referral: name(),
    window: name(),
  };
  const startsAt = '2025-09-02T14:00:00.000Z';
  await store.foundDistrict(district, { startsAt });
  await tell(streamId('district', district), 'FoundDistrict', {
    name: 'Lindenfield',
    mode: 'sandbox',
    timeZone: 'America/Chicago',
    identifier: null,
    clockStartsAt: startsAt,
  });
  await tell(
    streamId('calendar', ids.calendar),
    'PublishCalendar',
    aCalendar('2025–26', {
      closed: [{ from: '2025-11-26', to: '2025-11-28', kind: 'break', name: 'Thanksgiving' }],
    }),
  );
  await tell(streamId('rule-set', ids.ruleSet), 'DraftRuleSet', {
    document: defaultRuleSets.reading,
  });
  await tell(streamId('rule-set', ids.ruleSet), 'PublishRuleSet', { effectiveFrom: '2025-08-20' });
  await tell(streamId('intervention', ids.intervention), 'CatalogueIntervention', {
    name: 'Phonics set B',
    area: 'reading',
    skill: 'decoding',
    grades: ['1', '2', '3'],
    tiers: [2, 3],
    evidence: { level: 'local', citation: 'an invented programme' },
    dosage: { sessionsPerWeek: 4, minutes: 25, weeks: 12 },
    groupSize: { min: 3, max: 6 },
    intensity: {
      strength: 2,
      dosage: 2,
      alignment: 3,
      transfer: 1,
      comprehensiveness: 2,
      support: null,
      individualization: 1,
    },
    steps: ['Review', 'Teach', 'Practise', 'Read'],
    qualified: ['reading specialist'],
  });
  for (const [school, called] of [
    [ids.north, 'Ash Grove'],
    [ids.south, 'Birch Hill'],
  ] as const)
    await tell(streamId('school', school), 'OpenSchool', {
      name: called,
      identifier: null,
      sourcedId: null,
      grades: ['1', '2', '3', '5'],
      calendarId: ids.calendar,
    });
  const staff: [PersonName, StaffRole, Scope][] = [
    ['dana', 'district-admin', { kind: 'district' }],
    ['alvaro', 'school-admin', { kind: 'schools', schoolIds: [ids.north] }],
    ['nora', 'specialist', { kind: 'schools', schoolIds: [ids.north] }],
    ['mei', 'teacher', { kind: 'caseload', schoolIds: [ids.north] }],
    ['miriam', 'psychologist', { kind: 'schools', schoolIds: [ids.north, ids.south] }],
    ['ruth', 'auditor', { kind: 'district' }],
  ];
  for (const [who, role, scope] of staff)
    await tell(streamId('staff', ids[who]), 'AuthoriseStaff', {
      givenName: who[0]!.toUpperCase() + who.slice(1),
      familyName: 'Lindgren',
      email: null,
      role,
      scope,
      sourcedId: null,
      identities: [{ provider: 'roster', subject: `${who}.lindgren` }],
    });
  const students = [
    ['maya', 'Maya', '2', ids.north],
    ['leo', 'Leo', '5', ids.north],
    ['omar', 'Omar', '2', ids.south],
  ] as const;
  for (const [who, given, grade, schoolId] of students)
    await tell(streamId('student', ids[who]), 'EnrolStudent', {
      name: { given, middle: null, family: 'Rivers' },
      birthDate: '2018-01-15',
      grade,
      schoolId,
      ids: { local: `00${grade}-${given}`, state: null, sourcedId: null },
      on: '2025-08-20',
    });
  await tell(streamId('student', ids.maya), 'PlaceStudentInClass', {
    classSourcedId: 'class-2a',
    title: 'Grade 2 A',
    subject: null,
    homeroom: true,
    teacherIds: [ids.mei],
    on: '2025-08-20',
  });
  for (const [cycle, studentId, schoolId] of [
    [ids.mayasCycle, ids.maya, ids.north],
    [ids.omarsCycle, ids.omar, ids.south],
  ] as const)
    await tell(streamId('cycle', cycle), 'OpenCycle', {
      studentId,
      schoolId,
      grade: '2',
      area: 'reading',
      origin: { kind: 'guardian', concern: 'reads slowly' },
      ruleSet: { id: ids.ruleSet, version: 1 },
      calendar: { id: ids.calendar, version: 1 },
      previousCycleId: null,
      propose: { tier: 2, evidence: null, reason: 'a guardian is worried' },
    });
  await tell(streamId('group', ids.group), 'FormGroup', {
    name: 'Phonics B, mornings',
    schoolId: ids.north,
    area: 'reading',
    tier: 2,
    interventionId: ids.intervention,
    specialistId: ids.nora,
    place: 'Room 4',
    calendar: { id: ids.calendar, version: 1 },
    ruleSet: { id: ids.ruleSet, version: 1 },
    schedule: {
      from: '2025-09-08',
      slots: [1, 2, 3, 4].map((weekday) => ({ weekday, startsAt: '09:00', minutes: 25 })),
    },
  });
  await tell(streamId('referral', ids.referral), 'RequestEvaluation', {
    studentId: ids.maya,
    schoolId: ids.north,
    by: 'guardian',
    requesterId: null,
    received: '2025-09-02',
    written: true,
    areasOfConcern: ['basic-reading-skill'],
    concern: 'She still guesses words.',
    calendar: { id: ids.calendar, version: 1 },
    ruleSet: { id: ids.ruleSet, version: 1 },
  });
  await tell(streamId('screening-window', ids.window), 'ScheduleWindow', {
    schoolId: ids.north,
    area: 'reading',
    season: 'fall',
    schoolYear: 2025,
    opensOn: '2025-09-08',
    closesOn: '2025-09-12',
    makeUpsUntil: '2025-09-19',
    calendar: { id: ids.calendar, version: 1 },
    ruleSets: [{ ruleSet: { id: ids.ruleSet, version: 1 }, grades: ['1', '2', '3', '5'] }],
  });
  return ids;
}
