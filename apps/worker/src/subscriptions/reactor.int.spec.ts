import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Recorded } from '#domain/decider';
import { RuleBroken } from '#domain/rule-broken';
import { streamId, uuidOf, type StreamId } from '#domain/streams';
import { aCalendar } from '#testing/a-calendar';
import { RunningEngine } from '#testing/running-engine';
import { Reactor } from './reactor.js';

let running: RunningEngine;

beforeAll(async () => {
  running = await RunningEngine.open();
  await running.found();
  running.startSubscriptions();
});

afterAll(() => running?.close());

/** A second reactor beside the one that follows the log: what it is given is delivered once more. */
function again(): Reactor {
  const { handler, views } = running.engine;
  return new Reactor(handler, views.processes, () => Promise.resolve());
}

async function typesOf(stream: StreamId): Promise<string[]> {
  return (await running.facts(stream)).map(({ type }) => type);
}

async function lastOf(stream: StreamId): Promise<Recorded> {
  return (await running.facts(stream)).at(-1)!;
}

async function aSchool(): Promise<string> {
  const school = randomUUID();
  await running.openSchool(school, 'Birch Elementary');
  return school;
}

async function aReferral(
  studentId: string,
  schoolId: string = running.ids.school,
): Promise<StreamId> {
  const referral = streamId('referral', randomUUID());
  await running.tell(referral, 'RequestEvaluation', {
    studentId,
    schoolId,
    by: 'staff',
    requesterId: null,
    received: '2025-09-01',
    written: true,
    areasOfConcern: ['reading-fluency'],
    concern: 'slow',
    calendar: running.calendar,
    ruleSet: null,
  });
  return referral;
}

async function aGroup(schoolId: string): Promise<StreamId> {
  const group = streamId('group', randomUUID());
  await running.tell(group, 'FormGroup', {
    name: 'Phonics A',
    schoolId,
    area: 'reading',
    tier: 2,
    interventionId: randomUUID(),
    specialistId: randomUUID(),
    place: null,
    calendar: running.calendar,
    ruleSet: running.ruleSet,
    schedule: { from: '2025-09-01', slots: [{ weekday: 1, startsAt: '09:00', minutes: 30 }] },
  });
  return group;
}

/** Plain weekdays, but no school in the week that begins on this Monday. */
async function aCalendarWithoutTheWeekOf(monday: string): Promise<string> {
  const calendarId: string = randomUUID();
  const [from, to] = [monday, monday.replace(/..$/, (day) => `0${Number(day) + 4}`)];
  await running.tell(
    streamId('calendar', calendarId),
    'PublishCalendar',
    aCalendar('A late start', {
      firstDay: '2025-08-18',
      closed: [{ from, to, kind: 'break', name: 'Late start' }],
    }),
  );
  return calendarId;
}

/** What the view of duties, which inbox and timers follow, says is owed. */
async function owedOf(stream: StreamId): Promise<{ key: string; due_on: string }[]> {
  const { rows } = await running.engine.db
    .of(running.district)
    .query(
      `select key, due_on::text from rm.duties where district_id = $1 and stream = $2 and to_pos is null`,
      [running.district, stream],
    );
  return rows as { key: string; due_on: string }[];
}

const transfer = (studentId: string, toSchoolId: string) =>
  running.tell(streamId('student', studentId), 'TransferStudent', { toSchoolId, on: '2025-09-01' });

const aPhase = (groupId: string, specialistId: string) => ({
  interventionId: randomUUID(),
  groupId,
  specialistId,
  dosage: { sessionsPerWeek: 3, minutes: 30, groupSize: 4, weeks: 8 },
  startsOn: '2025-09-01',
  baseline: { on: '2025-09-01', probes: [40, 38, 36] },
  goal: { method: 'rate', weeks: 30, value: null, ratePerWeek: 1.2, source: 'fuchs-1993' },
  changed: null,
});

test('a student who transfers takes cycle and referral along, once; another’s cycle stays', async () => {
  const [studentId, other] = [await running.enrol(), await running.enrol()];
  const [cycle, referral] = [await running.openCycle(studentId), await aReferral(studentId)];
  const stays = await running.openCycle(other);
  const toSchoolId = await aSchool();
  await transfer(studentId, toSchoolId);
  const head = await running.untilViewed();

  expect(await typesOf(cycle)).toEqual(['CycleOpened', 'PlacementProposed', 'CycleTransferred']);
  expect(await lastOf(referral)).toMatchObject({
    type: 'ReferralTransferred',
    data: { toSchoolId, calendar: running.calendar },
  });
  expect(await typesOf(stays)).not.toContain('CycleTransferred');

  const moved = await lastOf(streamId('student', studentId));
  const carried = await lastOf(cycle);
  expect(carried).toMatchObject({
    actor: { role: 'process' },
    causationId: moved.id,
    correlationId: moved.correlationId,
  });
  await again().react(running.district, [moved]);
  expect(await running.engine.store.head(running.district)).toBe(head);
});

