import { randomBytes, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { operatorActor, type Recorded } from '#domain/decider';
import { deciders } from '#domain/registry';
import { defaultRuleSets } from '#domain/rule-set/defaults';
import { kindOf, streamId, type StreamId } from '#domain/streams';
import { migrate } from '#event-store/migrate';
import { readModelMigrations } from '#read-models/migrations';
import { untilQuiet } from '#read-models/quiet';
import { localDateOf } from '#domain/time';
import { freshDatabase, type FreshDatabase } from '#testing/database';
import { openEngine, type Engine } from './engine.js';
import { TemporalHost } from './temporal-host.js';

const district = randomUUID();
const ids = {
  calendar: randomUUID(),
  ruleSet: randomUUID(),
  school: randomUUID(),
  student: randomUUID(),
};
let database: FreshDatabase;
let engine: Engine;
let temporal: TemporalHost;

beforeAll(async () => {
  database = await freshDatabase();
  await migrate(database.url, readModelMigrations);
  const taskQueue = `engine-${randomUUID()}`;
  engine = openEngine({
    databaseUrl: database.url,
    masterKey: randomBytes(32),
    temporalAddress: inject('temporalAddress'),
    namespace: inject('temporalNamespace'),
    taskQueue,
    say: (line) => console.error(line),
  });
  temporal = new TemporalHost({
    address: inject('temporalAddress'),
    namespace: inject('temporalNamespace'),
    taskQueue,
    activities: engine.activities,
    bundle: fileURLToPath(new URL('../../../dist/workflow-bundle.js', import.meta.url)),
    say: (line) => console.error(line),
  });
  engine.start();
  temporal.start();
});

afterAll(async () => {
  await temporal?.stop();
  await engine?.stop();
  await database?.drop();
});

let told = 0;
function tell(stream: StreamId, type: string, data: object) {
  return engine.handler.handle(
    deciders[kindOf(stream)],
    { district, stream },
    {
      type,
      data,
      key: `test/${told++}`,
      actor: operatorActor,
    },
  );
}

async function clockTo(to: string): Promise<void> {
  await tell(streamId('district', district), 'AdvanceClock', { to });
  const quiet = await untilQuiet(
    engine.pool,
    district,
    () => new Promise((resolve) => setTimeout(resolve, 20)),
    30_000,
  );
  expect(quiet).toMatchObject({ behind: [], due: 0 });
}

async function facts(stream: StreamId): Promise<readonly Recorded[]> {
  return (await engine.store.read({ district, stream })).events;
}

/** The calendar of this test has no closures: school days are weekdays. Counted here by hand, as a second opinion. */
function nthWeekday(from: string, n: number): string {
  const day = new Date(`${from}T00:00:00Z`);
  for (let left = n; left > 0;) {
    day.setUTCDate(day.getUTCDate() + 1);
    if (day.getUTCDay() % 6 !== 0) left -= 1;
  }
  return day.toISOString().slice(0, 10);
}

test('a placement that nobody confirms: reminded, escalated, recorded, each on its school day', async () => {
  const startsAt = '2025-09-01T12:00:00.000Z';
  await engine.store.foundDistrict(district, { startsAt });
  await tell(streamId('district', district), 'FoundDistrict', {
    name: 'Lindenfield',
    mode: 'sandbox',
    timeZone: 'America/Chicago',
    identifier: null,
    clockStartsAt: startsAt,
  });
  await tell(streamId('calendar', ids.calendar), 'PublishCalendar', {
    name: '2025–26',
    because: 'the board adopted it',
    calendar: {
      timeZone: 'America/Chicago',
      dayStarts: '08:00',
      dayEnds: '16:00',
      years: [
        {
          firstDay: '2025-08-20',
          lastDay: '2026-06-05',
          weekdays: [1, 2, 3, 4, 5],
          closed: [],
          days: [],
        },
      ],
    },
  });
  await tell(streamId('rule-set', ids.ruleSet), 'DraftRuleSet', {
    document: defaultRuleSets.reading,
  });
  await tell(streamId('rule-set', ids.ruleSet), 'PublishRuleSet', { effectiveFrom: '2025-08-20' });
  const cycle = streamId('cycle', randomUUID());
  await tell(cycle, 'OpenCycle', {
    studentId: ids.student,
    schoolId: ids.school,
    grade: '2',
    area: 'reading',
    origin: { kind: 'guardian', concern: 'reads slowly' },
    ruleSet: { id: ids.ruleSet, version: 1 },
    calendar: { id: ids.calendar, version: 1 },
    previousCycleId: null,
    propose: { tier: 2, evidence: null, reason: 'guardian' },
  });
  for (let day = 2; day <= 30; day++)
    await clockTo(`2025-09-${String(day).padStart(2, '0')}T22:00:00.000Z`);

  // Placement rules of the reading defaults: 5 school days to decide from Monday, September 1; then the ladder counts on.
  const { decideWithinSchoolDays, ladder } = defaultRuleSets.reading.placement;
  const silences = (await facts(cycle))
    .filter((e) => e.type.startsWith('Reminder') || e.type.startsWith('Obligation'))
    .map((e) => [e.type, localDateOf(e.occurredAt, 'America/Chicago')]);
  const after = (n: number) => nthWeekday('2025-09-01', decideWithinSchoolDays + n);
  const first = silences.slice(0, ladder.remindAfter.length + 2);
  expect(new Set(first.map(String))).toEqual(
    new Set([
      ...ladder.remindAfter.map((n) => `ReminderSent,${after(n)}`),
      `ObligationEscalated,${after(ladder.escalateAfter!)}`,
      `ObligationMissed,${after(ladder.recordAfter)}`,
    ]),
  );
  const open = await engine.views.processes.openByKind(district);
  expect(open).toEqual({ cycle: 1 });
  expect(await engine.views.duties.due(district)).toBe(0);
});
