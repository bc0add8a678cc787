import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StreamId } from '#domain/streams';
import { RunningEngine } from '#testing/running-engine';
import { builtBundle, eventually } from '#testing/scripted-engine';
import { reloadSweep, runsFromBefore } from './reload-sweep.js';

let running: RunningEngine;
let cycles: StreamId[];

beforeEach(async () => {
  running = await RunningEngine.open();
  await running.found();
  running.startSubscriptions();
  running.startTemporal();
  cycles = [await running.openCycle(), await running.openCycle(), await running.openCycle()];
  await running.untilQuiet();
  await eventually(async () => (await running.runs()).length === cycles.length);
  await eventually(async () => (await Promise.all(cycles.map(hasLooked))).every(Boolean));
});

afterEach(() => running?.close());

const client = () => running.engine.client;
const now = () => new Date().toISOString();
const runsBefore = (before: string) => runsFromBefore(client(), running.taskQueue, before);

async function runIds(): Promise<string[]> {
  const described = cycles.map((stream) => client().workflow.getHandle(stream).describe());
  return (await Promise.all(described)).map(({ runId }) => runId);
}

const recorded = async () =>
  Promise.all(cycles.map(async (stream) => (await running.facts(stream)).length));

/** Before its first look a run has no history that another build could fail to explain. */
async function hasLooked(stream: StreamId): Promise<boolean> {
  const { events } = await client().workflow.getHandle(stream).fetchHistory();
  return (events ?? []).some((event) => event.activityTaskCompletedEventAttributes);
}

/** What a run does that has met history its code cannot explain: its workflow task fails, again and again. */
async function isStuck(stream: StreamId): Promise<boolean> {
  const { raw } = await client().workflow.getHandle(stream).describe();
  return (raw.pendingWorkflowTask?.attempt ?? 0) > 1;
}

test('after a sweep every run is a new one, the record is as it was, and a second sweep finds nobody to ask', async () => {
  const [deploy, before, facts] = [now(), await runIds(), await recorded()];
  const from = performance.now();
  expect(await reloadSweep(client(), await runsBefore(deploy), 10)).toEqual({ asked: 3, gone: 0 });
  expect(performance.now() - from).toBeGreaterThanOrEqual(190); // the third is asked two tenths later than the first

  await eventually(async () => (await runIds()).every((run) => !before.includes(run)));
  await eventually(async () => (await runsBefore(deploy)).length === 0);
  expect(await reloadSweep(client(), await runsBefore(deploy), 50)).toEqual({ asked: 0, gone: 0 });
  expect(await running.untilQuiet()).toMatchObject({ behind: [], due: 0 });
  expect(await recorded()).toEqual(facts);
});

test('a run that ended or renewed itself after it was listed is counted, and not asked', async () => {
  const listed = await runsBefore(now());
  await running.tell(cycles[0]!, 'CloseCycle', { on: '2025-09-01', reason: 'team-decision' });
  await eventually(async () => !(await running.runs()).includes(cycles[0]!));
  expect(await reloadSweep(client(), listed, 50)).toEqual({ asked: 2, gone: 1 });
});

test('runs are asked while no worker is there, and start anew when one comes', async () => {
  const [deploy, before] = [now(), await runIds()];
  await running.stopTemporal();
  expect(await reloadSweep(client(), await runsBefore(deploy), 50)).toEqual({ asked: 3, gone: 0 });
  expect(await runIds()).toEqual(before);
  running.startTemporal();
  await eventually(async () => (await runIds()).every((run) => !before.includes(run)), 40_000);
});

test('a build that cannot replay its runs leaves them stuck and the record whole; ended and rebuilt, they live on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aimline-build-'));
  try {
    const [before, facts] = [await runIds(), await recorded()];
    await running.stopTemporal();
    const built = await readFile(builtBundle, 'utf8');
    const other = built.replaceAll('quick.lookAt', 'quick.stepDue');
    expect(other).not.toBe(built);
    await writeFile(join(folder, 'bundle.js'), other);
    running.startTemporal(undefined, { bundle: join(folder, 'bundle.js') });
    await reloadSweep(client(), await runsBefore(now()), 50);
    await eventually(async () => (await Promise.all(cycles.map(isStuck))).every(Boolean), 40_000);
    expect(await runIds()).toEqual(before);
    expect(await recorded()).toEqual(facts);

    // What `aimline rebuild workflows` does, with the mended build: ends the runs, and starts them anew from the log.
    await running.stopTemporal();
    for (const stream of cycles) await client().workflow.getHandle(stream).terminate('rebuilt');
    await eventually(async () => (await running.runs()).length === 0);
    running.startTemporal();
    expect(await running.engine.activities.reconcile()).toMatchObject({ open: 3, started: 3 });
    await running.advance('2025-09-12T22:00:00.000Z');
    expect(await running.untilQuiet()).toMatchObject({ behind: [], due: 0 });
    for (const length of await recorded()) expect(length).toBeGreaterThan(facts[0]!);
  } finally {
    await rm(folder, { recursive: true });
  }
}, 120_000);
