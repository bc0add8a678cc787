import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RunningEngine } from '#testing/running-engine';
import type { DutyRow } from './duties.js';

let running: RunningEngine;

beforeAll(async () => {
  running = await RunningEngine.open();
  await running.found();
  running.startSubscriptions();
});

afterAll(() => running?.close());

const shown = (rows: readonly DutyRow[]) => rows.map(({ kind, owner_role }) => [kind, owner_role]);

test('an inbox is shown as it stood when the log had come to a position, whatever happened since', async () => {
  const { engine, district, ids } = running;
  const { duties } = engine.views;
  const cycle = await running.openCycle();
  const opened = await running.untilViewed();
  const next = { stream: cycle };
  expect(shown(await duties.next(district, next))).toEqual([['confirm-placement', 'specialist']]);

  const [owed] = await duties.next(district, next);
  const reassigned = { kind: 'role', role: 'school-admin', schoolId: ids.school };
  const data = { duty: owed!.key, to: reassigned, reason: 'away' };
  await running.tell(cycle, 'ReassignDuty', data);
  const handedOver = await running.untilViewed();
  await running.tell(cycle, 'CloseCycle', { on: '2025-09-01', reason: 'team-decision' });
  await running.untilViewed();

  const at = async (position: number | null) => shown(await duties.next(district, next, position));
  expect(await at(null)).toEqual([]);
  expect(await at(handedOver)).toEqual([['confirm-placement', 'school-admin']]);
  expect(await at(opened)).toEqual([['confirm-placement', 'specialist']]);
  expect(await at(owed!.from_pos - 1)).toEqual([]);

  const nora = { staffId: randomUUID(), role: 'specialist', schoolIds: [ids.school] } as const;
  const inbox = async (position: number | null) =>
    (await duties.inbox(district, nora, position)).map(({ stream }) => stream);
  expect(await inbox(null)).toEqual([]);
  expect(await inbox(handedOver)).toEqual([]);
  expect(await inbox(opened)).toEqual([cycle]);
  const elsewhere = { ...nora, schoolIds: [randomUUID()] };
  expect(await duties.inbox(district, elsewhere, opened)).toEqual([]);
});
