import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  ConfigProblem,
  databaseConfig,
  givenDatabase,
  keyConfig,
  mailConfig,
  oidcConfig,
  readConfig,
  serverConfig,
  temporalConfig,
} from './config.js';

const key = '00112233445566778899aabbccddeeff'.repeat(2);
const all = {
  ...databaseConfig,
  ...temporalConfig,
  ...keyConfig,
  ...serverConfig,
  ...oidcConfig,
  ...mailConfig,
};
const complete = {
  DATABASE_URL: 'postgres://aimline:pw@127.0.0.1:5432/aimline',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  AIMLINE_MASTER_KEY: key,
  PUBLIC_URL: 'https://aimline.example.org/',
  OIDC_ISSUER: 'https://login.example.org',
  OIDC_CLIENT_ID: 'aimline',
  OIDC_CLIENT_SECRET: 'secret',
};

function problemsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    readConfig(all, env);
    return [];
  } catch (error) {
    return (error as ConfigProblem).problems;
  }
}

test('a complete environment gives settings with their defaults', () => {
  const config = readConfig(all, complete);
  expect(config).toMatchObject({
    PORT: 3000,
    HOST: '127.0.0.1',
    TEMPORAL_NAMESPACE: 'aimline',
    LOG_LEVEL: 'info',
    AIMLINE_EMBEDDED: false,
    PUBLIC_URL: 'https://aimline.example.org',
  });
  expect(config.SMTP_URL).toBeUndefined();
  expect(config.AIMLINE_MASTER_KEY.toString('hex')).toBe(key);
});

test('one message lists every problem', () => {
  const problems = problemsOf({
    ...complete,
    DATABASE_URL: 'mysql://x',
    PORT: 'eighty',
    OIDC_ISSUER: '',
    LOG_LEVEL: 'loud',
  });
  const names = new Set(problems.map((line) => line.split(' ')[0]));
  expect(names).toEqual(new Set(['DATABASE_URL', 'LOG_LEVEL', 'OIDC_ISSUER', 'PORT']));
});

test('a misspelt AIMLINE name is an error, not a setting that does nothing', () => {
  expect(problemsOf({ ...complete, AIMLINE_HOEM: '/srv' })).toEqual([
    expect.stringContaining('AIMLINE_HOEM is no setting of Aimline'),
  ]);
});

test('a wrong value is not repeated, because it may hold a password', () => {
  const [problem] = problemsOf({ ...complete, DATABASE_URL: 'hidden@example' });
  expect(problem).not.toContain('hidden');
});

test('a secret may come from a file, but not from two places', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'aimline-')), 'key');
  writeFileSync(file, `${key}\n`);
  const { AIMLINE_MASTER_KEY: _, ...without } = complete;
  const config = readConfig(all, { ...without, AIMLINE_MASTER_KEY_FILE: file });
  expect(config.AIMLINE_MASTER_KEY).toHaveLength(32);
  expect(problemsOf({ ...complete, AIMLINE_MASTER_KEY_FILE: file })).toEqual([
    expect.stringContaining('both set'),
  ]);
  expect(problemsOf({ ...without, AIMLINE_MASTER_KEY_FILE: '/nowhere' })).toEqual([
    expect.stringContaining('cannot be read'),
  ]);
});

test('a master key of another length is refused', () => {
  expect(problemsOf({ ...complete, AIMLINE_MASTER_KEY: 'c2hvcnQ=' })).toEqual([
    expect.stringContaining('32 bytes'),
  ]);
});

test('the owner’s address of the database is beside the application’s, or not at all', () => {
  const [url, migrationUrl] = ['postgres://app:a@db/aimline', 'postgres://owner:b@db/aimline'];
  expect(givenDatabase({})).toEqual({ url: null, migrationUrl: null });
  expect(givenDatabase({ DATABASE_URL: url })).toEqual({ url, migrationUrl: null });
  const file = join(mkdtempSync(join(tmpdir(), 'aimline-config-')), 'owner');
  writeFileSync(file, `${migrationUrl}\n`);
  expect(givenDatabase({ DATABASE_URL: url, DATABASE_MIGRATION_URL_FILE: file })).toEqual({
    url,
    migrationUrl,
  });
  expect(() => givenDatabase({ DATABASE_MIGRATION_URL: migrationUrl })).toThrow(
    'DATABASE_MIGRATION_URL is set and DATABASE_URL is not',
  );
  const misspelt = { DATABASE_URL: url, DATABASE_MIGRATION_URL: 'mysql://owner:hidden@db' };
  expect(() => givenDatabase(misspelt)).toThrow('DATABASE_MIGRATION_URL must be a URL such as');
  expect(() => givenDatabase(misspelt)).not.toThrow('hidden');
});
