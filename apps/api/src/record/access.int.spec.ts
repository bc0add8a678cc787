import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccessEntry } from '#contracts/access';
import type { Page } from '#contracts/page';
import { streamId } from '#domain/streams';
import { apiDistrict, type ApiDistrict, type PersonName } from '#testing/api-district';

let world: ApiDistrict;

beforeAll(async () => {
  world = await apiDistrict();
});
afterAll(() => world.close());

const record = (id: string) => `/v1/students/${id}/record`;
const given = {
  to: 'Cedar County Family Court',
  interest: 'a subpoena of 29 August',
  on: '2025-09-02',
};

async function pageOf(
  id: string,
  query = '',
  who: PersonName = 'dana',
): Promise<Page<AccessEntry>> {
  const answer = await world.ask(who, 'GET', `${record(id)}/access${query}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

const disclose = (id: string, body: object, more = {}) =>
  world.ask('dana', 'POST', `${record(id)}/disclosures`, { body, ...more });

test('who looked at a file and who was given something of it is read with names, the newest first', async () => {
  const { leo, mei, ruth, dana } = world.ids;
  await world.ask('ruth', 'GET', `/v1/students/${leo}`);
  await world.ask('ruth', 'GET', `/v1/students/${leo}`); // once per person and day
  expect((await disclose(leo, given)).statusCode).toBe(204);

  const { items } = await pageOf(leo);
  expect(items).toMatchObject([
    { kind: 'viewed', by: { id: dana, name: { given: 'Dana' } }, purpose: 'school-official' },
    { kind: 'disclosed', by: { id: dana }, ...given },
    { kind: 'viewed', by: { id: ruth, role: 'auditor' }, on: '2025-09-02' },
  ]);
  expect(items.map(({ by }) => by.id)).not.toContain(mei);
});

test('page by page nothing is left out and nothing comes twice, though reading is a look itself', async () => {
  const { omar } = world.ids;
  for (const to of ['a court', 'a clinic', 'a college']) await disclose(omar, { ...given, to });
  const seen: AccessEntry[] = [];
  let query = '?limit=2';
  for (;;) {
    const { items, next } = await pageOf(omar, query, seen.length === 0 ? 'dana' : 'ruth');
    seen.push(...items);
    if (next === null) break;
    query = `?limit=2&after=${next}`;
  }
  const recorded = await world.store.read({
    district: world.district,
    stream: streamId('access', omar),
  });
  expect(new Set(seen.map(({ eventId }) => eventId)).size).toBe(seen.length);
  const told = seen.filter((entry) => entry.kind === 'disclosed').map(({ to }) => to);
  expect(told).toEqual(['a college', 'a clinic', 'a court']);
  expect(recorded.version).toBe(seen.length + 1); // Ruth's look, which came after the first page
});

test('a disclosure is recorded once, whatever is repeated', async () => {
  const { maya } = world.ids;
  await disclose(maya, given, { key: 'disclosure-1' });
  await disclose(maya, given, { key: 'disclosure-1' });
  await disclose(maya, given);
  const { items } = await pageOf(maya);
  expect(items.filter(({ kind }) => kind === 'disclosed')).toHaveLength(1);
});

test('a disclosure names an interest, and lies not ahead', async () => {
  const { maya } = world.ids;
  expect((await disclose(maya, { ...given, interest: '' })).statusCode).toBe(422);
  const blank = await disclose(maya, { ...given, interest: '  ' });
  expect(blank.json()).toMatchObject({ status: 409, rule: 'interest-missing' });
  const ahead = await disclose(maya, { ...given, on: '2025-09-03' });
  expect(ahead.json()).toMatchObject({ status: 409, rule: 'date-in-future' });
});
