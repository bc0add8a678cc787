import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkoutRoot } from '#platform/services/aimline-home';
import { anyFreePort } from '#platform/services/ports';
import { apiConfig } from '#testing/an-api';
import { RunningEngine } from '#testing/running-engine';
import { eventually } from '#testing/scripted-engine';
import { createApp } from '../apps/api/src/create-app.js';
import { apiMetrics } from '../apps/api/src/metrics.js';
import { workerMetrics } from '../apps/worker/src/metrics.js';

const canary = 'Canarina';

let running: RunningEngine;
let student: string;
let shown: { api: string; worker: string; sdk: string };

beforeAll(async () => {
  running = await RunningEngine.open();
  await running.found();
  running.startSubscriptions();
  const worker = workerMetrics(running.engine);
  const address = `127.0.0.1:${await anyFreePort()}`;
  const { stepDue } = running.engine.activities;
  let failed = false;
  const failingOnce: typeof stepDue = async (ref, due) => {
    if (failed) return stepDue(ref, due);
    failed = true;
    throw new Error('a fault of the test');
  };
  running.startTemporal({ ...running.engine.activities, stepDue: failingOnce }, address);
  student = await running.enrol({ given: canary, middle: null, family: canary });
  await running.openCycle(student);
  await running.untilQuiet();
  await running.advance('2025-09-12T22:00:00.000Z');
  await running.untilQuiet();
  await running.engine.activities.reconcile();
  const { district } = running;
  const { client } = running.engine;
  await client.workflow.start('ofANewerBuild', {
    workflowId: `newer/${running.district}`,
    taskQueue: running.taskQueue,
    args: [{ district }],
  });
  const sdk = () => fetch(`http://${address}/metrics`).then((answer) => answer.text());
  await eventually(async () => (await sdk()).includes('temporal_workflow_task_execution_failed'));
  await client.workflow.getHandle(`newer/${running.district}`).terminate('the test is over');
  shown = { api: await apiText(), worker: await worker.text(), sdk: await sdk() };
  worker.stop();
});

afterAll(() => running?.close());

/** An API without a database, asked for things whose addresses hold a name. */
async function apiText(): Promise<string> {
  const { answered, text, stop } = apiMetrics();
  const app = await createApp(apiConfig(), pino({ level: 'silent' }), undefined, answered);
  for (const url of ['/health/live', `/v1/students/${canary}?name=${canary}`, `/${canary}`])
    await app.inject({ method: 'GET', url });
  const said = await text();
  stop();
  await app.close();
  return said;
}

test('each request is counted under the template of its route', () => {
  expect(shown.api).toMatch(
    /aimline_http_request_duration_seconds_count\{method="GET",route="\/health\/live",status="200"\} 1/,
  );
  expect(shown.api).toContain('route="/v1/students/:studentId"');
});

test('the engine shows appends, lags, what is overdue, what is open, and what the night found', () => {
  const { district } = running;
  for (const subscription of ['read-models', 'reactor', 'dispatcher'])
    expect(shown.worker).toContain(
      `aimline_subscription_lag_events{district="${district}",subscription="${subscription}"} 0`,
    );
  expect(shown.worker).toMatch(
    new RegExp(`aimline_duties_overdue\\{district="${district}"\\} [1-9]`),
  );
  expect(shown.worker).toContain(`aimline_rungs_due{district="${district}"} 0`);
  expect(shown.worker).toContain(`aimline_processes_open{district="${district}",kind="cycle"} 1`);
  expect(shown.worker).toMatch(/aimline_commands_total\{outcome="ok"\} [1-9]/);
  expect(shown.worker).toMatch(/aimline_append_duration_seconds_count [1-9]/);
  expect(shown.worker).toMatch(/aimline_reconcile_finished_timestamp_seconds [1-9]/);
  expect(shown.worker).toContain('aimline_reconcile_differences{what="rows of views"} 0');
});

test('no figure carries anything of a student, by name or by id', () => {
  for (const text of Object.values(shown)) {
    expect(text.length).toBeGreaterThan(1_000);
    expect(text).not.toContain(canary);
    expect(text).not.toContain(student);
  }
});

test('every figure that the dashboard asks for is really shown', () => {
  const file = join(checkoutRoot(import.meta.dirname), 'infra', 'grafana', 'aimline.json');
  const { panels } = JSON.parse(readFileSync(file, 'utf8')) as {
    panels: { title: string; targets?: { expr: string }[] }[];
  };
  const asked = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  const names = new Set(
    asked.flatMap((expr) => expr.match(/\b(?:aimline|temporal|nodejs|process)_\w+/g) ?? []),
  );
  expect(names.size).toBeGreaterThan(20);
  const all = Object.values(shown).join('\n');
  const missing = [...names].filter((name) => !new RegExp(`^${name}[{ ]`, 'm').test(all));
  expect(missing).toEqual([]);
});
