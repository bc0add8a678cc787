import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { streamId, uuidOf, type StreamId } from '#domain/streams';
import { aCalendar } from '#testing/a-calendar';
import { RunningEngine } from '#testing/running-engine';

/** The process's own work, carried out as its workflow would ask for it. */
let running: RunningEngine;

beforeAll(async () => {
  running = await RunningEngine.open();
  await running.found();
  running.startSubscriptions();
});

afterAll(() => running?.close());

const lastOf = async (stream: StreamId, type: string) =>
  (await running.facts(stream)).findLast((event) => event.type === type)!;

test('a letter that was held up while the team went on still says what the guardian is owed', async () => {
  const cycle = await running.openCycle(await running.enrol());
  const group = streamId('group', randomUUID());
  const [specialistId, interventionId] = [randomUUID(), randomUUID()];
  const { calendar, ruleSet } = running;
  await running.tell(group, 'FormGroup', {
    name: 'Phonics B',
    schoolId: running.ids.school,
    area: 'reading',
    tier: 2,
    interventionId,
    specialistId,
    place: null,
    calendar,
    ruleSet,
    schedule: { from: '2025-09-01', slots: [{ weekday: 1, startsAt: '09:00', minutes: 30 }] },
  });
  const { placementId } = (await lastOf(cycle, 'PlacementProposed')).data as Record<string, string>;
  await running.tell(cycle, 'ConfirmPlacement', { placementId, present: [] });
  await running.tell(cycle, 'StartPhase', {
    interventionId,
    groupId: uuidOf(group),
    specialistId,
    dosage: { sessionsPerWeek: 3, minutes: 30, groupSize: 4, weeks: 8 },
    startsOn: '2025-09-01',
    baseline: { on: '2025-09-01', probes: [40, 38, 36] },
    goal: { method: 'rate', weeks: 30, value: null, ratePerWeek: 1.2, source: 'fuchs-1993' },
    changed: null,
  });
  await running.tell(cycle, 'OpenReview', {});
  const { reviewId } = (await lastOf(cycle, 'ReviewOpened')).data as Record<string, string>;
  await running.advance('2025-09-01T13:00:00.000Z');
  await running.tell(cycle, 'HoldReview', {
    reviewId,
    on: '2025-09-01',
    decision: 'continue',
    reason: 'early look',
    note: 'early look',
    present: [],
    newGoal: null,
  });
  await running.untilViewed();

  const ref = { district: running.district, stream: cycle };
  const owed = async () => (await running.engine.activities.lookAt(ref)).duties;
  const letter = (await owed()).find(({ kind }) => kind === 'notify-guardian')!;
  await running.engine.activities.notifyGuardian(ref, letter);
  expect((await lastOf(cycle, 'GuardianNotified')).data).toMatchObject({ about: 'placement' });
  expect((await owed()).map(({ kind }) => kind)).not.toContain('notify-guardian');
});

test('a student who was screened and then came from another school counts as screened', async () => {
  const student = await running.enrol();
  const { district, calendar, ruleSet } = running;
  await running.tell(streamId('student', student), 'RecordScore', {
    measure: 'dibels-8/composite',
    on: '2025-09-01',
    value: 300,
    text: '300',
    level: null,
    percentile: 12,
    form: null,
    season: 'fall',
    testGrade: '2',
    enrolledGrade: '2',
    schoolId: running.ids.school,
    source: { kind: 'staff', staffId: randomUUID() },
  });
  const toSchoolId = randomUUID();
  await running.openSchool(toSchoolId, 'Birch Elementary');
  await running.tell(streamId('student', student), 'TransferStudent', {
    toSchoolId,
    on: '2025-09-01',
  });
  const window = streamId('screening-window', randomUUID());
  await running.tell(window, 'ScheduleWindow', {
    schoolId: toSchoolId,
    area: 'reading',
    season: 'fall',
    schoolYear: 2025,
    opensOn: '2025-09-01',
    closesOn: '2025-09-02',
    makeUpsUntil: '2025-09-03',
    calendar,
    ruleSets: [{ ruleSet, grades: ['2'] }],
  });
  const ref = { district, stream: window };
  await running.advance('2025-09-03T21:00:00.000Z');
  for (const { key, kind } of (await running.engine.activities.lookAt(ref)).duties)
    if (kind === 'open-window') await running.engine.activities.stepDue(ref, { key });
  const [close] = (await running.engine.activities.lookAt(ref)).duties.filter(
    ({ kind }) => kind === 'close-window',
  );
  await running.engine.activities.closeWindow(ref, close!);
  expect((await lastOf(window, 'WindowClosed')).data).toMatchObject({
    expected: 1,
    screened: 1,
    missed: 0,
  });
});

test('a proposal goes by the calendar of the student’s grade, not by that of a window for several', async () => {
  const { district, calendar, ruleSet } = running;
  const [schoolId, calendarId] = [randomUUID(), randomUUID()];
  await running.openSchool(schoolId, 'Cedar Elementary');
  await running.tell(
    streamId('calendar', calendarId),
    'PublishCalendar',
    aCalendar('Second grade', { firstDay: '2025-08-18' }),
  );
  await running.tell(streamId('school', schoolId), 'ChooseSchoolCalendar', {
    calendarId,
    grades: ['2'],
  });
  const student = await running.enrol();
  await running.tell(streamId('student', student), 'TransferStudent', {
    toSchoolId: schoolId,
    on: '2025-09-01',
  });
  await running.tell(streamId('student', student), 'RecordScore', {
    measure: 'dibels-8/composite',
    on: '2025-09-02',
    value: 280,
    text: '280',
    level: 'Well Below Benchmark',
    percentile: 4,
    form: null,
    season: 'fall',
    testGrade: '2',
    enrolledGrade: '2',
    schoolId,
    source: { kind: 'staff', staffId: randomUUID() },
  });
  const window = streamId('screening-window', randomUUID());
  await running.tell(window, 'ScheduleWindow', {
    schoolId,
    area: 'reading',
    season: 'fall',
    schoolYear: 2025,
    opensOn: '2025-09-02',
    closesOn: '2025-09-04',
    makeUpsUntil: '2025-09-05',
    calendar,
    ruleSets: [{ ruleSet, grades: ['1', '2'] }],
  });
  const ref = { district, stream: window };
  const owed = async (kind: string) =>
    (await running.engine.activities.lookAt(ref)).duties.find((duty) => duty.kind === kind)!;
  await running.advance('2025-09-05T21:00:00.000Z');
  await running.engine.activities.stepDue(ref, { key: (await owed('open-window')).key });
  await running.engine.activities.closeWindow(ref, await owed('close-window'));
  await running.engine.activities.proposePlacements(ref, await owed('propose-placements'));
  await running.untilViewed();
  const { processes } = await running.engine.views.processes.concerned(district, {
    studentId: student,
  });
  expect(processes).toMatchObject([{ kind: 'cycle', calendar: { id: calendarId, version: 1 } }]);
});
