import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiDistrict, type ApiDistrict } from '#testing/api-district';

let world: ApiDistrict;

beforeAll(async () => {
  world = await apiDistrict();
});
afterAll(() => world.close());

const clock = async () => {
  await world.settle();
  return (await world.ask('dana', 'GET', '/v1/clock')).json() as Promise<{
    now: string;
    nextDueAt: string | null;
  }>;
};
const advance = (body: object, key: string = randomUUID()) =>
  world.ask('dana', 'POST', '/v1/clock/advance', { body, key });

test('a step by days keeps the time of day, and its retry is the same step', async () => {
  const { now } = await clock();
  const key = randomUUID();
  expect((await advance({ days: 1 }, key)).statusCode).toBe(204);
  const stepped = await clock();
  expect(Date.parse(stepped.now) - Date.parse(now)).toBe(86_400_000);

  expect((await advance({ days: 1 }, key)).statusCode).toBe(204);
  expect((await clock()).now).toBe(stepped.now);
});

test('a step overtakes nothing that falls due before it', async () => {
  const { nextDueAt, now } = await clock();
  expect(nextDueAt! > now).toBe(true);
  const beyond = new Date(Date.parse(nextDueAt!) + 1).toISOString();

  const refused = await advance({ to: beyond });
  expect(refused.statusCode).toBe(409);
  expect(refused.json()).toMatchObject({
    rule: 'something-is-due-before',
    facts: { clock: now, nextDueAt, to: beyond },
  });
  expect((await clock()).now).toBe(now);

  expect((await advance({ to: nextDueAt! })).statusCode).toBe(204);
  expect((await clock()).now).toBe(nextDueAt);

  // Nobody does here what is due now, so the clock stays.
  const stuck = await advance({ to: beyond });
  expect([stuck.statusCode, stuck.json().rule]).toEqual([409, 'something-is-due-before']);
});
