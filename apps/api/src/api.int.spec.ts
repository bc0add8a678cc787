import { setTimeout as pause } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { streamId } from '#domain/streams';
import { DistrictKeys } from '#event-store/district-keys';
import { EventStore } from '#event-store/event-store';
import { apiConfig } from '#testing/an-api';
import { apiDistrict, type ApiDistrict } from '#testing/api-district';
import { request } from '../../../test/contracts/event-store.contract.js';

let world: ApiDistrict;
beforeAll(async () => {
  world = await apiDistrict();
});
afterAll(() => world.close());

const cycleUrl = () => `/v1/cycles/${world.ids.mayasCycle}`;
const readCycle = async () => (await world.ask('nora', 'GET', cycleUrl())).json();

describe('reading', () => {
  test('who is signed in, and what their screens may offer', async () => {
    const answer = await world.ask('mei', 'GET', '/v1/me');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      name: { given: 'Mei' },
      role: 'teacher',
      district: { name: 'Lindenfield', mode: 'sandbox' },
      today: '2025-09-02',
    });
    expect(answer.json().capabilities).toContain('request-evaluation');
    expect(answer.json().capabilities).not.toContain('decide-placement');
  });

  test('a cycle comes whole, with its version as a strong ETag and the position of the views', async () => {
    const answer = await world.ask('nora', 'GET', cycleUrl());
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['etag']).toBe(`"${answer.json().version}"`);
    expect(Number(answer.headers['position'])).toBeGreaterThan(10);
    expect(answer.json()).toMatchObject({
      student: { name: { given: 'Maya' } },
      stage: 'placement',
      placements: [{ status: 'proposed', tier: 2 }],
      next: [{ kind: 'confirm-placement', because: { rule: expect.stringMatching(/^\//) } }],
    });
    const week = answer.json().graph.weeks[0];
    expect(week).toEqual({ monday: '2025-09-01', number: 3, schoolDays: 5 });
  });

  test('every kind of list and thing can be read', async () => {
    const { ids } = world;
    for (const url of [
      '/v1/district',
      '/v1/clock',
      '/v1/status',
      '/v1/inbox',
      '/v1/schools',
      `/v1/schools/${ids.north}`,
      '/v1/people',
      `/v1/people/${ids.nora}`,
      '/v1/calendars',
      `/v1/calendars/${ids.calendar}`,
      '/v1/rule-sets',
      '/v1/rule-sets/schema',
      `/v1/rule-sets/${ids.ruleSet}`,
      `/v1/rule-sets/${ids.ruleSet}/explanation`,
      `/v1/rule-sets/${ids.ruleSet}/diff?from=1&to=1`,
      '/v1/interventions',
      `/v1/interventions/${ids.intervention}`,
      '/v1/imports',
      '/v1/screening-windows',
      `/v1/screening-windows/${ids.window}`,
      '/v1/students',
      `/v1/students/${ids.maya}`,
      `/v1/students/${ids.maya}/history`,
      '/v1/cycles',
      `/v1/cycles/${ids.mayasCycle}/history`,
      `/v1/cycles/${ids.mayasCycle}/probes`,
      '/v1/groups',
      `/v1/groups/${ids.group}`,
      `/v1/groups/${ids.group}/history`,
      '/v1/sessions?mine=no',
      '/v1/referrals',
      `/v1/referrals/${ids.referral}`,
      `/v1/referrals/${ids.referral}/history`,
    ]) {
      const answer = await world.ask('dana', 'GET', url);
      expect(answer.statusCode, `${url} ${answer.body.slice(0, 300)}`).toBe(200);
    }
  });

  test('a list is read page by page without a gap or a repeat', async () => {
    const seen: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const cursor: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
      const page = (await world.ask('dana', 'GET', `/v1/students?limit=1${cursor}`)).json();
      seen.push(...page.items.map((s: { name: { given: string } }) => s.name.given));
      after = page.next;
    }
    expect(seen).toEqual(['Leo', 'Maya', 'Omar']);
  });

  test('what is typed into the search is text, whatever it holds', async () => {
    const found = async (q: string) =>
      (await world.ask('dana', 'GET', `/v1/students?q=${encodeURIComponent(q)}`)).json().items
        .length;
    expect(await found('RIV')).toBe(3);
    expect(await found('maya r')).toBe(1);
    expect(await found('002-Maya')).toBe(1);
    for (const q of ['%', '_', '\\', "' or 1=1 --"]) expect(await found(q)).toBe(0);
  });

  test('a cursor that is not ours is refused where it stands', async () => {
    const answer = await world.ask('dana', 'GET', '/v1/students?after=nonsense');
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors[0].pointer).toBe('/query/after');
  });

  test('before a cycle was known there was none, and its day decides what was true', async () => {
    const known = await world.ask('nora', 'GET', `${cycleUrl()}?knownAt=3`);
    expect(known.statusCode).toBe(404);
    const on = await world.ask('nora', 'GET', `${cycleUrl()}?asOf=2025-09-02`);
    expect(on.json()).toMatchObject({ asOf: '2025-09-02', stage: 'placement', next: [] });
    expect((await world.ask('nora', 'GET', `${cycleUrl()}?asOf=2025-09-31`)).statusCode).toBe(422);
  });

  test('the inbox says what is owed, why, and in how many school days', async () => {
    const box = (await world.ask('nora', 'GET', '/v1/inbox')).json();
    const placement = box.items.find((i: { kind: string }) => i.kind === 'confirm-placement');
    expect(placement).toMatchObject({
      about: { student: { name: { given: 'Maya' } }, area: 'reading' },
      target: { kind: 'cycle', id: world.ids.mayasCycle },
      schoolDays: 5,
    });
    expect(box.counts.overdue).toBe(0);
  });

  test('waiting for a position that never comes ends after two seconds with 503', async () => {
    const began = performance.now();
    const answer = await world.ask('nora', 'GET', '/v1/inbox?minPosition=99999999');
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBeDefined();
    expect(answer.json().code).toBe('position_not_reached');
    expect(performance.now() - began).toBeLessThan(4_000);
  });

  test('who looked into a file is recorded once a day', async () => {
    const { ids, store, district } = world;
    for (let i = 0; i < 3; i++) await world.ask('miriam', 'GET', `/v1/students/${ids.omar}`);
    const { events } = await store.read({ district, stream: `access/${ids.omar}` });
    expect(events.map((e) => [e.type, (e.data as { staffId: string }).staffId])).toEqual([
      ['FileViewed', ids.miriam],
    ]);
  });

  test('two who open one file at the same moment are both recorded', async () => {
    const { ids, store, district } = world;
    const url = `/v1/students/${ids.leo}`;
    const both = await Promise.all(
      (['dana', 'alvaro', 'nora', 'miriam'] as const).map((who) => world.ask(who, 'GET', url)),
    );
    expect(both.map((answer) => answer.statusCode)).toEqual([200, 200, 200, 200]);
    const { events } = await store.read({ district, stream: `access/${ids.leo}` });
    expect(events).toHaveLength(4);
  });
});

