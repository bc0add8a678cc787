import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  bundleWorkflowCode,
  DefaultLogger,
  Runtime,
  type WorkflowBundle,
} from '@temporalio/worker';
import { beforeAll, describe, expect, test } from 'vitest';
import * as workflows from '../../workflows/src/index.js';
import { readRecordings, replay, supportedVersions, withoutHistory } from './gate.js';

// Every history that a run of ours has had must replay on today's code, or a deploy leaves such runs stuck. A new order
// of activities or timers needs `patched()`; histories are recorded by record.ts, never edited.

const recordings = readRecordings();

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

test.each(Object.keys(workflows))('%s has a recorded history', (workflow) => {
  expect(withoutHistory([workflow], recordings)).toEqual([]);
});

test('each folder is a version that we support, and each in it a workflow that is still there', () => {
  expect([...new Set(recordings.map((one) => one.version))]).toEqual(supportedVersions);
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  expect(version.startsWith(`${supportedVersions.at(-1)}.`)).toBe(true);
  expect(Object.keys(workflows)).toEqual(
    expect.arrayContaining([...new Set(recordings.map(({ workflow }) => workflow))]),
  );
});

test.each(recordings)('$version: $workflow/$name replays on today’s code', async (one) => {
  expect(await replay(one, bundle)).toBe('as recorded');
});

describe('the gate sees', () => {
  const one = recordings.find(({ workflow }) => workflow === 'interventionCycle')!;
  const changed = (from: string, to: string) => {
    const code = bundle.code.replaceAll(from, to);
    expect(code).not.toBe(bundle.code);
    return { code };
  };

  test('a workflow that nobody has recorded', () => {
    const types = [...Object.keys(workflows), 'summerSchool'];
    expect(withoutHistory(types, recordings)).toEqual(['summerSchool']);
  });

  test('a workflow that only an older version has recorded', () => {
    const older = recordings.map((r) =>
      r.workflow === 'reconcile' ? { ...r, version: '0.0' } : r,
    );
    expect(withoutHistory(Object.keys(workflows), older)).toEqual(['reconcile']);
  });

  test('a history of a workflow that this build does not have', async () => {
    const { history } = one;
    const strange = JSON.parse(
      JSON.stringify(history).replaceAll('"interventionCycle"', '"summerSchool"'),
    ) as typeof history;
    expect(await replay({ ...one, history: strange }, bundle)).toMatch(/summerSchool/);
  });

  test('code that runs another activity, and names workflow and event', async () => {
    const said = await replay(one, changed('quick.lookAt', 'quick.stepDue'));
    expect(said).toMatch(/^interventionCycle\/placement-to-exit-1\.json: .*Nondeterminism/i);
    expect(said).toMatch(/scheduled event 'lookAt' does not match .*'stepDue'/);
  });

  test('code that no longer sets a timer', async () => {
    const said = await replay(one, changed('due.waitMs === null', 'due.waitMs !== 0'));
    expect(said).toMatch(/^interventionCycle\/.*Nondeterminism/i);
  });
});

describe('a change is rolled out with `patched()`', () => {
  // The change: a run looks twice before it waits. The bundle's own `see` is changed as a developer would change the source.
  const once = 'const looked = await look();';
  const changedTo = (twice: string) => {
    const code = bundle.code.replace(once, `${once} ${twice}`);
    expect(code).not.toBe(bundle.code);
    return { code };
  };
  const one = recordings.find(({ workflow }) => workflow === 'interventionCycle')!;

  test('without it, runs from before cannot go on', async () => {
    expect(await replay(one, changedTo('await look();'))).toMatch(/Nondeterminism/i);
  });

  test('with it, runs from before go on the old way', async () => {
    const patched = patchedIn(bundle.code);
    const guarded = `if ((0, ${patched})('look-twice')) await look();`;
    expect(await replay(one, changedTo(guarded))).toBe('as recorded');
  });
});

/** What the bundler calls the SDK in the module of `follow`, as far as `patched` goes. */
function patchedIn(code: string): string {
  const sleep = /\(0, ?([\w$.]+)\.sleep\)\(waitMs\)/.exec(code);
  if (!sleep)
    throw new Error('the bundle no longer calls sleep(waitMs); look how it imports the SDK');
  return `${sleep[1]}.patched`;
}

test('recorded histories name no machine', () => {
  const texts = recordings.map(({ history }) => JSON.stringify(history));
  expect(texts.filter((text) => /"\d+@/.test(text))).toEqual([]);
});
