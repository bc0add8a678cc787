import { afterEach, beforeEach, expect, test } from 'vitest';
import { RunningEngine } from '#testing/running-engine';
import { eventually } from '#testing/scripted-engine';
import { countStrangers } from './runs.js';
import { engineInWords } from './status-districts.js';

let running: RunningEngine;

beforeEach(async () => {
  running = await RunningEngine.open();
  await running.found();
  running.startSubscriptions();
  running.startTemporal();
});

afterEach(() => running?.close());

const strangers = () => countStrangers(running.engine.client, running.taskQueue);

test('a workflow of a type that this build does not have is named, and nothing of ours is', async () => {
  await running.openCycle();
  await running.untilQuiet();
  await eventually(async () => (await running.runs()).length === 1);
  expect(await strangers()).toEqual({});

  const { taskQueue } = running;
  const stranger = await running.engine.client.workflow.start('summerSchool', {
    workflowId: `stranger-of-${taskQueue}`,
    taskQueue,
    args: [],
  });
  try {
    await eventually(async () => (await strangers())['summerSchool'] === 1);
    const words = engineInWords({
      districts: null,
      workflows: { interventionCycle: 1 },
      strangers: await strangers(),
    });
    expect(words).toEqual([
      'workflows: 1 interventionCycle',
      expect.stringMatching(
        /^ {2}UNKNOWN WORKFLOW summerSchool: 1 running, .*run the newer Aimline/,
      ),
    ]);
  } finally {
    await stranger.terminate();
  }
  await eventually(async () => Object.keys(await strangers()).length === 0);
});

test('a signal that is not ours changes nothing: the run goes on, and takes its rungs', async () => {
  const cycle = await running.openCycle();
  await running.untilQuiet();
  const run = running.engine.client.workflow.getHandle(cycle);
  await run.signal('summon', { position: 'nowhere' });
  await running.advance('2025-09-12T22:00:00.000Z');
  expect(await running.untilQuiet()).toMatchObject({ behind: [], due: 0 });
  const facts = await running.facts(cycle);
  expect(facts.filter(({ type }) => type === 'ReminderSent')).not.toEqual([]);
});
