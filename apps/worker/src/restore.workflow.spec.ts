import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StreamId } from '#domain/streams';
import { planRestore } from '#event-store/backup/plan-restore';
import { restoreBackup } from '#event-store/backup/restore-backup';
import { writeBackup } from '#event-store/backup/write-backup';
import { readModelTables } from '#read-models/migrations';
import { readModelsSubscription } from '#read-models/read-models';
import { rebuildReadModels } from '#read-models/rebuild';
import { waitingFor } from '#workflows/messages';
import { RunningEngine } from '#testing/running-engine';
import { eventually } from '#testing/scripted-engine';

let running: RunningEngine;
let folder: string;
let path: string;

beforeEach(async () => {
  running = await RunningEngine.open();
  await running.found();
  folder = await mkdtemp(join(tmpdir(), 'aimline-restore-'));
  path = join(folder, 'one.backup');
});

afterEach(async () => {
  await running?.close();
  await rm(folder, { recursive: true });
});

const backUp = () =>
  writeBackup({ url: running.ownerUrl, masterKey: running.masterKey, path, kind: 'full' });

/** The database and its views go back; of Temporal nobody thinks. */
async function restore(): Promise<void> {
  const { ownerUrl: url, databaseUrl, masterKey } = running;
  const plan = await planRestore({ url, path, masterKey });
  const views = {
    subscription: readModelsSubscription,
    clear: async (tx: Parameters<Parameters<typeof restoreBackup>[0]['views']['clear']>[0]) => {
      for (const table of readModelTables) await tx.query(`delete from rm.${table}`);
    },
  };
  await restoreBackup({ url, plan, destroyed: new Map(), views });
  await rebuildReadModels(running.engine, databaseUrl, running.district);
}

const known = async (stream: StreamId) =>
  (await running.engine.client.workflow.getHandle(stream).query(waitingFor))!;
const rungs = async (stream: StreamId) =>
  (await running.facts(stream)).filter(({ type }) => /^(Reminder|Obligation)/.test(type));

test('workflows that know more than a restored log are told by reconcile, started anew, and live the time again', async () => {
  running.startSubscriptions();
  running.startTemporal();
  const [kept, closed] = [await running.openCycle(), await running.openCycle()];
  await running.untilQuiet();
  await backUp();
  const head = await running.engine.store.head(running.district);

  await running.advance('2025-09-12T22:00:00.000Z');
  await running.untilQuiet();
  const lived = await rungs(kept);
  expect(lived.length).toBeGreaterThan(1);
  await running.tell(closed, 'CloseCycle', { on: '2025-09-12', reason: 'team-decision' });
  const lost = await running.openCycle();
  await running.untilQuiet();
  await eventually(async () => !(await running.runs()).includes(closed));
  await eventually(async () => (await known(lost)).position > 0);

  await running.stopSubscriptions();
  await restore();
  expect(await running.engine.store.head(running.district)).toBe(head);
  expect(await rungs(kept)).toEqual([]);
  expect((await known(kept)).position).toBeGreaterThan(head);

  // One run knows too much, one ended too early, and one is of a cycle that was never opened.
  expect(await running.engine.activities.reconcile()).toMatchObject({
    open: 2,
    started: 1,
    surplus: 1,
    ahead: 1,
  });
  await eventually(async () => (await known(kept)).position <= head);
  await eventually(async () => {
    const runs = await running.runs();
    return runs.length === 2 && runs.includes(kept) && runs.includes(closed);
  });

  running.startSubscriptions();
  await running.advance('2025-09-12T22:00:00.000Z');
  expect(await running.untilQuiet()).toMatchObject({ behind: [], due: 0 });
  const again = await rungs(kept);
  expect(again.map(({ type, occurredAt }) => [type, occurredAt])).toEqual(
    lived.map(({ type, occurredAt }) => [type, occurredAt]),
  );
  expect(await running.engine.activities.reconcile()).toMatchObject({ started: 0, ahead: 0 });
});
