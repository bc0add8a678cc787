import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { operatorActor, processActor, type Recorded } from '#domain/decider';
import { streamId, type StreamId } from '#domain/streams';
import type { DutyQueries } from '#read-models/duties/duties.query';
import { aRequestedCycle, RunningEngine } from '#testing/running-engine';
import { Dispatcher } from './dispatcher.js';

/** Takes signals where a Temporal server would; the real one is met in the workflow specs. */
class Doorbell {
  readonly rung: { workflow: string; options: Record<string, unknown> }[] = [];
  atOnce = 0;
  most = 0;
  failsFor: string | null = null;

  readonly client = {
    workflow: {
      signalWithStart: async (workflow: string, options: Record<string, unknown>) => {
        this.atOnce += 1;
        this.most = Math.max(this.most, this.atOnce);
        await new Promise((resolve) => setTimeout(resolve, 1));
        this.atOnce -= 1;
        if (options['workflowId'] === this.failsFor) throw new Error('UNAVAILABLE');
        this.rung.push({ workflow, options });
      },
    },
  } as unknown as Client;

  get streams(): Set<unknown> {
    return new Set(this.rung.map(({ options }) => options['workflowId']));
  }
}

let running: RunningEngine;
let bell: Doorbell;
let dispatcher: Dispatcher;

beforeAll(async () => {
  running = await RunningEngine.open();
  await running.found();
  running.startSubscriptions();
});

beforeEach(async () => {
  await running.untilViewed();
  bell = new Doorbell();
  dispatcher = aDispatcher(bell);
});

afterAll(() => running?.close());

function aDispatcher({ client }: Doorbell, bulkStart = () => Promise.resolve()): Dispatcher {
  const { progress, views } = running.engine;
  return new Dispatcher(
    client,
    'some-queue',
    views.duties,
    async (district, position) => {
      const wait = { subscriptions: ['read-models'], timeoutMs: 10_000 };
      if (!(await progress.waitForPosition(district, position, wait)))
        throw new Error('view behind');
    },
    bulkStart,
  );
}

/** What the log has taken since a position. */
async function since(position: number): Promise<readonly Recorded[]> {
  return running.engine.store.readLog(running.district, position, 1_000);
}

async function close(cycle: StreamId): Promise<void> {
  await running.tell(cycle, 'CloseCycle', { on: '2025-09-01', reason: 'team-decision' });
}

test('those whose duties changed are woken, each once, with the position of their last event', async () => {
  const quiet = await running.openCycle();
  const before = await running.untilViewed();
  const opened = await running.openCycle();
  const closed = await running.openCycle();
  await close(closed);
  await running.enrol();
  const events = await since(before);
  await dispatcher.react(running.district, events);

  expect(bell.streams).toEqual(new Set([opened, closed]));
  expect(bell.rung).toHaveLength(2);
  expect(bell.streams).not.toContain(quiet);
  const one = bell.rung.find(({ options }) => options['workflowId'] === opened)!;
  expect(one).toMatchObject({
    workflow: 'interventionCycle',
    options: {
      taskQueue: 'some-queue',
      args: [{ district: running.district, stream: opened }],
      signalArgs: [{ position: events.findLast(({ stream }) => stream === opened)!.position }],
    },
  });
});

test('a fact that changes no duty wakes nobody', async () => {
  const before = await running.untilViewed();
  await running.enrol();
  await dispatcher.react(running.district, await since(before));
  await dispatcher.react(running.district, []);
  expect(bell.rung).toEqual([]);
});

test('a step of the clock wakes those with a rung that is due by then, and no other', async () => {
  const early = await running.openCycle();
  await running.advance('2025-09-05T12:00:00.000Z');
  const late = await running.openCycle();
  const before = await running.untilViewed();
  await running.advance('2025-09-06T12:00:00.000Z');
  await dispatcher.react(running.district, await since(before));
  expect(bell.streams).not.toContain(early); // five school days are not over

  await running.advance('2025-09-09T22:00:00.000Z');
  await dispatcher.react(running.district, (await since(before)).slice(-1));
  expect(bell.streams).toContain(early);
  expect(bell.streams).not.toContain(late);
});

test('it waits until the views have passed the events, and wakes by what they say then', async () => {
  await running.stopSubscriptions();
  const before = await running.engine.store.head(running.district);
  const cycle = await running.openCycle();
  const dispatched = dispatcher.react(running.district, await since(before));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(bell.rung).toEqual([]);
  running.startSubscriptions();
  await dispatched;
  expect(bell.streams).toEqual(new Set([cycle]));
});

test('when Temporal is away it fails as a whole, so that the checkpoint stays; delivered again, everyone is woken', async () => {
  const before = await running.untilViewed();
  const cycles = await Promise.all([running.openCycle(), running.openCycle(), running.openCycle()]);
  const events = await since(before);
  bell.failsFor = cycles[1]!;
  await expect(dispatcher.react(running.district, events)).rejects.toThrow('UNAVAILABLE');
  const later = new Doorbell();
  await aDispatcher(later).react(running.district, events);
  expect(later.streams).toEqual(new Set(cycles));
});

