import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { permissionsPage } from './permissions-page.js';
import { anApi } from '#testing/an-api';

type Api = Awaited<ReturnType<typeof anApi>>;
type Operation = { operationId?: string; responses: Record<string, unknown> };
let api: Api;
let document: { openapi: string; paths: Record<string, Record<string, Operation>> };

beforeAll(async () => {
  api = await anApi();
  document = (await api.app.inject('/openapi.json')).json();
});
afterAll(() => api.app.close());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

test('the committed document is the one that the API serves', async () => {
  const file = new URL('../../../docs/reference/openapi.json', import.meta.url);
  const committed = await readFile(file, 'utf8').catch(() => '');
  const isCurrent = committed === `${JSON.stringify(document, null, 2)}\n`;
  expect(isCurrent, 'run `npm run build:ts && npm run docs:reference` and commit the change').toBe(
    true,
  );
});

test('the committed page of permissions is the table that decides', async () => {
  const file = new URL('../../../docs/reference/permissions.md', import.meta.url);
  const committed = await readFile(file, 'utf8').catch(() => '');
  expect(committed, 'run `npm run build:ts && npm run docs:reference`').toBe(permissionsPage());
});

test('it is OpenAPI 3.1 and names every operation once', () => {
  const ids = operations().map((o) => o.operation.operationId);
  expect(document.openapi).toBe('3.1.0');
  expect(ids.length).toBeGreaterThan(80);
  expect(ids).not.toContain(undefined);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every command says that it needs an idempotency key, and what a refusal looks like', () => {
  const commands = operations().filter(
    ({ path, method }) => method === 'post' && !path.startsWith('/v1/auth'),
  );
  expect(commands.length).toBeGreaterThan(50);
  for (const { path, operation } of commands) {
    expect(JSON.stringify(operation), path).toContain('"idempotency-key"');
    expect(operation.responses, path).toHaveProperty([
      'default',
      'content',
      'application/problem+json',
    ]);
  }
});

test('people read the same on a page without a script', async () => {
  const page = await api.app.inject('/docs');
  expect(page.headers['content-type']).toContain('text/html');
  expect(page.body).toContain('GET /v1/inbox');
  expect(page.body).not.toContain('<script');
});
