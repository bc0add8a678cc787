import { randomUUID } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import type { EngineActivities } from '#workflows/messages';
import { builtBundle, eventually } from '#testing/scripted-engine';
import { TemporalHost } from './temporal-host.js';

function aHost(address: string) {
  const said: string[] = [];
  const host = new TemporalHost({
    address,
    namespace: inject('temporalNamespace'),
    taskQueue: `host-${randomUUID()}`,
    activities: {
      reconcile: () => Promise.reject(new Error('unused')),
    } as unknown as EngineActivities,
    bundle: builtBundle,
    say: (line) => said.push(line),
  });
  return { host, said };
}

test('a host that is asked to stop while it is still connecting stops', async () => {
  for (const afterMs of [0, 50, 200, 500]) {
    const { host } = aHost(inject('temporalAddress'));
    host.start();
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    await host.stop();
    expect(host.state).toBe('CONNECTING');
  }
});

test('a host whose server is away says so once, keeps trying, and stops when asked', async () => {
  const { host, said } = aHost('127.0.0.1:1');
  host.start();
  await eventually(() => said.length > 0);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  await host.stop();
  expect(said).toEqual([expect.stringMatching(/^Temporal cannot be reached .*trying again\.$/)]);
});
