import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  bundleWorkflowCode,
  DefaultLogger,
  Runtime,
  Worker,
  type WorkflowBundle,
} from '@temporalio/worker';
import { beforeAll, describe, expect, test } from 'vitest';
import * as workflows from '../../workflows/src/index.js';

// Every history that a run of ours has had must replay on today's code, or a deploy leaves such runs stuck. A new order
// of activities or timers needs `patched()`; histories are recorded by record.ts, never edited.

const here = fileURLToPath(new URL('.', import.meta.url));

type Recording = { workflow: string; name: string; history: { events: Record<string, unknown>[] } };

const recordings: readonly Recording[] = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name: workflow }) =>
    readdirSync(`${here}${workflow}`).map((name) => ({
      workflow,
      name,
      history: JSON.parse(
        readFileSync(`${here}${workflow}/${name}`, 'utf8'),
      ) as Recording['history'],
    })),
  );

let bundle: WorkflowBundle;

beforeAll(async () => {
  const logger = new DefaultLogger('ERROR');
  const logging = { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } as const;
  Runtime.install({ logger, telemetryOptions: { logging } });
  bundle = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../../workflows/src/index.ts', import.meta.url)),
    webpackConfigHook: (config) => ({
      ...config,
      resolve: { ...config.resolve, conditionNames: ['source', '...'] },
    }),
    logger,
  });
}, 60_000);

async function replay(history: unknown, code = bundle): Promise<string> {
  try {
    await Worker.runReplayHistory({ workflowBundle: code }, history, 'replayed');
    return 'as recorded';
  } catch (error) {
    return (error as Error).message;
  }
}

test.each(Object.keys(workflows))('%s has a recorded history', (workflow) => {
  expect(recordings.filter((one) => one.workflow === workflow)).not.toEqual([]);
});

test('each folder is a workflow that is still there', () => {
  expect(Object.keys(workflows)).toEqual(
    expect.arrayContaining([...new Set(recordings.map(({ workflow }) => workflow))]),
  );
});

test.each(recordings)('$workflow/$name replays on today’s code', async ({ history }) => {
  expect(await replay(history)).toBe('as recorded');
});

describe('the gate sees', () => {
  const [one] = recordings.filter(({ workflow }) => workflow === 'interventionCycle');

  test('code that runs another activity', async () => {
    const code = { code: bundle.code.replaceAll('quick.lookAt', 'quick.stepDue') };
    expect(code.code).not.toBe(bundle.code);
    expect(await replay(one!.history, code)).toMatch(/Nondeterminism/i);
  });

  test('code that no longer sets a timer', async () => {
    const code = { code: bundle.code.replaceAll('due.waitMs === null', 'due.waitMs !== 0') };
    expect(code.code).not.toBe(bundle.code);
    expect(await replay(one!.history, code)).toMatch(/Nondeterminism/i);
  });
});

test('recorded histories name no machine', () => {
  const texts = recordings.map(({ history }) => JSON.stringify(history));
  expect(texts.filter((text) => /"\d+@/.test(text))).toEqual([]);
});