describe('judging what was seen', () => {
  const confirm = (placementId: string) => `${cycleUrl()}/placements/${placementId}/confirm`;
  const body = () => ({ present: [world.ids.nora, world.ids.alvaro] });

  test('without If-Match a decision is refused', async () => {
    const { placements } = await readCycle();
    const answer = await world.ask('nora', 'POST', confirm(placements[0].placementId), {
      body: body(),
    });
    expect(answer.statusCode).toBe(428);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ code: 'if_match_missing', status: 428 });
  });

  test('a decision on an older version is refused, and says which is the newest', async () => {
    const { placements, version } = await readCycle();
    const answer = await world.ask('nora', 'POST', confirm(placements[0].placementId), {
      body: body(),
      ifMatch: version - 1,
    });
    expect(answer.statusCode).toBe(412);
    expect(answer.json()).toMatchObject({ code: 'version_conflict', currentVersion: version });
  });

  test('the decision on what was seen is taken; sent again it is answered again; another body is refused', async () => {
    const { placements, version } = await readCycle();
    const url = confirm(placements[0].placementId);
    const key = randomUUID();
    const first = await world.ask('nora', 'POST', url, { body: body(), ifMatch: version, key });
    expect(first.statusCode, first.body).toBe(204);
    expect(first.headers['idempotency-replayed']).toBeUndefined();

    const again = await world.ask('nora', 'POST', url, { body: body(), ifMatch: version, key });
    expect(again.statusCode).toBe(204);
    expect(again.headers).toMatchObject({
      'idempotency-replayed': 'true',
      etag: first.headers['etag'],
      position: first.headers['position'],
    });

    const other = await world.ask('nora', 'POST', url, {
      body: { present: [] },
      ifMatch: version,
      key,
    });
    expect(other.statusCode).toBe(422);
    expect(other.json().code).toBe('id_reused');

    const own = await world.ask(
      'nora',
      'GET',
      `/v1/cycles?minPosition=${String(first.headers['position'])}`,
    );
    expect(own.json().items[0]).toMatchObject({ stage: 'start', tier: 2 });
  });
});

