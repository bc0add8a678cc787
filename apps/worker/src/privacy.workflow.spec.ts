import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { streamId, uuidOf, type StreamId } from '#domain/streams';
import { RunningEngine } from '#testing/running-engine';
import { eventually } from '#testing/scripted-engine';

// What must never reach Temporal: it keeps histories in clear, and they are no part of the sealed record.
const canary = {
  given: 'Canarina',
  family: 'Quillfeather',
  guardian: 'Ottoline Quillfeather',
  concern: 'mixes up b and d since the move',
  reason: 'the aunt asked for more help',
  // No clock writes such digits: a time of day must not look like a score.
  probe: 38.250417936,
  score: 271.504179362,
  file: 'quillfeather-roster.csv',
  email: 'ottoline@quillfeather.example',
};
const canaries = [
  'Canarina',
  'Quillfeather',
  'Ottoline',
  'mixes up',
  'aunt',
  '38.250417936',
  '271.504179362',
  '.csv',
];

let running: RunningEngine;

beforeAll(async () => {
  running = await RunningEngine.open();
  await running.found();
  running.startSubscriptions();
  running.startTemporal();
});

afterAll(() => running?.close());

/** Every history of the district, runs that ended or were continued included, as JSON with its payloads in clear. */
async function histories(): Promise<
  { id: string; type: string; text: string; payloads: unknown[] }[]
