import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { WorkflowHandle } from '@temporalio/client';
import type { DutyKind } from '#domain/obligation';
import type { StreamId } from '#domain/streams';
import { due, eventually, ScriptedEngine, type Scripted } from '#testing/scripted-engine';
import type { Looked } from './messages.js';

let engine: ScriptedEngine;

beforeAll(() => {
  engine = new ScriptedEngine({
    address: inject('temporalAddress'),
    namespace: inject('temporalNamespace'),
  });
});

afterAll(() => engine?.stop());

/** A cycle whose run was started by the nudge of its first position, and has looked. */
async function cycleThatRuns(looked: Partial<Looked>): Promise<Scripted & { run: WorkflowHandle }> {
  const cycle = engine.process(`cycle/${randomUUID()}`, looked);
  const run = await engine.nudge(cycle, 'interventionCycle', { position: cycle.looked.position });
  await engine.untilSeen(cycle);
  return Object.assign(cycle, { run });
}

/** The log goes on: what the process looks like changes, and the dispatcher says so. */
async function goesOn(cycle: Scripted, changes: Partial<Looked>): Promise<void> {
  const { position, version } = cycle.looked;
  cycle.looked = { ...cycle.looked, position: position + 1, version: version + 1, ...changes };
  await engine.nudge(cycle, 'interventionCycle', { position: cycle.looked.position });
  await engine.untilSeen(cycle);
}

async function countOf({ ref }: Scripted, what: 'timerStarted' | 'timerCanceled'): Promise<number> {
  const { events } = await engine.client.workflow.getHandle(ref.stream).fetchHistory();
  return (events ?? []).filter((event) => event[`${what}EventAttributes`]).length;
}

async function runIdOf({ ref }: Scripted): Promise<string> {
  return (await engine.client.workflow.getHandle(ref.stream).describe()).runId;
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a run looks', () => {
  test('once when it starts, though the nudge that started it asks for the same position', async () => {
    const cycle = await cycleThatRuns({ position: 7, duties: [due('confirm-placement')] });
    expect(cycle.calls).toEqual(['lookAt']);
  });

  test('not for a position at which it has looked already, once for a newer one', async () => {
    const cycle = await cycleThatRuns({ position: 7, duties: [due('confirm-placement')] });
    for (const position of [7, 3, 7]) await engine.nudge(cycle, 'interventionCycle', { position });
    await goesOn(cycle, {});
    expect(cycle.calls).toEqual(['lookAt', 'lookAt']);
  });

  test('once where PostgreSQL was restored to an earlier point, and again when the log goes on from there', async () => {
    const cycle = await cycleThatRuns({ position: 9, duties: [due('confirm-placement')] });
    cycle.looked = { ...cycle.looked, position: 4 };
    await engine.nudge(cycle, 'interventionCycle', { position: 12 });
    await engine.untilSeen(cycle);
    await wait(500);
    expect(cycle.calls).toEqual(['lookAt', 'lookAt']);
    await goesOn(cycle, {});
    expect(cycle.looked.position).toBe(5);
    expect(cycle.calls).toHaveLength(3);
  });
});

describe('a timer', () => {
  test('is kept while duty and instant are the same', async () => {
    const cycle = await cycleThatRuns({ duties: [due('confirm-placement')] });
    await goesOn(cycle, {});
    await goesOn(cycle, { duties: [due('confirm-placement', { waitMs: 3_000_000 })] });
    expect(await countOf(cycle, 'timerStarted')).toBe(1);
    expect(await countOf(cycle, 'timerCanceled')).toBe(0);
  });

  test('is set anew when the same duty has another instant, and when another duty is nearer', async () => {
    const cycle = await cycleThatRuns({ duties: [due('confirm-placement')] });
    await goesOn(cycle, { duties: [due('confirm-placement', { at: '2025-09-15T13:00:00.000Z' })] });
    await goesOn(cycle, { duties: [due('start-phase'), due('confirm-placement')] });
    await eventually(async () => (await countOf(cycle, 'timerStarted')) === 3);
    expect(await countOf(cycle, 'timerCanceled')).toBe(2);
  });

  test('is not set in a sandbox, whose clock is stepped: its nudge comes with the step', async () => {
    const waiting = due('confirm-placement', { waitMs: null });
    const cycle = await cycleThatRuns({ duties: [waiting] });
    expect(await countOf(cycle, 'timerStarted')).toBe(0);
    cycle.onStep = () => {
      cycle.looked = { ...cycle.looked, position: 3, version: 2, duties: [] };
    };
    cycle.looked = { ...cycle.looked, position: 2, duties: [{ ...waiting, waitMs: 0 }] };
    await engine.nudge(cycle, 'interventionCycle', { position: 2 });
    await eventually(() => cycle.calls.length === 3);
    expect(cycle.calls).toEqual(['lookAt', 'lookAt', `stepDue ${waiting.key}`]);
  });

  test('that fires takes the rung it was set for', async () => {
    const soon = due('confirm-placement', { waitMs: 200 });
    const cycle = engine.process(`cycle/${randomUUID()}`, { duties: [soon] });
    cycle.onStep = () => {
      cycle.looked = { ...cycle.looked, position: 2, version: 2, duties: [due('start-phase')] };
    };
    await engine.nudge(cycle, 'interventionCycle', { position: 1 });
    await eventually(() => cycle.calls.length === 2);
    expect(cycle.calls).toEqual(['lookAt', `stepDue ${soon.key}`]);
  });

  test('that fires a moment before the district’s clock says so waits for the rest, not for a minute', async () => {
    const early = due('confirm-placement', { waitMs: 100 });
    const cycle = engine.process(`cycle/${randomUUID()}`, { duties: [early] });
    cycle.onStep = () => {
      const met = cycle.calls.length > 2;
      const duties = met ? [] : [{ ...early, waitMs: 50 }];
      cycle.looked = { ...cycle.looked, duties, ...(met ? { position: 2, version: 2 } : {}) };
    };
    await engine.nudge(cycle, 'interventionCycle', { position: 1 });
    await eventually(() => cycle.calls.length === 3, 10_000);
    expect(cycle.calls).toEqual(['lookAt', `stepDue ${early.key}`, `stepDue ${early.key}`]);
  });
});

