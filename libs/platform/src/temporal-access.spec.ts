import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ConfigProblem } from './config.js';
import { temporalAccess } from './temporal-access.js';

const address = { TEMPORAL_ADDRESS: 'temporal.example.org:7233' };
const folder = mkdtempSync(join(tmpdir(), 'aimline-temporal-'));

function file(name: string, label: string): string {
  const path = join(folder, name);
  writeFileSync(path, `-----BEGIN ${label}-----\naW52ZW50ZWQ=\n-----END ${label}-----\n`);
  return path;
}
const [crt, key, authority] = [
  file('client.pem', 'CERTIFICATE'),
  file('client.key', 'PRIVATE KEY'),
  file('ca.pem', 'CERTIFICATE'),
];

function problemsOf(env: NodeJS.ProcessEnv): string {
  try {
    temporalAccess(env);
    return '';
  } catch (error) {
    return (error as ConfigProblem).problems.join('\n');
  }
}

test('with nothing set, or with TLS said to be off, Temporal is reached in clear', () => {
  expect(temporalAccess({})).toEqual({});
  expect(temporalAccess({ ...address, TEMPORAL_TLS: 'false' })).toEqual({});
});

test('TLS alone trusts whom the system trusts', () => {
  expect(temporalAccess({ ...address, TEMPORAL_TLS: 'true' })).toEqual({ tls: {} });
});

test('a client’s certificate and its key make mTLS', () => {
  const access = temporalAccess({
    ...address,
    TEMPORAL_TLS_CLIENT_CERT_PATH: crt,
    TEMPORAL_TLS_CLIENT_KEY_PATH: key,
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: authority,
    TEMPORAL_TLS_SERVER_NAME: 'frontend.internal',
  });
  expect(access.tls?.clientCertPair?.key.toString()).toContain('PRIVATE KEY');
  expect(access.tls?.serverRootCACertificate?.toString()).toContain('CERTIFICATE');
  expect(access.tls?.serverNameOverride).toBe('frontend.internal');
  expect(access.apiKey).toBeUndefined();
});

test('an API key may come from a file, and implies TLS', () => {
  const path = join(folder, 'api-key');
  writeFileSync(path, 'invented-key\n');
  const access = { apiKey: 'invented-key', tls: {} };
  expect(temporalAccess({ ...address, TEMPORAL_API_KEY_FILE: path })).toEqual(access);
  expect(temporalAccess({ ...address, TEMPORAL_API_KEY: 'invented-key' })).toEqual(access);
});

test.each([
  [{ ...address, TEMPORAL_TLS: 'perhaps' }, 'TEMPORAL_TLS must be true or false'],
  [{ TEMPORAL_API_KEY: 'hidden' }, 'TEMPORAL_API_KEY is set and TEMPORAL_ADDRESS is not'],
  [{ ...address, TEMPORAL_TLS: 'false', TEMPORAL_API_KEY: 'hidden' }, 'TEMPORAL_TLS is false and'],
  [{ ...address, TEMPORAL_TLS_CLIENT_CERT_PATH: crt }, 'belong together'],
  [{ ...address, TEMPORAL_TLS_SERVER_CA_CERT_PATH: '/nowhere.pem' }, 'cannot be read'],
  [{ ...address, TEMPORAL_TLS_SERVER_CA_CERT_PATH: key }, 'holds no PEM block "CERTIFICATE"'],
  [
    {
      ...address,
      TEMPORAL_API_KEY: 'hidden',
      TEMPORAL_TLS_CLIENT_CERT_PATH: crt,
      TEMPORAL_TLS_CLIENT_KEY_PATH: key,
    },
    'Temporal takes one of them',
  ],
])('what does not fit is said, and no secret repeated: %#', (env, words) => {
  expect(problemsOf(env)).toContain(words);
  expect(problemsOf(env)).not.toContain('hidden');
});