> {
  const { workflow } = running.engine.client;
  const found = [];
  for await (const { workflowId, runId, type } of workflow.list({
    query: `TaskQueue = '${running.taskQueue}'`,
  })) {
    const history = await workflow.getHandle(workflowId, runId).fetchHistory();
    const payloads: unknown[] = [];
    const text = JSON.stringify(JSON.parse(historyToJSON(history)), (key, value: unknown) => {
      if (key !== 'data' || typeof value !== 'string') return value;
      const clear = Buffer.from(value, 'base64').toString();
      if (clear !== '') payloads.push(JSON.parse(clear));
      return clear;
    });
    found.push({ id: workflowId, type, text, payloads });
  }
  return found;
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const allowedText = [
  new RegExp(`^${uuid}$`),
  new RegExp(`^[a-z-]+/${uuid}$`), // a stream
  new RegExp(`^duty/[a-z-]+/${uuid}(/[a-zA-Z0-9:.-]+)*/rung-\\d+$`), // a rung
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, // an instant
  /^[a-z][a-z-]*$/, // a word of the domain: a kind of duty, a stage, a status
  /^\d+$/, // a chapter
];

/** Ids, instants, positions and words of the domain are all that a payload may hold. */
function beyondIds(value: unknown): unknown[] {
  if (value === null || typeof value === 'boolean') return [];
  if (typeof value === 'number') return Number.isInteger(value) ? [] : [value];
  if (typeof value === 'string')
    return allowedText.some((allowed) => allowed.test(value)) ? [] : [value];
  return Object.values(value as object).flatMap(beyondIds);
}

function canariesIn(text: string): string[] {
  return canaries.filter((word) => text.toLowerCase().includes(word.toLowerCase()));
}

async function last(stream: StreamId, type: string): Promise<Record<string, string>> {
  const facts = await running.facts(stream);
  return facts.findLast((fact) => fact.type === type)!.data as Record<string, string>;
}

async function aWholeFile(): Promise<void> {
  const { ids, district } = running;
  const studentId = await running.enrol({
    given: canary.given,
    middle: null,
    family: canary.family,
  });
  const student = streamId('student', studentId);
  const guardianId = randomUUID();
  await running.tell(student, 'RecordGuardian', {
    guardianId,
    name: canary.guardian,
    relationship: 'aunt',
    language: 'en',
    email: canary.email,
    phone: null,
  });
  await running.tell(student, 'RecordScore', {
    measure: 'dibels-8/composite',
    on: '2025-09-01',
    value: canary.score,
    text: String(canary.score),
    level: 'Well Below Benchmark',
    percentile: 4,
    form: null,
    season: 'fall',
    testGrade: '2',
    enrolledGrade: '2',
    schoolId: ids.school,
    source: { kind: 'staff', staffId: randomUUID() },
  });
  const cycle = await running.openCycle(studentId, {
    origin: { kind: 'guardian', concern: canary.concern },
  });
  const specialistId = randomUUID();
  const group = streamId('group', randomUUID());
  await running.tell(group, 'FormGroup', {
    name: 'Quillfeather and others',
    schoolId: ids.school,
    area: 'reading',
    tier: 2,
    interventionId: randomUUID(),
    specialistId,
    place: 'Room 4',
    calendar: running.calendar,
    ruleSet: running.ruleSet,
    schedule: {
      from: '2025-09-02',
      slots: [1, 3, 5].map((weekday) => ({ weekday, startsAt: '09:00', minutes: 30 })),
    },
  });
  const { placementId } = await last(cycle, 'PlacementProposed');
  await running
    .tell(cycle, 'OverridePlacement', {
      placementId,
      tier: 2,
      reason: canary.reason,
      present: [],
    })
    .catch(() => running.tell(cycle, 'ConfirmPlacement', { placementId, present: [] }));
  await running.untilQuiet();
  await running.advance('2025-09-02T21:00:00.000Z');
  await running.untilQuiet();
  await running.tell(cycle, 'StartPhase', {
    interventionId: randomUUID(),
    groupId: uuidOf(group),
    specialistId,
    dosage: { sessionsPerWeek: 3, minutes: 30, groupSize: 4, weeks: 8 },
    startsOn: '2025-09-02',
    baseline: { on: '2025-09-02', probes: [40, canary.probe, 36] },
    goal: { method: 'rate', weeks: 30, value: null, ratePerWeek: 1.2, source: 'fuchs-1993' },
    changed: null,
  });
  await running.tell(streamId('referral', randomUUID()), 'RequestEvaluation', {
    studentId,
    schoolId: ids.school,
    by: 'guardian',
    requesterId: guardianId,
    received: '2025-09-02',
    written: true,
    areasOfConcern: ['reading-fluency'],
    concern: canary.concern,
    calendar: running.calendar,
    ruleSet: null,
  });
  await running.tell(streamId('screening-window', randomUUID()), 'ScheduleWindow', {
    schoolId: ids.school,
    area: 'reading',
    season: 'fall',
    schoolYear: 2025,
    opensOn: '2025-09-03',
    closesOn: '2025-09-05',
    makeUpsUntil: '2025-09-09',
    calendar: running.calendar,
    ruleSets: [{ ruleSet: running.ruleSet, grades: ['2'] }],
  });
  const bytes = Buffer.from(`name,score\n${canary.given} ${canary.family},${canary.score}\n`);
  const sha256 = await running.engine.files.keep(district, bytes);
  await running.tell(streamId('import', randomUUID()), 'ReceiveFile', {
    kind: 'roster',
    files: [{ name: canary.file, sha256, bytes: bytes.length }],
    profile: null,
  });
}

test('a student’s whole file passes by, and Temporal has seen ids, instants and words of the domain', async () => {
  await aWholeFile();
  await running.advance('2025-09-19T22:00:00.000Z');
  expect(await running.untilQuiet()).toMatchObject({ behind: [], due: 0 });

  await eventually(async () => new Set((await histories()).map(({ type }) => type)).size === 5);
  const seen = await histories();
  expect(new Set(seen.map(({ type }) => type))).toEqual(
    new Set([
      'interventionCycle',
      'deliverySchedule',
      'evaluationReferral',
      'screeningWindow',
      'dataImport',
    ]),
  );
  const works = [
    'notifyGuardian',
    'closeWindow',
    'proposePlacements',
    'advanceImport',
    'stepDue',
    'lookAt',
  ];
  for (const work of works) expect(seen.some(({ text }) => text.includes(`"${work}"`))).toBe(true);
  for (const { id, text, payloads } of seen) {
    expect(payloads.flatMap(beyondIds)).toEqual([]);
    expect({ id, found: canariesIn(text) }).toEqual({ id, found: [] });
  }
});

test('an activity that fails on a student’s row leaves a code in history and log, and no word of the row', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const cycle = await running.openCycle(await running.enrol());
  await running.untilQuiet();
  const { client } = running.engine;
  await running.behind.query(`
    create function refuse() returns trigger language plpgsql as
      $$ begin raise exception 'row of ${canary.guardian}' using detail = '${canary.concern}'; end $$;
    create trigger refuse before insert on es.events
      for each row when (new.type = 'ReminderSent') execute function refuse()`);
  await running.advance('2025-10-01T22:00:00.000Z');
  const run = client.workflow.getHandle(cycle);
  await eventually(async () => {
    const { raw } = await run.describe();
    const [pending] = raw.pendingActivities ?? [];
    if (!pending?.lastFailure) return false;
    expect(canariesIn(JSON.stringify(pending))).toEqual([]);
    return true;
  });
  await running.behind.query('drop function refuse cascade');
  expect(await running.untilQuiet()).toMatchObject({ behind: [], due: 0 });

  const { text } = (await histories()).find(({ id }) => id === cycle)!;
  expect(text).toContain('lastFailure');
  expect(canariesIn(text)).toEqual([]);
  const logged = log.mock.calls.map((line) => inspect(line)).join('\n');
  expect(logged).toContain('P0001');
  expect(canariesIn(logged)).toEqual([]);
});
