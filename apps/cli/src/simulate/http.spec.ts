import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { Http, idempotencyKey, Refused } from './http.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

/** A server that answers each request in its own way, the last way for ever. */
async function serverThat(...answers: Answer[]) {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(String(request.headers['idempotency-key']));
    request.resume();
    const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  const http = new Http(() => `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return { http, person: http.as('token'), heard };
}

const says =
  (status: number, body: object = {}): Answer =>
  (_, response) =>
    void response.writeHead(status).end(JSON.stringify(body));
const dies: Answer = (request) => void request.socket.destroy();

test('a command outlives the death and the absence of what is behind it, under one key', async () => {
  const { http, person, heard } = await serverThat(
    dies,
    says(503),
    says(500),
    says(200, { id: 'a' }),
  );
  const made = await person.post<{ id: string }>('/v1/groups', { key: 'group/a b', json: {} });
  expect(made).toEqual({ id: 'a' });
  expect(heard).toEqual(Array.from({ length: 4 }, () => 'sim:group.a.b'));
  expect(http).toMatchObject({ calls: 1, retries: 3 });
});

test('a refusal is thrown in the words of the API', async () => {
  const { person } = await serverThat(says(409, { code: 'rule_broken', rule: 'cycle-not-open' }));
  const refused = await person.post('/v1/x', { key: 'x-key' }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refused);
  expect((refused as Refused).problem).toMatchObject({ status: 409, rule: 'cycle-not-open' });
});

test('a race that was lost without a judgement is run again; a judged one is not', async () => {
  const conflict = says(409, { code: 'version_conflict' });
  const { person, heard } = await serverThat(conflict, says(204), conflict);
  await person.post('/v1/x', { key: 'unjudged' });
  expect(heard).toHaveLength(2);
  await expect(person.post('/v1/x', { key: 'judged', version: 3 })).rejects.toThrow();
});

test('a key holds what a header may hold', () => {
  expect(idempotencyKey('session lind-s01/reading/2/1/2025-10-06T09:00')).toMatch(
    /^[A-Za-z0-9._:-]{8,200}$/,
  );
});