test('a morning’s herd is woken twenty at a time', async () => {
  const herd = Array.from({ length: 90 }, () => streamId('group', randomUUID()));
  await dispatcher.nudge(running.district, herd, () => 7);
  expect(bell.streams).toEqual(new Set(herd));
  expect(bell.most).toBe(20);
});

test('what a person does is rung for first, and at once; what the engine begins by itself waits for its turn, at a low priority', async () => {
  const before = await running.untilViewed();
  const byItself = [streamId('cycle', randomUUID()), streamId('cycle', randomUUID())];
  for (const cycle of byItself) {
    const parts = { studentId: randomUUID(), schoolId: running.ids.school, ...aRequestedCycle };
    const { ruleSet, calendar } = running;
    await running.tell(cycle, 'OpenCycle', { ...parts, ruleSet, calendar }, processActor);
  }
  const byAPerson = await running.openCycle();
  await running.untilViewed();
  const tokens: number[] = [];
  await aDispatcher(bell, () => Promise.resolve(void tokens.push(bell.rung.length))).react(
    running.district,
    await since(before),
  );
  expect(tokens).toEqual([1, 1]); // the person's was rung for before the first token was asked for
  const priorities = bell.rung.map(({ options }) => [options['workflowId'], options['priority']]);
  const fairnessKey = running.district;
  expect(new Map(priorities as [string, object][])).toEqual(
    new Map<string, object>([
      [byAPerson, { priorityKey: 3, fairnessKey }],
      ...byItself.map((cycle) => [cycle, { priorityKey: 5, fairnessKey }] as const),
    ]),
  );
});

test('a rung that a person’s command made due is named, so that the run takes it without a look', async () => {
  const cycle = await running.openCycle();
  const [, proposed] = await running.facts(cycle);
  const { placementId } = proposed!.data as { placementId: string };
  const before = await running.untilViewed();
  await running.tell(cycle, 'ConfirmPlacement', { placementId, present: [] });
  await running.untilViewed();
  const events = await since(before);
  await dispatcher.react(running.district, events);
  const [{ options }] = bell.rung as [(typeof bell.rung)[number]];
  expect(options['signalArgs']).toEqual([
    {
      position: events.at(-1)!.position,
      due: { key: expect.stringContaining('duty/notify-guardian/'), kind: 'notify-guardian' },
    },
  ]);
});

test('each run is told the position of its own last event, so that one that took that step need not look again', async () => {
  const before = await running.untilViewed();
  const first = await running.openCycle();
  const second = await running.openCycle();
  await running.untilViewed();
  const events = await since(before);
  await dispatcher.react(running.district, events);
  for (const cycle of [first, second]) {
    const own = events.filter(({ stream }) => stream === cycle).at(-1)!.position;
    const { options } = bell.rung.find((one) => one.options['workflowId'] === cycle)!;
    expect(options['signalArgs']).toEqual([{ position: own, due: undefined }]);
  }
});

test('a step that a run took by itself wakes nobody: its answer told the run; a reaction, or a step of another process, does', async () => {
  const cycle = await running.openCycle(await running.enrol());
  const [, proposed] = await running.facts(cycle);
  const { placementId } = proposed!.data as { placementId: string };
  await running.tell(cycle, 'ConfirmPlacement', { placementId, present: [] });
  const before = await running.untilViewed();
  const [next] = await running.engine.views.duties.next(running.district, { stream: cycle });
  const ref = { district: running.district, stream: cycle };
  await running.engine.activities.notifyGuardian(ref, { key: next!.rung_key });
  await running.untilViewed();
  const [step] = (await since(before)) as [Recorded];
  expect(step.type).toBe('GuardianNotified');

  // As in a live district, where every change of a duty counts.
  const changed = { streamsToWake: () => [cycle], rungsDue: () => new Map() };
  const live = new Dispatcher(
    bell.client,
    'some-queue',
    changed as unknown as DutyQueries,
    () => Promise.resolve(),
    () => Promise.resolve(),
  );
  await live.react(running.district, [step]);
  expect(bell.rung).toEqual([]);
  const others: Record<string, readonly Recorded[]> = {
    'a reaction to another fact': [{ ...step, causationId: randomUUID() }],
    'a step of a group that is told on the cycle': [
      { ...step, stream: streamId('group', randomUUID()) },
      step,
    ],
    'the beginning of the stream': [{ ...step, version: 1 }],
    'what a person did besides': [step, { ...step, actor: operatorActor, commandId: randomUUID() }],
  };
  for (const [what, events] of Object.entries(others)) {
    bell.rung.length = 0;
    await live.react(running.district, events);
    expect(bell.streams, what).toEqual(new Set([cycle]));
  }
});
