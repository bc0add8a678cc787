import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Recorded } from '#domain/decider';
import type { StreamId } from '#domain/streams';
import { waitingFor } from '#workflows/messages';
import { RunningEngine } from '#testing/running-engine';
import { eventually } from '#testing/scripted-engine';

let running: RunningEngine;

beforeEach(async () => {
  running = await RunningEngine.open();
  await running.found();
});

afterEach(() => running?.close());

/** After each fault: every subscription at the head, nothing due, open streams = open runs, views and runs agree. */
async function expectWhole(): Promise<void> {
  expect(await running.untilQuiet()).toMatchObject({ behind: [], due: 0 });
  const open = await running.engine.views.processes.open(running.district);
  await expectRunning(...open.map(({ stream }) => stream));
  for (const { stream } of open) {
    const [next] = await running.engine.views.duties.next(running.district, { stream });
    await eventually(async () => {
      const seen = await running.engine.client.workflow.getHandle(stream).query(waitingFor);
      return seen?.duties[0]?.key === next!.rung_key;
    });
  }
}

/** Temporal lists runs a moment late, and a nudge to a closed process starts a run that ends at its first look. */
async function expectRunning(...streams: readonly (StreamId | undefined)[]): Promise<void> {
  await eventually(async () => {
    const runs = new Set(await running.runs());
    return runs.size === streams.length && streams.every((stream) => runs.has(stream!));
  });
}

/** Each duty's rungs, in the order in which they were recorded: `confirm-placement/1: 0 1 2 3`. */
function rungsTaken(facts: readonly Recorded[]): string[] {
  const taken = new Map<string, string>();
  for (const { type, data } of facts) {
    if (type !== 'ReminderSent' && !type.startsWith('Obligation')) continue;
    const { duty, rung } = data as { duty: string; rung: number };
    const [, kind, , occurrence] = duty.split('/');
    taken.set(duty, `${taken.get(duty) ?? `${kind}/${occurrence}:`} ${rung}`);
  }
  return [...taken.values()];
}

async function cycles(n: number): Promise<StreamId[]> {
  const one = async () => running.openCycle(await running.enrol());
  return Promise.all(Array.from({ length: n }, one));
}

/** What a cycle records in silence up to a moment when nothing fails; each cycle of a test must tell the same. */
async function expectSameStory(streams: readonly StreamId[]): Promise<readonly Recorded[]> {
  const stories = await Promise.all(streams.map((stream) => running.facts(stream)));
  const told = (facts: readonly Recorded[]) => facts.map((e) => `${e.occurredAt} ${e.type}`);
  for (const facts of stories) {
    expect(told(facts)).toEqual(told(stories[0]!));
    for (const line of rungsTaken(facts)) {
      const rungs = line.split(': ')[1]!.split(' ').map(Number);
      expect(rungs).toEqual(rungs.map((_, i) => rungs[0]! + i));
    }
  }
  return stories[0]!;
}

test('Temporal’s worker is away while three weeks of duties fall due: on return each rung is taken once, dated on its day', async () => {
  running.startSubscriptions();
  running.startTemporal();
  const before = await cycles(8);
  await running.untilQuiet();
  await running.stopTemporal();

  const during = await cycles(4);
  await running.advance('2025-09-23T22:00:00.000Z');
  await eventually(async () => (await running.engine.views.duties.due(running.district)) === 12);
  for (const stream of before) expect(rungsTaken(await running.facts(stream))).toEqual([]);

  running.startTemporal();
  await expectWhole();
  const facts = await expectSameStory([...before, ...during]);
  expect(rungsTaken(facts)[0]).toMatch(/^confirm-placement\/1: 0( \d)+$/);
  expect(facts.map((e) => e.type)).toContain('ObligationMissed');
  expect(facts.every((e) => e.occurredAt < '2025-09-23T22:00:00.000Z')).toBe(true);
});

test('the worker dies after the commit of a rung, each time: the retry gets the answer, and adds nothing', async () => {
  const { stepDue } = running.engine.activities;
  const died = new Set<string>();
  running.startSubscriptions();
  running.startTemporal({
    ...running.engine.activities,
    stepDue: async (ref, due) => {
      const looked = await stepDue(ref, due);
      if (died.has(`${ref.stream} ${due.key}`)) return looked;
      died.add(`${ref.stream} ${due.key}`);
      throw new Error('killed');
    },
  });
  const streams = await cycles(3);
  await running.advance('2025-09-12T22:00:00.000Z');
  await expectWhole();
  await expectSameStory(streams);
  expect(died.size).toBeGreaterThanOrEqual(3);
});

test('the dispatcher is away while cycles are opened, decided and closed: on return every run knows where its process stands', async () => {
  running.startSubscriptions();
  running.startTemporal();
  const [closed, decided, waiting] = await cycles(3);
  await running.untilQuiet();
  await running.stopSubscriptions();

  await running.tell(closed!, 'CloseCycle', { on: '2025-09-01', reason: 'team-decision' });
  const [, proposed] = await running.facts(decided!);
  const { placementId } = proposed!.data as { placementId: string };
  await running.tell(decided!, 'ConfirmPlacement', { placementId, present: [] });
  const [opened] = await cycles(1);
  await running.advance('2025-09-09T22:00:00.000Z');

  running.startSubscriptions();
  await expectWhole();
  await expectRunning(decided, waiting, opened);
  expect((await running.facts(decided!)).map((e) => e.type)).toContain('GuardianNotified');
  expect(rungsTaken(await running.facts(waiting!))).not.toEqual([]);
  expect(rungsTaken(await running.facts(closed!))).toEqual([]);
});

test('a dispatcher that dies before its checkpoint sends its nudges again, and nothing happens twice', async () => {
  running.startSubscriptions();
  running.startTemporal();
  const streams = await cycles(3);
  await running.advance('2025-09-12T22:00:00.000Z');
  await running.untilQuiet();
  await running.stopSubscriptions();
  await running.behind.query(`delete from es.subscriptions where name = 'dispatcher'`);
  running.startSubscriptions();
  await expectWhole();
  await expectSameStory(streams);
});

test('a run that was terminated is started again by reconcile, and one that missed the close of its process ends', async () => {
  running.startSubscriptions();
  running.startTemporal();
  const [terminated, untouched, closed] = await cycles(3);
  await expectWhole();
  const { workflow } = running.engine.client;
  const runOf = async (stream: StreamId) => (await workflow.getHandle(stream).describe()).runId;
  const before = await runOf(untouched!);

  await running.stopSubscriptions();
  await workflow.getHandle(terminated!).terminate('a fault of the test');
  await running.tell(closed!, 'CloseCycle', { on: '2025-09-01', reason: 'team-decision' });
  await running.behind.query(`update es.subscriptions s
    set pos = l.last_pos, chain_hash = l.last_hash
    from es.log l where l.log_id = s.log_id and s.name = 'dispatcher'`); // this nudge is lost
  running.startSubscriptions();
  await running.untilQuiet();
  await expectRunning(untouched, closed);

  expect(await running.engine.activities.reconcile()).toMatchObject({
    open: 2,
    started: 1,
    surplus: 1,
    ahead: 0,
  });
  await expectWhole();
  await expectRunning(terminated, untouched);
  expect(await runOf(untouched!)).toBe(before);
  await eventually(async () => (await running.engine.activities.reconcile()).started === 0);

  await running.advance('2025-09-09T22:00:00.000Z');
  await expectWhole();
  await expectSameStory([terminated!, untouched!]);
});