describe('bad input gets a clear answer, and nothing half done', () => {
  const head = () => world.store.head(world.district);

  test('a command without a key', async () => {
    const answer = await world.ask('nora', 'POST', `${cycleUrl()}/probes`, {
      body: { on: '2025-09-02', value: 40 },
      key: null,
    });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().code).toBe('idempotency_key_missing');
  });

  test('fields that do not fit are each named by a pointer, and what was sent is not repeated', async () => {
    const answer = await world.ask('nora', 'POST', `${cycleUrl()}/probes`, {
      body: { on: '2025-09-31', value: 'Maya reads forty' },
    });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors.map((e: { pointer: string }) => e.pointer)).toEqual([
      '/body/on',
      '/body/value',
    ]);
    expect(answer.body).not.toContain('Maya');
  });

  test('a body that is no JSON', async () => {
    const answer = await world.ask('nora', 'POST', `${cycleUrl()}/probes`, { body: '{"on": ' });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().code).toBe('body_unreadable');
  });

  test('a NUL byte', async () => {
    const before = await head();
    const answer = await world.ask('nora', 'POST', '/v1/referrals', {
      body: {
        studentId: world.ids.leo,
        by: 'guardian',
        received: '2025-09-02',
        written: false,
        areasOfConcern: ['other'],
        concern: 'a\u0000b',
      },
    });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors[0].pointer).toBe('/body/concern');
    expect(await head()).toBe(before);
  });

  test('a NUL byte in an address, in a cursor, or deep inside a document', async () => {
    const cursor = Buffer.from('{"id":"\\u0000"}').toString('base64url');
    for (const url of [
      '/v1/students?q=%00',
      '/v1/students/%00',
      '/v1/calendars/%00',
      `/v1/cycles?after=${cursor}`,
    ])
      expect((await world.ask('dana', 'GET', url)).statusCode, url).toBe(422);
    const answer = await world.ask('dana', 'POST', '/v1/rule-sets', {
      body: { document: { name: 'a\u0000b' } },
    });
    expect(answer.json().errors[0]).toMatchObject({ code: 'nul_byte' });
  });

  test('a student whom nobody knows, and an id that is none', async () => {
    for (const id of [randomUUID(), 'maya', '..%2f..'])
      expect((await world.ask('dana', 'GET', `/v1/students/${id}`)).statusCode).toBe(404);
  });

  test('a probe before its phase', async () => {
    const answer = await world.ask('nora', 'POST', `${cycleUrl()}/probes`, {
      body: { on: '2025-09-01', value: 40 },
    });
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({ code: 'rule_broken', rule: expect.any(String) });
  });

  test('a session on a day on which none is planned', async () => {
    const answer = await world.ask(
      'nora',
      'POST',
      `/v1/groups/${world.ids.group}/sessions/2025-11-27T09:00/log`,
      { body: { minutes: 25, students: [] } },
    );
    expect(answer.statusCode).toBe(409);
    expect(answer.json().code).toBe('rule_broken');
  });

  test('a rule set that contradicts itself: every problem with its place', async () => {
    const rules = (await world.ask('dana', 'GET', `/v1/rule-sets/${world.ids.ruleSet}`)).json();
    const document = structuredClone(rules.documents[0].document);
    document.tiers['2'].minutes = { min: 40, max: 20 };
    const answer = await world.ask('dana', 'POST', '/v1/rule-sets', { body: { document } });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors[0].pointer).toMatch(/^\/body\/document\/tiers\/2\/minutes/);
  });

  test('a command about nobody: the field is named', async () => {
    const answer = await world.ask('nora', 'POST', '/v1/cycles', { body: { area: 'reading' } });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors.map((e: { pointer: string }) => e.pointer)).toContain(
      '/body/studentId',
    );
  });

  test('an id in capitals is another id: it opens no door', async () => {
    const studentId = world.ids.omar.toUpperCase();
    const answer = await world.ask('nora', 'POST', '/v1/cycles', {
      body: { studentId, area: 'reading', from: 'teacher', concern: 'x', tier: 2 },
    });
    expect(answer.statusCode).toBe(404);
  });

  test('a body larger than any command', async () => {
    const answer = await world.ask('nora', 'POST', `${cycleUrl()}/probes`, {
      body: { on: '2025-09-02', value: 1, form: 'x'.repeat(1_100_000) },
    });
    expect(answer.statusCode).toBe(413);
    expect(answer.json().code).toBe('payload_too_large');
  });

  test('two openings of one cycle at once: one is taken, the other told so', async () => {
    const open = () =>
      world.ask('nora', 'POST', '/v1/cycles', {
        body: {
          studentId: world.ids.leo,
          area: 'reading',
          from: 'teacher',
          concern: 'reads slowly',
          tier: 2,
        },
      });
    const answers = await Promise.all([open(), open(), open()]);
    expect(answers.map((a) => a.statusCode).sort((a, b) => a - b)).toEqual([201, 409, 409]);
    for (const answer of answers.filter((a) => a.statusCode === 409))
      expect(answer.json().code).toBe('claim_taken');
  });

  test('a request for an evaluation sent twice is one referral', async () => {
    const key = randomUUID();
    const send = () =>
      world.ask('mei', 'POST', '/v1/referrals', {
        key,
        body: {
          studentId: world.ids.maya,
          by: 'guardian',
          received: '2025-09-02',
          written: true,
          areasOfConcern: ['reading-fluency'],
          concern: 'asked at the door',
        },
      });
    const [first, second] = [await send(), await send()];
    expect(first.statusCode, first.body).toBe(201);
    expect(first.json()).toEqual(second.json());
    expect(second.headers['idempotency-replayed']).toBe('true');
  });

  test('half of a character, which no text can hold', async () => {
    const before = await head();
    const body = (concern: string) => ({
      studentId: world.ids.leo,
      by: 'guardian',
      received: '2025-09-02',
      written: false,
      areasOfConcern: ['other'],
      concern,
    });
    const answer = await world.ask('nora', 'POST', '/v1/referrals', { body: body('a\ud800b') });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().code).toBe('schema_invalid');
    expect(answer.body).toContain('surrogate');
    expect(await head()).toBe(before);
  });

  test('more at once than the log can take: come again, and nothing was changed', async () => {
    const { district, ids, pool, app } = world;
    const before = await head();
    const closure = { from: '2026-05-04', to: '2026-05-04', name: 'Flood', reason: 'Water.' };
    const ask = () =>
      world.ask('dana', 'POST', `/v1/calendars/${ids.calendar}/closures`, { body: closure });
    // They expect streams that are not there: whatever becomes of them, nothing is recorded.
    const keys = new DistrictKeys(apiConfig().AIMLINE_MASTER_KEY);
    const event = { type: 'SchoolCalendarChosen', data: { calendarId: ids.calendar } };
    const append = () =>
      app
        .get(EventStore)
        .append(
          request(
            keys,
            { district, stream: streamId('school', randomUUID()) },
            { expected: 'exists', events: [event] },
          ),
        );
    const client = await pool.connect();
    await client.query('begin');
    await client.query(
      'select pg_advisory_xact_lock(18753, log_id) from es.log where district_id = $1',
      [district],
    );
    const underWay = append();
    await vi.waitFor(async () => {
      const { rows } = await pool.query(
        `select from pg_locks l join pg_database d on d.oid = l.database
         where d.datname = current_database() and l.locktype = 'advisory' and not l.granted`,
      );
      expect(rows).toHaveLength(1);
    }, 4_000);
    const sentBehindIt = append(); // the second batch that is under way at once; more are not
    await pause(200);
    // As soon as one is turned away, the queue behind them is full.
    const waiting = Array.from({ length: 1_100 }, append);
    const settled = Promise.allSettled([underWay, sentBehindIt, ...waiting]);
    await Promise.race(waiting.map((one) => one.catch(() => null)));
    const answer = await ask();
    await client.query('rollback');
    client.release();
    expect(answer.statusCode, answer.body).toBe(503);
    expect(answer.json().code).toBe('busy');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    const names = (await settled).map((one) => (one as PromiseRejectedResult).reason.name);
    expect(new Set(names)).toEqual(new Set(['Busy', 'VersionConflict']));
    expect(await head()).toBe(before);
  });

  test('an address that is none', async () => {
    const answer = await world.ask('dana', 'GET', '/v1/unicorns');
    expect(answer.statusCode).toBe(404);
    expect(answer.json().code).toBe('not_found');
  });
});

