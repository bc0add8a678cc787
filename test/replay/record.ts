// Records the histories that replay.spec.ts replays: `npm run build:ts && node scripts/build-workflow-bundle.mjs && node
// dist/test/replay/record.js`. Run it when a workflow is added or waits in a new way. Histories of code that still has
// runs stay: a change that breaks them needs `patched()` (temporal.md 1.6), not a new recording.
import { mkdir, writeFile } from 'node:fs/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { eventually, ScriptedEngine, type Scripted } from '../support/scripted-engine.js';
import { servicesForTests } from '../support/services-for-tests.js';
import { supportedVersions } from './gate.js';
import { replayCases, type ReplayCase } from './cases.js';

const folder = new URL(
  `${import.meta.url.includes('/dist/') ? '../../../test/replay' : '.'}/${supportedVersions.at(-1)}/`,
  import.meta.url,
);

const services = await servicesForTests(['postgres', 'temporal']);
const engine = new ScriptedEngine({
  address: services.temporalAddress,
  namespace: services.temporalNamespace,
});
try {
  await reconcileOnce();
  for (const one of replayCases) await save(one.workflow, one.name, one.stream, await lead(one));
} finally {
  await engine.stop();
  await services.stop();
}

/** First of all, and tried again: a server just started may not know its namespace for a moment. */
async function reconcileOnce(): Promise<void> {
  await eventually(async () => {
    const run = await engine.start('reconcile', 'reconcile');
    await run.result();
    return true;
  });
  const { runId } = await engine.client.workflow.getHandle('reconcile').describe();
  await save('reconcile', 'a-night', 'reconcile', runId);
}

/** Leads a run through its course; answers with the id of the first run. */
async function lead({ workflow, stream, course, also }: ReplayCase): Promise<string> {
  let at = 0;
  const process = engine.process(stream, course[0]);
  const goOn = () => {
    at += 1;
    const { position, version } = process.looked;
    process.looked = {
      ...process.looked,
      position: position + 1,
      version: version + 1,
      ...course[at],
    };
  };
  process.onStep = goOn;
  await engine.nudge(process, workflow, { position: 1 });
  const first = (await engine.client.workflow.getHandle(stream).describe()).runId;
  let run = { id: first, chapter: process.looked.chapter };
  for (;;) {
    await untilAtRest(process, () => at);
    run = await renewed(process, run);
    if (also === 'stale-nudges') await engine.nudge(process, workflow, { position: 1 });
    if (also === 'reload') await reload(process, workflow);
    if (process.looked.status === 'closed') break;
    goOn();
    await engine.nudge(process, workflow, { position: process.looked.position });
  }
  return first;
}

async function untilAtRest(process: Scripted, at: () => number): Promise<void> {
  const waits = () => process.looked.duties[0]?.waitMs ?? null;
  await eventually(() => waits() === null || waits()! >= 1_000);
  if (process.looked.status === 'closed') {
    await engine.client.workflow.getHandle(process.ref.stream).result();
    return;
  }
  const before = at();
  await engine.untilSeen(process);
  if (at() !== before) await untilAtRest(process, at);
}

/** A new chapter is a new run: waits until that one has looked. */
async function renewed(process: Scripted, run: { id: string; chapter: string }) {
  const { status, chapter } = process.looked;
  if (status === 'closed' || chapter === run.chapter) return run;
  const handle = engine.client.workflow.getHandle(process.ref.stream);
  await eventually(async () => (await handle.describe()).runId !== run.id);
  await engine.untilSeen(process);
  return { id: (await handle.describe()).runId, chapter };
}

async function reload(process: Scripted, workflow: string): Promise<void> {
  if (process.looked.status === 'closed') return;
  const handle = engine.client.workflow.getHandle(process.ref.stream);
  const { runId } = await handle.describe();
  await engine.nudge(process, workflow, { position: 0, reload: true });
  await eventually(async () => (await handle.describe()).runId !== runId);
  await engine.untilSeen(process);
}

/** One file a run; a course with chapters has several. Names of this machine stay here. */
async function save(workflow: string, name: string, id: string, firstRun: string): Promise<void> {
  await mkdir(new URL(`${workflow}/`, folder), { recursive: true });
  let runId: string | null | undefined = firstRun;
  for (let n = 1; runId; n += 1) {
    const history = await engine.client.workflow.getHandle(id, runId).fetchHistory();
    const json = JSON.stringify(JSON.parse(historyToJSON(history), withoutMachine), null, 1);
    await writeFile(new URL(`${workflow}/${name}-${n}.json`, folder), `${json}\n`);
    runId =
      history.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  }
}

/** Workers name themselves and their own queues `<pid>@<host>`. */
function withoutMachine(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/^\d+@.+$/, 'recorder') : value;
}