test('delivered again after the school got a new calendar, it still adds nothing and is no fault', async () => {
  const studentId = await running.enrol();
  const cycle = await running.openCycle(studentId);
  await transfer(studentId, await aSchool());
  await running.untilViewed();
  const moved = await lastOf(streamId('student', studentId));
  await running.tell(streamId('calendar', running.ids.calendar), 'DeclareClosure', {
    from: '2025-10-13',
    to: '2025-10-13',
    kind: 'emergency_closure',
    name: 'storm',
    reason: 'storm',
  });
  const head = await running.untilViewed();
  await again().react(running.district, [moved]);
  expect(await running.engine.store.head(running.district)).toBe(head);
  const types = await typesOf(cycle);
  expect(types.filter((type) => type === 'CycleTransferred')).toHaveLength(1);
  expect(types.at(-1)).toBe('DueDatesMoved'); // the closure reached every open process of the calendar
});

test('a student who transfers goes by the calendar of their grade; days lost and made up move what is owed', async () => {
  const studentId = await running.enrol();
  const cycle = await running.openCycle(studentId);
  const [toSchoolId, calendarId] = [await aSchool(), randomUUID()];
  const calendar = streamId('calendar', calendarId);
  await running.tell(
    calendar,
    'PublishCalendar',
    aCalendar('Second grade', { firstDay: '2025-08-18' }),
  );
  const grades = ['2'];
  await running.tell(streamId('school', toSchoolId), 'ChooseSchoolCalendar', {
    calendarId,
    grades,
  });
  await transfer(studentId, toSchoolId);
  await running.untilViewed();
  expect(await lastOf(cycle)).toMatchObject({
    type: 'CycleTransferred',
    data: { calendar: { id: calendarId, version: 1 } },
  });

  const [day, name] = ['2025-09-03', 'ice'];
  const closure = { from: day, to: day, kind: 'emergency_closure', name, reason: name };
  await running.tell(calendar, 'DeclareClosure', closure);
  await running.untilViewed();
  const lost = await lastOf(cycle);
  expect(lost).toMatchObject({
    type: 'DueDatesMoved',
    data: { because: 'ice', calendar: { id: calendarId, version: 2 } },
  });

  const remote = { date: day, kind: 'remote', name, reason: 'taught remotely after all' };
  await running.tell(calendar, 'DeclareSchoolDay', remote);
  await running.untilViewed();
  const back = await lastOf(cycle);
  const moves = ({ data }: Recorded) =>
    (data as { moved: { duty: string; from: string; to: string }[] }).moved;
  expect(back).toMatchObject({
    type: 'DueDatesMoved',
    data: { because: 'taught remotely after all', calendar: { version: 3 } },
  });
  expect(moves(lost).length).toBeGreaterThan(0);
  expect(moves(back)).toEqual(
    moves(lost).map(({ duty, from, to }) => ({ duty, from: to, to: from })),
  );
});

test('a school that chooses another calendar takes its open processes along, each date that moves recorded, once', async () => {
  const [schoolId, other] = [await aSchool(), await running.enrol()];
  const inGrade2 = await running.openCycle(await running.enrol(), { schoolId });
  const elsewhere = await running.openCycle(other);
  const group = await aGroup(schoolId);
  const referral = await aReferral(await running.enrol(), schoolId);
  const chosen = await aCalendarWithoutTheWeekOf('2025-09-01');
  const school = streamId('school', schoolId);

  // For grade 2 only: the cycle of a second-grader goes over, the group goes by the school as a whole.
  const grades = ['2'];
  await running.tell(school, 'ChooseSchoolCalendar', { calendarId: chosen, grades });
  await running.untilViewed();
  const moved = await lastOf(inGrade2);
  expect(moved).toMatchObject({
    type: 'DueDatesMoved',
    actor: { role: 'process' },
    data: {
      calendar: { id: chosen, version: 1 },
      because: 'The school follows another calendar.',
      // Five school days after Monday the 1st: 2, 3, 4, 5 and 8; without that week 8, 9, 10, 11 and 12.
      moved: [{ from: '2025-09-08', to: '2025-09-12' }],
    },
  });
  const [day] = (moved.data as { moved: { duty: string; to: string }[] }).moved;
  expect(await owedOf(inGrade2)).toContainEqual({ key: day!.duty, due_on: day!.to });
  expect(await lastOf(referral)).toMatchObject({ data: { calendar: { id: chosen } } });
  expect(await typesOf(group)).not.toContain('DueDatesMoved');

  await running.tell(school, 'ChooseSchoolCalendar', { calendarId: chosen });
  const head = await running.untilViewed();
  expect(await typesOf(group)).toContain('DueDatesMoved');
  expect((await typesOf(inGrade2)).filter((type) => type === 'DueDatesMoved')).toHaveLength(1);
  expect(await typesOf(elsewhere)).not.toContain('DueDatesMoved');

  const [, ...choices] = await running.facts(school);
  await again().react(running.district, choices);
  expect(await running.engine.store.head(running.district)).toBe(head);

  // From now on a closure of the chosen calendar reaches them.
  const day2 = {
    from: '2025-09-09',
    to: '2025-09-09',
    kind: 'emergency_closure',
    name: 'ice',
    reason: 'ice',
  };
  await running.tell(streamId('calendar', chosen), 'DeclareClosure', day2);
  await running.untilViewed();
  for (const stream of [inGrade2, group, referral])
    expect(await lastOf(stream)).toMatchObject({
      type: 'DueDatesMoved',
      data: { calendar: { id: chosen, version: 2 }, because: 'ice' },
    });
});