describe('files', () => {
  const upload = (content: string, who: 'dana' | 'nora' = 'dana', name = '../../etc/fall.csv') =>
    world.app.inject({
      method: 'POST',
      url: '/v1/imports?kind=scores',
      headers: {
        authorization: `Bearer ${world.tokens[who]}`,
        'idempotency-key': randomUUID(),
        'content-type': 'multipart/form-data; boundary=x',
      },
      payload: `--x\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n${content}\r\n--x--\r\n`,
    });

  test('an uploaded file is kept by its content, and the same content is already imported', async () => {
    const first = await upload('Student,Score\n1,2');
    expect(first.statusCode, first.body).toBe(200);
    expect(first.json().status).toBe('received');
    await world.settle();
    const id = first.json().import;
    const detail = (await world.ask('ruth', 'GET', `/v1/imports/${id}`)).json();
    expect(detail).toMatchObject({ status: 'received', files: [{ name: 'fall.csv', bytes: 17 }] });

    const again = await upload('Student,Score\n1,2');
    expect(again.json()).toMatchObject({ import: id, status: 'already-imported' });
  });

  test('a file that is called after a student leaves the name nowhere', async () => {
    const first = await upload('Student,Score\n3,4', 'dana', 'Maya Rivers fall.csv');
    await world.settle();
    const detail = (await world.ask('ruth', 'GET', `/v1/imports/${first.json().import}`)).json();
    expect(detail).toMatchObject({ files: [{ name: 'scores-1.csv', bytes: 17 }] });
    const { rows } = await world.pool.query(
      `select count(*)::int as n from es.events where body is not null and position('Rivers fall'::bytea in body) > 0`,
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  test('an empty file, no file, and a body that is no upload', async () => {
    expect((await upload('')).json()).toMatchObject({ rule: 'file-empty' });
    const none = await world.app.inject({
      method: 'POST',
      url: '/v1/imports?kind=scores',
      headers: {
        authorization: `Bearer ${world.tokens.dana}`,
        'idempotency-key': randomUUID(),
        'content-type': 'multipart/form-data; boundary=x',
      },
      payload: '--x--\r\n',
    });
    expect(none.json()).toMatchObject({ rule: 'no-file' });
    const json = await world.ask('dana', 'POST', '/v1/imports?kind=scores', { body: {} });
    expect(json.statusCode).toBe(415);
    const kind = await world.ask('dana', 'POST', '/v1/imports?kind=grades', { body: {} });
    expect(kind.json().errors[0].pointer).toBe('/query/kind');
  });

  test('only who may import does', async () => {
    expect((await upload('a,b', 'nora')).statusCode).toBe(403);
  });
});

test('the log of requests holds no name, no body and no query', async () => {
  await world.ask('dana', 'GET', '/v1/students?q=Rivers');
  const said = world.lines.join('\n');
  expect(said).toContain('/v1/students');
  for (const secret of ['Rivers', 'Maya', 'reads slowly', 'Bearer', 'aimline_'])
    expect(said).not.toContain(secret);
});

test('without PostgreSQL the answer is 503 and says when to come again', async () => {
  const { anApi } = await import('#testing/an-api');
  const { app } = await anApi();
  const answer = await app.inject({
    url: '/v1/me',
    headers: { authorization: 'Bearer aimline_0123456789012345678901234567' },
  });
  expect(answer.statusCode).toBe(503);
  expect(answer.headers['retry-after']).toBeDefined();
  expect(answer.json().code).toBe('database_unavailable');
  expect((await app.inject('/health/live')).statusCode).toBe(200);
  expect((await app.inject('/health/ready')).statusCode).toBe(503);
  await app.close();
});
