import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Recorded } from '#domain/decider';
import { streamId, type StreamId } from '#domain/streams';
import { RunningEngine } from '#testing/running-engine';
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

function aDispatcher({ client }: Doorbell): Dispatcher {
  const { progress, views } = running.engine;
  return new Dispatcher(client, 'some-queue', views.duties, async (district, position) => {
    const wait = { subscriptions: ['read-models'], timeoutMs: 10_000 };
    if (!(await progress.waitForPosition(district, position, wait))) throw new Error('view behind');
  });
}

/** What the log has taken since a position. */
async function since(position: number): Promise<readonly Recorded[]> {
  return running.engine.store.readLog(running.district, position, 1_000);
}

async function close(cycle: StreamId): Promise<void> {
  await running.tell(cycle, 'CloseCycle', { on: '2025-09-01', reason: 'team-decision' });
}

test('those whose duties changed are woken, each once, with the position of the last event', async () => {
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
      signalArgs: [{ position: events.at(-1)!.position }],
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
  await dispatcher.nudge(running.district, herd, 7);
  expect(bell.streams).toEqual(new Set(herd));
  expect(bell.most).toBe(20);
});