describe('a rung that is due', () => {
  test('and that a nudge names is taken without a look, though the run had seen another before it', async () => {
    const seen = due('confirm-placement', { waitMs: null });
    const named = due('look-again', { waitMs: null });
    const cycle = await cycleThatRuns({ duties: [seen] });
    cycle.onStep = () => {
      cycle.looked = { ...cycle.looked, position: 2, version: 2 };
    };
    const { key, kind } = named;
    await engine.nudge(cycle, 'interventionCycle', { position: 2, due: { key, kind } });
    await eventually(() => cycle.calls.length === 2);
    expect(cycle.calls).toEqual(['lookAt', `stepDue ${key}`]);
  });

  test('is taken at once, the nearest first, until nothing is due', async () => {
    const [first, second] = [
      due('confirm-placement', { waitMs: 0 }),
      due('look-again', { waitMs: 0 }),
    ];
    const cycle = engine.process(`cycle/${randomUUID()}`, { duties: [first, second] });
    cycle.onStep = () => {
      const { position, version, duties } = cycle.looked;
      const left = duties.slice(1);
      cycle.looked = {
        ...cycle.looked,
        position: position + 1,
        version: version + 1,
        duties: left,
      };
    };
    await engine.nudge(cycle, 'interventionCycle', { position: 1 });
    await eventually(() => cycle.calls.length === 3);
    expect(cycle.calls).toEqual(['lookAt', `stepDue ${first.key}`, `stepDue ${second.key}`]);
  });

  test('is taken though the stage does not name it: a run older than the rules loses nothing', async () => {
    const unnamed = due('hold-iep-meeting', { waitMs: 0 });
    const cycle = await cycleThatRuns({ duties: [due('confirm-placement')] });
    cycle.onStep = () => {
      cycle.looked = { ...cycle.looked, version: 5, duties: [due('confirm-placement')] };
    };
    cycle.looked = { ...cycle.looked, position: 2, duties: [unnamed, due('confirm-placement')] };
    await engine.nudge(cycle, 'interventionCycle', { position: 2 });
    await eventually(() => cycle.calls.length === 3);
    expect(cycle.calls.at(-1)).toBe(`stepDue ${unnamed.key}`);
  });

  test('is taken in a stage that this code does not know, and the stage is waited for', async () => {
    const rung = due('look-again', { waitMs: 0 });
    const cycle = engine.process(`cycle/${randomUUID()}`, { stage: 'sabbatical', duties: [rung] });
    cycle.onStep = () => {
      cycle.looked = { ...cycle.looked, position: 2, version: 2, duties: [due('look-again')] };
    };
    await engine.nudge(cycle, 'interventionCycle', { position: 1 });
    await eventually(() => cycle.calls.length === 2);
    await engine.untilSeen(cycle);
    await goesOn(cycle, { stage: 'delivery' });
    expect(cycle.calls).toEqual(['lookAt', `stepDue ${rung.key}`, 'lookAt']);
  });

  test('and changes nothing does not spin, though the district goes on writing', async () => {
    const stubborn = due('confirm-placement', { waitMs: 0 });
    const cycle = engine.process(`cycle/${randomUUID()}`, { duties: [stubborn] });
    cycle.onStep = () => {
      cycle.looked = { ...cycle.looked, position: cycle.looked.position + 1 };
    };
    await engine.nudge(cycle, 'interventionCycle', { position: 1 });
    await eventually(() => cycle.calls.length === 2);
    await wait(1_000);
    expect(cycle.calls).toEqual(['lookAt', `stepDue ${stubborn.key}`]);
    await engine.nudge(cycle, 'interventionCycle', { position: cycle.looked.position + 1 });
    await eventually(() => cycle.calls.length > 2);
    await wait(500);
    expect(cycle.calls).toHaveLength(3);
  });

  const works: readonly [string, StreamId, string, DutyKind, string][] = [
    ['interventionCycle', `cycle/${randomUUID()}`, 'start', 'notify-guardian', 'notifyGuardian'],
    ['interventionCycle', `cycle/${randomUUID()}`, 'delivery', 'prepare-review', 'prepareReview'],
    [
      'screeningWindow',
      `screening-window/${randomUUID()}`,
      'screening',
      'close-window',
      'closeWindow',
    ],
    [
      'screeningWindow',
      `screening-window/${randomUUID()}`,
      'proposing',
      'propose-placements',
      'proposePlacements',
    ],
    ['dataImport', `import/${randomUUID()}`, 'received', 'run-import', 'advanceImport'],
    ['deliverySchedule', `group/${randomUUID()}`, 'meeting', 'plan-session', 'stepDue'],
    ['evaluationReferral', `referral/${randomUUID()}`, 'consent', 'obtain-consent', 'stepDue'],
  ];
  test.each(works)(
    'of %s (%s, in %s) for %s is carried out by %s',
    async (workflow, stream, stage, kind, activity) => {
      const rung = due(kind, { waitMs: 0 });
      const process = engine.process(stream, { stage, duties: [rung] });
      process.onStep = () => {
        process.looked = {
          ...process.looked,
          position: 2,
          version: 2,
          status: 'closed',
          duties: [],
        };
      };
      const run = await engine.nudge(process, workflow, { position: 1 });
      await run.result();
      expect(process.calls).toEqual(['lookAt', `${activity} ${rung.key}`]);
    },
  );
});

