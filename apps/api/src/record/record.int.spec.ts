import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecordOverview } from '#contracts/record';
import { streamId } from '#domain/streams';
import { apiDistrict, type ApiDistrict, type PersonName } from '#testing/api-district';

let world: ApiDistrict;

beforeAll(async () => {
  world = await apiDistrict();
});
afterAll(() => world.close());

/** A student of the north school with a name that nothing else has, and no process. */
async function aStudent(): Promise<{ id: string; name: string }> {
  const id = randomUUID();
  const name = `Given${id.slice(0, 8)}`;
  await world.tell(streamId('student', id), 'EnrolStudent', {
    name: { given: name, middle: null, family: 'Rivers' },
    birthDate: '2018-01-15',
    grade: '2',
    schoolId: world.ids.north,
    ids: { local: name, state: null, sourcedId: null },
    on: '2025-08-20',
  });
  await world.settle();
  return { id, name };
}

const record = (id: string) => `/v1/students/${id}/record`;

async function overview(id: string, person: PersonName = 'dana'): Promise<RecordOverview> {
  const answer = await world.ask(person, 'GET', record(id));
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

/** A command at its present version, which judged ones must name. */
async function tell(id: string, tail: string, body: object, person: PersonName = 'dana') {
  const { version } = await overview(id);
  const answer = await world.ask(person, 'POST', `${record(id)}${tail}`, {
    body,
    headers: { 'if-match': `"${version}"` },
  });
  await world.settle();
  return answer;
}
const made = (answer: { statusCode: number; json: () => unknown; body: string }) => {
  expect(answer.statusCode, answer.body).toBe(201);
  return (answer.json() as { id: string }).id;
};
const on = '2025-09-02';
const destruction = {
  recordClasses: ['core'],
  authority: 'retention-schedule',
  keepUntil: null,
  on,
};

describe('a request to see a record', () => {
  test('is due in 45 days, is answered by the school, and is told once whatever is repeated', async () => {
    const { id } = await aStudent();
    const body = { by: 'guardian', requesterId: null, receivedOn: '2025-09-01' };
    const headers = { 'idempotency-key': 'access-request-1' };
    const first = await world.ask('alvaro', 'POST', `${record(id)}/access-requests`, {
      body,
      headers,
    });
    const again = await world.ask('alvaro', 'POST', `${record(id)}/access-requests`, {
      body,
      headers,
    });
    expect(made(again)).toBe(made(first));
    // 34 CFR 99.10(b): 45 days after 1 September.
    expect((await overview(id, 'alvaro')).access).toEqual([
      { id: made(first), ...body, dueOn: '2025-10-16', givenOn: null },
    ]);
    const given = await tell(id, `/access-requests/${made(first)}/given`, { on }, 'alvaro');
    expect(given.statusCode).toBe(204);
    expect((await overview(id)).access[0]!.givenOn).toBe(on);
  });
});

describe('an amendment', () => {
  test('that is denied carries the guardian’s own words for ever', async () => {
    const { id } = await aStudent();
    const [event] = (
      await world.store.read({ district: world.district, stream: streamId('student', id) })
    ).events;
    const asked = {
      by: 'guardian',
      eventIds: [event!.id],
      reason: 'His name is spelt wrongly',
      receivedOn: on,
    };
    const request = made(await tell(id, '/amendment-requests', asked));
    const early = await tell(id, `/amendment-requests/${request}/statement`, { text: 'No.', on });
    expect(early.json()).toMatchObject({ code: 'rule_broken', rule: 'amendment-not-denied' });
    const decision = { granted: false, reason: 'The roster says so', on };
    expect((await tell(id, `/amendment-requests/${request}/decision`, decision)).statusCode).toBe(
      204,
    );
    const statement = { text: 'It is spelt Lörn.', on };
    await tell(id, `/amendment-requests/${request}/statement`, statement);
    expect((await overview(id)).amendments).toEqual([
      { id: request, ...asked, decision, statement },
    ]);
  });
});

describe('a destruction', () => {
  test('waits for holds and open requests, and each refusal names what stands against it', async () => {
    const { id } = await aStudent();
    const request = made(await tell(id, '/destruction-requests', destruction));
    const destroy = () => tell(id, `/destruction-requests/${request}/destroy`, {});
    const hold = made(await tell(id, '/holds', { reason: 'litigation', on }));
    expect((await destroy()).json()).toMatchObject({
      status: 409,
      rule: 'hold-stands',
      facts: { holds: 1 },
    });
    expect((await tell(id, `/holds/${hold}/lift`, { on })).statusCode).toBe(204);
    const access = made(
      await tell(id, '/access-requests', { by: 'student', requesterId: null, receivedOn: on }),
    );
    expect((await destroy()).json()).toMatchObject({ rule: 'access-request-open' });
    await tell(id, `/access-requests/${access}/given`, { on });
    expect((await destroy()).statusCode).toBe(204);
  });

  test('does not pass by a day of retention, nor an open process', async () => {
    const { id } = await aStudent();
    const kept = { ...destruction, keepUntil: '2030-06-30' };
    const request = made(await tell(id, '/destruction-requests', kept));
    const answer = await tell(id, `/destruction-requests/${request}/destroy`, {});
    expect(answer.json()).toMatchObject({
      rule: 'retention-not-over',
      facts: { keepUntil: '2030-06-30' },
    });
    const inProcess = made(await tell(world.ids.maya, '/destruction-requests', destruction));
    const refused = await tell(world.ids.maya, `/destruction-requests/${inProcess}/destroy`, {});
    expect(refused.json()).toMatchObject({ rule: 'process-open', facts: { kind: 'cycle' } });
  });

  test('takes the student out of every answer; what was asked stays, and is certified when the backups have aged', async () => {
    const { id, name } = await aStudent();
    const request = made(await tell(id, '/destruction-requests', destruction));
    expect((await tell(id, `/destruction-requests/${request}/destroy`, {})).statusCode).toBe(204);
    expect((await world.ask('dana', 'GET', `/v1/students/${id}`)).statusCode).toBe(404);
    expect((await world.ask('dana', 'GET', '/v1/students')).body).not.toContain(name);

    const { destructions } = await overview(id);
    expect(destructions).toMatchObject([
      {
        id: request,
        destroyed: [
          { recordClass: 'core', authority: 'retention-schedule', officer: { id: world.ids.dana } },
        ],
        completedOn: null,
      },
    ]);
    const early = await tell(id, `/destruction-requests/${request}/complete`, {});
    expect(early.json()).toMatchObject({
      rule: 'backups-not-aged',
      facts: { from: destructions[0]!.certifiableFrom },
    });
    // The school's own people ask about a student; of one who is gone only the district may.
    expect((await world.ask('alvaro', 'GET', record(id))).statusCode).toBe(403);
  });

  test('is decided on what was seen: without If-Match 428, with an old one 412', async () => {
    const { id } = await aStudent();
    const request = made(await tell(id, '/destruction-requests', destruction));
    const url = `${record(id)}/destruction-requests/${request}/destroy`;
    expect((await world.ask('dana', 'POST', url, { body: {} })).statusCode).toBe(428);
    const old = { body: {}, headers: { 'if-match': '"0"' } };
    expect((await world.ask('dana', 'POST', url, old)).statusCode).toBe(412);
  });

  test('of one event takes its words and nothing else, and only a sealed fact of the student', async () => {
    const { id, name } = await aStudent();
    const stream = streamId('student', id);
    const [event] = (await world.store.read({ district: world.district, stream })).events;
    const body = {
      eventId: event!.id,
      recordClass: 'core',
      authority: 'recorded-in-error',
      keepUntil: null,
    };
    const other = await tell(world.ids.maya, '/expunged', body);
    expect(other.json()).toMatchObject({ rule: 'event-not-of-student' });
    expect((await tell(id, '/expunged', body)).statusCode).toBe(204);
    expect((await overview(id)).expunged).toMatchObject([
      { eventId: event!.id, recordClass: 'core' },
    ]);
    const after = await world.store.read({ district: world.district, stream });
    expect(JSON.stringify(after.events)).not.toContain(name);
    expect(after.gone).toMatchObject([{ id: event!.id }]);
  });
});

test('a student who was never here has no record, and an id that is none is not found either', async () => {
  for (const id of [randomUUID(), 'nobody'])
    expect((await world.ask('dana', 'GET', record(id))).statusCode).toBe(404);
});
