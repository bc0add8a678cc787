import { afterAll, beforeAll, expect, test } from 'vitest';
import { streamId } from '#domain/streams';
import { apiDistrict, type ApiDistrict } from '#testing/api-district';

/** A district chooses its pack, and a referral asked for afterwards lives by it. */
let world: ApiDistrict;

beforeAll(async () => {
  world = await apiDistrict();
});
afterAll(() => world.close());

type Who = Parameters<ApiDistrict['ask']>[0];
const get = async (who: Who, url: string) => (await world.ask(who, 'GET', url)).json();
async function post(who: Who, url: string, body: object) {
  const answer = await world.ask(who, 'POST', url, { body });
  await world.settle();
  return { status: answer.statusCode, ...(answer.body ? answer.json() : {}) };
}

test('a district that has not chosen has the federal clocks', async () => {
  expect((await get('dana', '/v1/district')).jurisdiction).toEqual({
    id: 'us',
    name: 'Federal default',
    chosen: false,
    parameters: {},
  });
});

test('the admin chooses Texas; a reading that Texas does not know is refused', async () => {
  const choose = (parameters: object) =>
    post('dana', '/v1/district/jurisdiction', {
      jurisdiction: 'us-tx',
      parameters,
      because: 'The district lies in Texas.',
    });
  expect(await choose({ breakExclusion: 'with-adjoining-weekends' })).toMatchObject({
    status: 409,
    rule: 'parameter-not-of-pack',
  });
  expect((await choose({ countLastInstructionalDay: false })).status).toBe(204);
  expect((await get('dana', '/v1/district')).jurisdiction).toEqual({
    id: 'us-tx',
    name: 'Texas',
    chosen: true,
    parameters: { countLastInstructionalDay: false, absencesInExtension: true },
  });
});

test('a referral asked for then: its clocks, a closure that moves them, and absences', async () => {
  const on = '2025-09-02';
  const { id } = await post('miriam', '/v1/referrals', {
    studentId: world.ids.maya,
    by: 'guardian',
    received: on,
    written: true,
    areasOfConcern: ['reading-fluency'],
    concern: 'I want to know what is behind it.',
  });
  const url = `/v1/referrals/${id}`;
  await post('miriam', `${url}/consent`, { signedOn: on, receivedOn: on });
  const before = await get('miriam', url);
  expect(before).toMatchObject({ jurisdiction: 'us-tx', absences: [], reportedOn: null });
  const [response, report] = before.clocks;
  expect(response).toMatchObject({ clock: 'request-response', days: 15, status: 'running' });
  expect(report).toMatchObject({ clock: 'evaluation-report', days: 45, moved: [] });
  expect(before.dueOn).toBe(response.dueOn);
  expect(before.next.map((duty: { kind: string }) => duty.kind)).toEqual(
    expect.arrayContaining(['answer-request', 'report-evaluation']),
  );

  const closure = { from: '2025-09-10', to: '2025-09-10', kind: 'emergency_closure' };
  const because = 'Burst pipe.';
  await world.tell(streamId('calendar', world.ids.calendar), 'DeclareClosure', {
    ...closure,
    name: 'Burst pipe',
    reason: because,
  });
  const calendar = { id: world.ids.calendar, version: 2 };
  await world.tell(streamId('referral', id), 'AdoptCalendar', { calendar, because });
  await world.settle();
  const after = await get('miriam', url);
  expect(after.clocks[1].moved).toEqual([
    { from: report.dueOn, to: after.clocks[1].dueOn, why: 'calendar-changed' },
  ]);
  expect(after.clocks[1].dueOn > report.dueOn).toBe(true);
  expect((await get('miriam', '/v1/referrals?open=yes')).items).toEqual(
    expect.arrayContaining([expect.objectContaining({ id, dueOn: after.clocks[0].dueOn })]),
  );

  await post('miriam', `${url}/absences`, { dates: [on] });
  expect((await get('miriam', url)).absences).toEqual([on]);
  await post('miriam', `${url}/report`, { on });
  const reported = await get('miriam', url);
  expect(reported.clocks.map((clock: { status: string }) => clock.status)).toEqual([
    'running',
    'met',
  ]);
  expect(reported.reportedOn).toBe(on);
});
