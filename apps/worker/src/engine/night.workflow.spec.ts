import { afterEach, beforeEach, expect, test } from 'vitest';
import { streamId, uuidOf, type StreamId } from '#domain/streams';
import { agrees, reconciledInWords } from '#workflows/reconciled';
import { RunningEngine } from '#testing/running-engine';
import { eventually } from '#testing/scripted-engine';

let running: RunningEngine;

beforeEach(async () => {
  running = await RunningEngine.open();
  await running.found();
  running.startSubscriptions();
  running.startTemporal();
});

afterEach(() => running?.close());

const reconcile = () => running.engine.activities.reconcile();

async function untilRunning(...streams: readonly StreamId[]): Promise<void> {
  await eventually(async () => {
    const runs = await running.runs();
    return runs.length === streams.length && streams.every((stream) => runs.includes(stream));
  });
}

test('a night finds and repairs a row edited, a row missing, a run missing and a run too many, and says each', async () => {
  const student = await running.enrol();
  const [edited, unlisted, terminated] = [
    await running.openCycle(student),
    await running.openCycle(),
    await running.openCycle(),
  ] as const;
  await running.untilQuiet();
  await untilRunning(edited, unlisted, terminated);
  expect(agrees(await reconcile())).toBe(true);

  // Behind the application's back: a student is renamed, a process is struck off the list, a workflow is ended, another started.
  const { behind, engine, district, taskQueue } = running;
  await behind.query(`update rm.students set family_name = 'Nobody' where student_id = $1`, [
    student,
  ]);
  await behind.query('delete from rm.processes where stream = $1', [unlisted]);
  await engine.client.workflow.getHandle(terminated).terminate('a fault of the test');
  const closed = await running.openCycle();
  await running.tell(closed, 'CloseCycle', { on: '2025-09-01', reason: 'team-decision' });
  await running.untilQuiet();
  await untilRunning(edited, unlisted);
  const tooMany = streamId('cycle', uuidOf(closed));
  await running.stopTemporal(); // or the run would see by itself that its process is closed
  await engine.client.workflow.start('interventionCycle', {
    workflowId: tooMany,
    taskQueue,
    args: [{ district, stream: tooMany }],
  });
  await untilRunning(edited, unlisted, tooMany);

  const found = await reconcile();
  expect(found).toMatchObject({ open: 3, started: 1, surplus: 1, ahead: 0, behind: [] });
  expect(found.views.streams).toBe(found.views.of);
  expect(found.views.differences).toEqual(
    expect.arrayContaining([
      { table: 'students', changed: 1, missing: 0, extra: 0 },
      { table: 'processes', changed: 0, missing: 1, extra: 0 },
    ]),
  );
  expect(found.views.differences).toHaveLength(2);
  const words = reconciledInWords(found, true);
  expect(words).toContain('1 had no workflow and were given one');
  expect(words).toContain('students: 1 changed');
  expect(words).toContain('processes: 1 missing');

  running.startTemporal();
  await untilRunning(edited, unlisted, terminated);
  const { rows } = await behind.query<{ family_name: string }>(
    'select family_name from rm.students where student_id = $1',
    [student],
  );
  expect(rows).toEqual([{ family_name: 'Ember' }]);
  expect(agrees(await reconcile())).toBe(true);
});

test('a subscription that does not follow is named, with how far it is behind', async () => {
  await running.untilQuiet();
  await running.stopSubscriptions();
  await running.enrol();
  const { behind } = await reconcile();
  expect(behind.map(({ subscription, events }) => [subscription, events])).toEqual([
    ['read-models', 1],
    ['reactor', 1],
    ['dispatcher', 1],
  ]);
  expect(behind[0]!.district).toBe(running.district);
});