describe('a run', () => {
  test('ends when the process is closed; a late nudge looks once and ends again', async () => {
    const cycle = await cycleThatRuns({ duties: [due('confirm-placement')] });
    cycle.looked = { ...cycle.looked, position: 2, version: 2, status: 'closed', duties: [] };
    await engine.nudge(cycle, 'interventionCycle', { position: 2 });
    await cycle.run.result();
    const late = await engine.nudge(cycle, 'interventionCycle', { position: 2 });
    await late.result();
    expect(cycle.calls).toEqual(['lookAt', 'lookAt', 'lookAt']);
  });

  test('begins anew on a reload, without a look of the old code', async () => {
    const cycle = await cycleThatRuns({ duties: [due('confirm-placement')] });
    const before = await runIdOf(cycle);
    await engine.nudge(cycle, 'interventionCycle', { position: 0, reload: true });
    await eventually(async () => (await runIdOf(cycle)) !== before);
    await engine.untilSeen(cycle);
    expect(cycle.calls).toEqual(['lookAt', 'lookAt']);
  });

  test('begins anew with each chapter, and at once', async () => {
    const cycle = await cycleThatRuns({ duties: [due('confirm-placement')] });
    const before = await runIdOf(cycle);
    await goesOn(cycle, { stage: 'delivery', chapter: '1', duties: [due('give-probe')] });
    await eventually(async () => (await runIdOf(cycle)) !== before);
    await engine.untilSeen(cycle);
    expect(cycle.calls).toEqual(['lookAt', 'lookAt', 'lookAt']);
  });

  test('begins anew once its history is long, and has forgotten nothing', async () => {
    const cycle = await cycleThatRuns({ duties: [due('confirm-placement')] });
    const before = await runIdOf(cycle);
    for (let sent = 0; sent < 650; sent += 50)
      await Promise.all(
        Array.from({ length: 50 }, () => engine.nudge(cycle, 'interventionCycle', { position: 1 })),
      );
    expect(await runIdOf(cycle)).toBe(before);
    cycle.looked = { ...cycle.looked, position: 2, version: 2 };
    await engine.nudge(cycle, 'interventionCycle', { position: 2 });
    await eventually(async () => (await runIdOf(cycle)) !== before);
    await engine.untilSeen(cycle);
    expect(await countOf(cycle, 'timerStarted')).toBe(1);
  });
});

test('the nightly reconcile answers with counts', async () => {
  const run = await engine.start('reconcile', `reconcile-${randomUUID()}`);
  expect(await run.result()).toEqual({
    open: 5,
    started: 0,
    surplus: 0,
    ahead: 0,
    behind: [],
    views: { streams: 9, of: 9, differences: [] },
  });
});
