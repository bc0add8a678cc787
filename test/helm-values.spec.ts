import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  databaseConfig,
  keyConfig,
  readConfig,
  temporalConfig,
  workerConfig,
} from '#platform/config';
import { temporalAccess } from '#platform/temporal-access';

// The examples are held to what the processes read: a setting that nobody knows, or that does not fit, is found here.

const folder = mkdtempSync(join(tmpdir(), 'aimline-values-'));
const kept = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const pem = (label: string) => `-----BEGIN ${label}-----\naW52ZW50ZWQ=\n-----END ${label}-----\n`;
const secrets: Readonly<Record<string, string>> = {
  'database-url': kept('database-url', 'postgres://app:invented@db:5432/aimline'),
  'master-key': kept('master-key', 'ab'.repeat(32)),
  'temporal-api-key': kept('temporal-api-key', 'invented-key'),
  'tls.crt': kept('tls.crt', pem('CERTIFICATE')),
  'tls.key': kept('tls.key', pem('PRIVATE KEY')),
  'ca.crt': kept('ca.crt', pem('CERTIFICATE')),
};

/** The settings that the example gives a worker, with the secrets where this test keeps them. */
function workerOf(values: 'cluster' | 'cloud'): Record<string, string> {
  const text = readFileSync(
    new URL(`../infra/helm/values-${values}.yaml`, import.meta.url),
    'utf8',
  );
  const shared = text.split(/^migrate:/m)[0]!;
  const own = text.split(/^worker:$/m)[1]!;
  const found = `${shared}\n${own}`.matchAll(/^ +([A-Z][A-Z_]+): (\S+)$/gm);
  return Object.fromEntries(
    [...found].map(([, name, value]) => {
      const secret = /^\/run\/secrets\/.*\/(.*)$/.exec(value!)?.[1];
      return [
        name!,
        secret ? (secrets[secret] ?? `no such secret: ${secret}`) : value!.replaceAll("'", ''),
      ];
    }),
  );
}

const workers = { ...databaseConfig, ...temporalConfig, ...keyConfig, ...workerConfig };

test('a cluster of one’s own is reached by mTLS', () => {
  const env = workerOf('cluster');
  expect(readConfig(workers, env)).toMatchObject({ TEMPORAL_NAMESPACE: 'aimline' });
  expect(temporalAccess(env)).toMatchObject({
    tls: { serverNameOverride: 'temporal-frontend', clientCertPair: {} },
  });
});

test('Temporal Cloud is reached with an API key', () => {
  const env = workerOf('cloud');
  expect(readConfig(workers, env)).toMatchObject({ TEMPORAL_NAMESPACE: 'aimline.a1b2c' });
  expect(temporalAccess(env)).toEqual({ apiKey: 'invented-key', tls: {} });
});

test.each(['cluster', 'cloud'] as const)(
  'every setting of Temporal in %s is one that we read',
  (values) => {
    const names = Object.keys(workerOf(values)).filter((name) => name.startsWith('TEMPORAL_'));
    const source = ['config.ts', 'temporal-access.ts']
      .map((file) => readFileSync(new URL(`../libs/platform/src/${file}`, import.meta.url), 'utf8'))
      .join('\n');
    expect(names.length).toBeGreaterThan(2);
    expect(names.filter((name) => !source.includes(name.replace(/_FILE$/, '')))).toEqual([]);
  },
);
