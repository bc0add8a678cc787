import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Recorded } from '#domain/decider';
import { kindOf, streamId, type StreamId } from '#domain/streams';
import { apiDistrict, type ApiDistrict } from '#testing/api-district';

/** 34 CFR 300.301(b), OSEP 11-07: a request is taken from every state; a clock runs from the receipt of consent. */
let world: ApiDistrict;

beforeAll(async () => {
  world = await apiDistrict();
});
afterAll(() => world.close());

async function enrol(given: string): Promise<string> {
  const id = randomUUID();
  await world.tell(streamId('student', id), 'EnrolStudent', {
    name: { given, middle: null, family: 'Rivers' },
    birthDate: '2018-01-15',
    grade: '2',
    schoolId: world.ids.north,
    ids: { local: given, state: null, sourcedId: null },
    on: '2025-08-20',
  });
  return id;
}

/** A cycle in the middle of its first phase. */
async function inPhase(studentId: string): Promise<StreamId> {
  const { ids } = world;
  const cycle = streamId('cycle', randomUUID());
  const opened = await world.tell(cycle, 'OpenCycle', {
    studentId,
    schoolId: ids.north,
    grade: '2',
    area: 'reading',
    origin: { kind: 'guardian', concern: 'reads slowly' },
    ruleSet: { id: ids.ruleSet, version: 1 },
    calendar: { id: ids.calendar, version: 1 },
    previousCycleId: null,
    propose: { tier: 2, evidence: null, reason: 'a guardian is worried' },
  });
  const { placementId } = opened.events[1]!.data as { placementId: string };
  await world.tell(cycle, 'ConfirmPlacement', { placementId, present: [ids.nora] });
  await world.tell(cycle, 'StartPhase', {
    interventionId: ids.intervention,
    groupId: ids.group,
    specialistId: ids.nora,
    dosage: { sessionsPerWeek: 4, minutes: 25, groupSize: 4, weeks: 12 },
    startsOn: '2025-09-02',
    baseline: { on: '2025-09-02', probes: [38, 45, 42] },
    goal: { method: 'rate', weeks: 12, value: null, ratePerWeek: 1.5, source: 'the rule set' },
    changed: null,
  });
  return cycle;
}

/** The same, and its team has decided that the student no longer needs it. */
async function exited(studentId: string): Promise<StreamId> {
  const cycle = await inPhase(studentId);
  await world.tell(cycle, 'CloseCycle', { on: '2025-09-02', reason: 'team-decision' });
  return cycle;
}

const everything = () => world.store.readLog(world.district, 0, 10_000);

async function ask(url: string, body: object): Promise<string> {
  const answer = await world.ask('miriam', 'POST', url, { body });
  expect(answer.statusCode, `${url} ${answer.body.slice(0, 300)}`).toBeLessThan(300);
  return answer.statusCode === 201 ? (answer.json() as { id: string }).id : '';
}

test('a guardian asks for a student without a cycle, one in mid-phase and one who exited: three clocks run, and nothing else changes', async () => {
  const students = {
    'no cycle': await enrol('Ada'),
    'in phase': await enrol('Ben'),
    exited: await enrol('Cleo'),
  };
  await inPhase(students['in phase']);
  await exited(students.exited);
  await world.settle();
  const before = (await everything()).length;

  const on = '2025-09-02';
  const clocks: unknown[] = [];
  for (const studentId of Object.values(students)) {
    const id = await ask('/v1/referrals', {
      studentId,
      by: 'guardian',
      received: on,
      written: false,
      areasOfConcern: ['reading-fluency'],
      concern: 'I want to know what is behind it.',
    });
    await world.settle();
    const url = `/v1/referrals/${id}`;
    await ask(`${url}/notice`, { on, action: 'evaluate', reason: 'asked by a guardian' });
    await ask(`${url}/safeguards`, { on });
    await ask(`${url}/consent-request`, { on });
    await ask(`${url}/consent`, { signedOn: on, receivedOn: on });
    await world.settle();
    const { clocks: running } = (await world.ask('miriam', 'GET', url)).json() as {
      clocks: unknown[];
    };
    clocks.push(...running);
  }

  // 60 calendar days from the receipt of consent (34 CFR 300.301(c)(1)(i)): September has 28 days left, October 31.
  const clock = expect.objectContaining({
    clock: 'evaluation',
    dueOn: '2025-11-01',
    status: 'running',
  });
  expect(clocks).toEqual([clock, clock, clock]);
  const since: readonly Recorded[] = (await everything()).slice(before);
  expect(new Set(since.map(({ stream }) => kindOf(stream)))).toEqual(
    new Set(['referral', 'access']),
  );
});