test('a student who leaves ends cycle and referral; the return opens the cycle again, the referral not', async () => {
  const studentId = await running.enrol();
  const [cycle, referral] = [await running.openCycle(studentId), await aReferral(studentId)];
  const student = streamId('student', studentId);
  await running.tell(student, 'WithdrawStudent', { on: '2025-09-01', reason: 'moved' });
  await running.untilViewed();
  expect(await lastOf(cycle)).toMatchObject({ data: { reason: 'left-district' } });
  expect(await typesOf(referral)).toContain('ReferralClosed');

  const back = { schoolId: running.ids.school, grade: '2', on: '2025-09-01' };
  await running.tell(student, 'ReadmitStudent', back);
  await running.untilViewed();
  const open = (await running.engine.views.processes.open(running.district)).map((p) => p.stream);
  expect(open).toContain(cycle);
  expect(open).not.toContain(referral);
});

test('a phase that starts takes the student into its group', async () => {
  const studentId = await running.enrol();
  const cycle = await running.openCycle(studentId);
  const group = streamId('group', randomUUID());
  const specialistId = randomUUID();
  await running.tell(group, 'FormGroup', {
    name: 'Phonics B',
    schoolId: running.ids.school,
    area: 'reading',
    tier: 2,
    interventionId: randomUUID(),
    specialistId,
    place: null,
    calendar: running.calendar,
    ruleSet: running.ruleSet,
    schedule: { from: '2025-09-01', slots: [{ weekday: 1, startsAt: '09:00', minutes: 30 }] },
  });
  const { placementId } = (await lastOf(cycle)).data as { placementId: string };
  await running.tell(cycle, 'ConfirmPlacement', { placementId, present: [] });
  await running.tell(cycle, 'StartPhase', aPhase(uuidOf(group), specialistId));
  await running.untilViewed();
  expect(await lastOf(group)).toMatchObject({
    type: 'MemberAdded',
    data: { cycleId: uuidOf(cycle), studentId },
  });
});

test('a group that is gone gives the phase back to the cycle, once, and nothing is set aside', async () => {
  const cycle = await running.openCycle(await running.enrol());
  const { placementId } = (await lastOf(cycle)).data as { placementId: string };
  await running.tell(cycle, 'ConfirmPlacement', { placementId, present: [] });
  await running.tell(cycle, 'StartPhase', aPhase(randomUUID(), randomUUID()));
  await running.untilViewed();
  expect(await lastOf(cycle)).toMatchObject({ type: 'PhaseEnded', data: { reason: 'no-place' } });

  const started = (await running.facts(cycle)).find(({ type }) => type === 'PhaseStarted')!;
  await again().react(running.district, [started]);
  expect((await typesOf(cycle)).filter((type) => type === 'PhaseEnded')).toHaveLength(1);
  const { subscriptions } = await running.engine.progress.headsAndLags(running.district);
  expect(subscriptions.map(({ parked }) => parked)).toEqual([0, 0, 0]);
});

test('a reaction that the domain refuses is an answer: nothing is parked, and the next one is carried out', async () => {
  const studentId = await running.enrol();
  const [ended, goesOn] = [await running.openCycle(studentId), await aReferral(studentId)];
  await running.untilViewed();
  await running.stopSubscriptions();
  const toSchoolId = await aSchool();
  await transfer(studentId, toSchoolId);
  await running.tell(ended, 'CloseCycle', { on: '2025-09-01', reason: 'team-decision' });
  const data = { toSchoolId, calendar: running.calendar, on: '2025-09-01' };
  await expect(running.tell(ended, 'TransferCycle', data)).rejects.toThrow(RuleBroken);

  // The views stand where both were open.
  await again().react(running.district, [await lastOf(streamId('student', studentId))]);
  expect(await typesOf(ended)).not.toContain('CycleTransferred');
  expect(await typesOf(goesOn)).toContain('ReferralTransferred');

  running.startSubscriptions();
  await running.untilViewed();
  const { subscriptions } = await running.engine.progress.headsAndLags(running.district);
  expect(subscriptions.map(({ parked }) => parked)).toEqual([0, 0, 0]);
});
