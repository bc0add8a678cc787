import { randomUUID } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import { isTemporalHealthy } from '#platform/services/temporal-namespace';
import { temporalAccess, type TemporalAccess } from '#platform/temporal-access';
import type { EngineActivities } from '#workflows/messages';
import { builtBundle, eventually } from '#testing/scripted-engine';
import { inventedCertificates, mtlsBefore } from '#testing/tls-before';
import { TemporalHost } from './temporal-host.js';

function aHost(address: string, access?: TemporalAccess) {
  const said: string[] = [];
  const host = new TemporalHost({
    address,
    access,
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

test('a cluster with mTLS is reached with the certificates that the environment names, by worker and client, and not without', async () => {
  const certificates = inventedCertificates();
  const front = await mtlsBefore(inject('temporalAddress'), certificates);
  const access = temporalAccess({
    TEMPORAL_ADDRESS: front.address,
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: certificates.ca.crt,
    TEMPORAL_TLS_SERVER_NAME: 'frontend.invented',
    TEMPORAL_TLS_CLIENT_CERT_PATH: certificates.client.crt,
    TEMPORAL_TLS_CLIENT_KEY_PATH: certificates.client.key,
  });
  const { clientCertPair: _, ...withoutCertificate } = access.tls!;
  try {
    const known = aHost(front.address, access);
    known.host.start();
    await eventually(() => known.host.state === 'RUNNING');
    await known.host.stop();
    expect(known.said).toEqual([]);
    const stranger = aHost(front.address, { tls: withoutCertificate });
    stranger.host.start();
    await eventually(() => stranger.said.length > 0);
    expect(stranger.host.state).toBe('CONNECTING');
    await stranger.host.stop();
    expect(await isTemporalHealthy(front.address, access)).toBe(true);
    expect(await isTemporalHealthy(front.address, { tls: withoutCertificate })).toBe(false);
    expect(await isTemporalHealthy(front.address)).toBe(false);
  } finally {
    await front.close();
  }
});
