import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ApiProblem } from './problem.js';

type Call = { url: string; init: RequestInit };
const calls: Call[] = [];
let answers: Response[] = [];

beforeEach(() => {
  vi.resetModules();
  calls.length = 0;
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    calls.push({ url, init });
    const next = answers.shift();
    return next ? Promise.resolve(next) : Promise.reject(new TypeError('offline'));
  });
});
afterEach(() => vi.unstubAllGlobals());

const client = () => import('./client.js');
const header = (call: Call | undefined, name: string) => new Headers(call?.init.headers).get(name);

test('a read says which version it saw and how far the views had come', async () => {
  answers = [Response.json({ name: 'Maya R.' }, { headers: { ETag: '"7"', Position: '41' } })];
  const { read } = await client();
  expect(await read('/students/s', { asOf: '2025-11-02', knownAt: undefined })).toEqual({
    body: { name: 'Maya R.' },
    etag: '"7"',
    position: '41',
  });
  expect(calls[0]?.url).toBe('/v1/students/s?asOf=2025-11-02');
});

test('a command carries its key, the version judged and the header no other site can set', async () => {
  answers = [new Response(null, { status: 204 })];
  const { write } = await client();
  await write(
    'POST',
    '/reviews/r/decision',
    { decision: 'continue' },
    { key: 'k-1', ifMatch: '"7"' },
  );
  expect(header(calls[0], 'Idempotency-Key')).toBe('k-1');
  expect(header(calls[0], 'If-Match')).toBe('"7"');
  expect(header(calls[0], 'X-Aimline')).toBe('web');
  expect(calls[0]?.init.credentials).toBe('same-origin');
});

test('after an own write, reads wait for it; a look into the past does not', async () => {
  answers = [
    new Response(null, { status: 204, headers: { Position: '120' } }),
    new Response(null, { status: 204, headers: { Position: '118' } }),
    Response.json({}),
    Response.json({}),
  ];
  const { read, write } = await client();
  await write('POST', '/a', undefined, { key: 'k' });
  await write('POST', '/b', undefined, { key: 'k2' });
  await read('/inbox');
  await read('/inbox', { knownAt: '50' });
  expect(calls.slice(2).map((call) => call.url)).toEqual([
    '/v1/inbox?minPosition=120',
    '/v1/inbox?knownAt=50',
  ]);
});

test('a refusal keeps its code, its words and its fields', async () => {
  answers = [
    Response.json(
      {
        code: 'week-outside-phase',
        title: 'Conflict',
        detail: 'Week 9 is after the last week, 8.',
        errors: [{ pointer: '/week', code: 'too-late', detail: 'at most 8' }],
        traceId: 't',
      },
      { status: 409 },
    ),
  ];
  const { write } = await client();
  const problem = await write('POST', '/x', {}, { key: 'k' }).catch((e: ApiProblem) => e);
  expect(problem).toMatchObject({
    status: 409,
    code: 'week-outside-phase',
    detail: 'Week 9 is after the last week, 8.',
    errors: [{ pointer: '/week' }],
    mayRetry: false,
  });
});

test('no answer at all may be tried again, and so may a busy server', async () => {
  answers = [];
  const { write } = await client();
  expect(await write('POST', '/x', {}, { key: 'k' }).catch((e: ApiProblem) => e)).toMatchObject({
    code: 'network',
    mayRetry: true,
  });
  answers = [new Response('<html>', { status: 503, statusText: 'Service Unavailable' })];
  expect(await write('POST', '/x', {}, { key: 'k' }).catch((e: ApiProblem) => e)).toMatchObject({
    code: 'http-503',
    mayRetry: true,
  });
});
