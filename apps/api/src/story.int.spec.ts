import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operatorActor, processActor } from '#domain/decider';
import { deciders } from '#domain/registry';
import { kindOf, streamId, type StreamId } from '#domain/streams';
import { openRecord } from '#event-store/record';
import { apiConfig } from '#testing/an-api';
import { apiDistrict, type ApiDistrict, type PersonName } from '#testing/api-district';

/** One cycle as its people live it, over HTTP alone; the process's own work is done as its workflow would. */
let world: ApiDistrict;
let engine: ReturnType<typeof openRecord>;
let position = '0';

beforeAll(async () => {
  world = await apiDistrict();
  engine = openRecord(world.databaseUrl, apiConfig().AIMLINE_MASTER_KEY);
});
afterAll(async () => {
  await engine.store.close();
  await world.close();
});

const get = async (who: PersonName, url: string) => {
  const joint = url.includes('?') ? '&' : '?';
  const answer = await world.ask(who, 'GET', `${url}${joint}minPosition=${position}`);
  expect(answer.statusCode, `${url} ${answer.body.slice(0, 400)}`).toBe(200);
  return answer.json();
};

const post = async (who: PersonName, url: string, body: object, ifMatch?: number) => {
  const answer = await world.ask(who, 'POST', url, { body, ifMatch });
  expect(answer.statusCode, `${url} ${answer.body.slice(0, 400)}`).toBeLessThan(300);
  position = String(answer.headers['position'] ?? position);
  return answer;
};

/** Moves the sandbox's clock, then takes every rung that is due, until none is. */
async function until(to: string) {
  await engine.handler.handle(
    deciders.district,
    { district: world.district, stream: streamId('district', world.district) },
    { type: 'AdvanceClock', data: { to }, key: `clock/${to}`, actor: operatorActor },
  );
  for (let round = 0; round < 50; round++) {
    await world.settle();
    const { rows } = await world.pool.query<{ stream: StreamId; kind: string; key: string }>(
      `select stream, kind, rung_key as key from rm.duties
       where district_id = $1 and to_pos is null and rung_at <= $2 and kind <> 'notify-guardian' order by rung_at`,
      [world.district, to],
    );
    if (rows.length === 0) return;
    for (const { stream, kind, key } of rows)
      await engine.handler.handle(
        deciders[kindOf(stream)],
        { district: world.district, stream },
        {
          ...(kind === 'prepare-review'
            ? { type: 'OpenReview', data: {} }
            : { type: 'StepLadder', data: { key } }),
          key: `${kind === 'prepare-review' ? 'work/' : ''}${key}`,
          actor: processActor,
        },
      );
  }
  throw new Error('the engine does not come to rest');
}

const cycleUrl = () => `/v1/cycles/${world.ids.mayasCycle}`;
const groupUrl = () => `/v1/groups/${world.ids.group}`;

const aPhaseIn = (groupId: string) => ({
  interventionId: world.ids.intervention,
  groupId,
  specialistId: world.ids.nora,
  dosage: { sessionsPerWeek: 4, minutes: 25, groupSize: 4, weeks: 12 },
  startsOn: '2025-09-08',
  baseline: { on: '2025-09-02', probes: [38, 45, 42] },
  goal: { method: 'rate', weeks: 12, ratePerWeek: 1.5, source: 'the rule set' },
});

/** A group that meets too late in the year to get into the story. */
async function aGroup(...then: readonly { type: string; data: object }[]): Promise<string> {
  const { ids, district } = world;
  const id = randomUUID();
  const formed = {
    type: 'FormGroup',
    data: {
      name: 'Phonics C',
      schoolId: ids.north,
      area: 'reading',
      tier: 2,
      interventionId: ids.intervention,
      specialistId: ids.nora,
      place: null,
      calendar: { id: ids.calendar, version: 1 },
      ruleSet: { id: ids.ruleSet, version: 1 },
      schedule: { from: '2026-06-01', slots: [{ weekday: 1, startsAt: '13:00', minutes: 25 }] },
    },
  };
  for (const [i, command] of [formed, ...then].entries())
    await engine.handler.handle(
      deciders.group,
      { district, stream: streamId('group', id) },
      { ...command, key: `test/${id}/${i}`, actor: { id: ids.nora, role: 'specialist' } },
    );
  return id;
}

test('the team confirms, the specialist starts the phase, and Maya joins the group', async () => {
  const { ids } = world;
  const proposed = await get('nora', cycleUrl());
  await post(
    'nora',
    `${cycleUrl()}/placements/${proposed.placements[0].placementId}/confirm`,
    { present: [ids.nora, ids.alvaro] },
    proposed.version,
  );
  const confirmed = await get('nora', cycleUrl());
  expect(confirmed.placements[0]).toMatchObject({
    status: 'confirmed',
    decided: { by: { name: { given: 'Nora' } }, present: [{}, { name: { given: 'Alvaro' } }] },
  });

  const joins = () => ({
    type: 'AddMember',
    data: { cycleId: randomUUID(), studentId: randomUUID(), from: '2025-09-08' },
  });
  const full = await aGroup(...[1, 2, 3, 4, 5, 6].map(joins));
  const gone = await aGroup({
    type: 'DissolveGroup',
    data: { on: '2025-09-02', reason: 'merged' },
  });
  for (const [groupId, rule] of [
    [full, 'group-full'],
    [gone, 'group-dissolved'],
    [randomUUID(), 'group-not-formed'],
  ] as const) {
    const body = aPhaseIn(groupId);
    const ifMatch = confirmed.version;
    const refused = await world.ask('nora', 'POST', `${cycleUrl()}/phases`, { body, ifMatch });
    expect(refused.statusCode).toBe(409);
    expect(refused.json()).toMatchObject({ rule });
  }
  await post('nora', `${cycleUrl()}/phases`, aPhaseIn(ids.group), confirmed.version);
  const group = await get('nora', groupUrl());
  await post(
    'nora',
    `${groupUrl()}/members`,
    { cycleId: ids.mayasCycle, from: '2025-09-08' },
    group.version,
  );

  const running = await get('nora', cycleUrl());
  expect(running).toMatchObject({ stage: 'delivery', tier: 2 });
  expect(running.phases[0]).toMatchObject({
    intervention: { name: 'Phonics set B' },
    group: { name: 'Phonics B, mornings' },
    baseline: { median: 42, probes: [38, 45, 42] },
    goal: { ratePerWeek: 1.5 },
    aimlines: [{ from: { value: 42 } }],
    delivered: { planned: 0, sessionShare: null, asDesigned: null },
  });
  expect((await get('nora', groupUrl())).members[0].student.name.given).toBe('Maya');
});

test('the morning plans the session; it is logged in two taps, withdrawn, and logged again', async () => {
  await until('2025-09-08T15:00:00.000Z');
  const today = await get('nora', '/v1/sessions?on=2025-09-08');
  expect(today.totals).toEqual({ planned: 1, held: 0, notHeld: 0, unlogged: 0 });
  const [session] = today.items;
  expect(session).toMatchObject({
    slot: '2025-09-08T09:00',
    status: 'planned',
    group: { name: 'Phonics B, mornings' },
    members: [{ student: { name: { given: 'Maya' } }, attendance: null, target: { goal: 60 } }],
  });
  const inbox = await get('nora', '/v1/inbox');
  expect(inbox.items).toContainEqual(
    expect.objectContaining({
      kind: 'log-session',
      bucket: 'today',
      schoolDays: 0,
      target: expect.objectContaining({ kind: 'group', slot: '2025-09-08T09:00' }),
      action: expect.objectContaining({ kind: 'log-as-planned' }),
    }),
  );

  const log = (attendance: string) => ({
    minutes: 25,
    students: [{ cycleId: world.ids.mayasCycle, attendance, minutes: 25 }],
  });
  const url = `${groupUrl()}/sessions/${session.slot}`;
  await post('nora', `${url}/log`, log('here'));
  await post('nora', `${url}/undo`, { reason: 'wrong group' });
  expect((await get('nora', '/v1/sessions?on=2025-09-08')).items[0].status).toBe('planned');
  await post('nora', `${url}/log`, log('late'));

  const logged = (await get('nora', '/v1/sessions?on=2025-09-08')).items[0];
  expect(logged).toMatchObject({
    status: 'held',
    minutes: 25,
    members: [{ attendance: 'late', minutes: 25 }],
  });
  const cycle = await get('nora', cycleUrl());
  expect(cycle.phases[0].delivered).toMatchObject({ planned: 1, held: 1, attended: 1 });
  expect(cycle.sessions).toHaveLength(1);
});

test('a session that nobody logs ends as unlogged, and counts against the plan', async () => {
  await until('2025-09-11T22:00:00.000Z');
  const week = await get('nora', '/v1/sessions?from=2025-09-08&to=2025-09-12');
  expect(week.totals).toMatchObject({ held: 1, unlogged: 2 });
  const cycle = await get('nora', cycleUrl());
  expect(cycle.phases[0].delivered).toMatchObject({ held: 1, unlogged: 2, notHeld: 0 });
  expect(cycle.phases[0].delivered.planned).toBeGreaterThanOrEqual(3);
});

test('group, student and inbox are shown as they were known then, and as they were true on a day', async () => {
  const { district, ids } = world;
  const group = await engine.store.read({ district, stream: streamId('group', ids.group) });
  const of = (type: string) => group.events.filter((event) => event.type === type);
  const [first, again] = of('SessionHeld');
  const [withdrawn] = of('FactVoided');
  const [planned] = of('SessionPlanned');
  const endOf = async (commandId: string) => {
    const log = await engine.store.readLog(district, 0, 10_000);
    return log.findLast((event) => event.commandId === commandId)!.position;
  };
  const groupAt = async (query: string) => {
    const { sessions, totals } = await get('nora', `${groupUrl()}?${query}`);
    const { status, members } = sessions[0];
    return { status, attendance: members[0].attendance, ...totals };
  };
  const counts = { planned: 1, held: 0, notHeld: 0, unlogged: 0 };
  for (const [fact, expected] of [
    [planned!, { ...counts, status: 'planned', attendance: null }],
    [first!, { ...counts, status: 'held', attendance: 'here', held: 1 }],
    [withdrawn!, { ...counts, status: 'planned', attendance: null }],
    [again!, { ...counts, status: 'held', attendance: 'late', held: 1 }],
  ] as const)
    expect(await groupAt(`knownAt=${await endOf(fact.commandId)}`)).toEqual(expected);
  const onThatDay = { ...counts, status: 'held', attendance: 'late', held: 1 };
  expect(await groupAt('asOf=2025-09-08')).toEqual(onThatDay);

  // The schools' report says the same of the same moments, to those who lead a school, each of their own.
  const sessionsAt = async (query: string) => {
    const { schools } = await get('alvaro', `/v1/reports/schools?${query}`);
    expect(schools.map((one: { school: { id: string } }) => one.school.id)).toEqual([ids.north]);
    const { planned: all, held, notHeld, unlogged } = schools[0].sessions;
    return { planned: all, held, notHeld, unlogged };
  };
  expect(await sessionsAt(`knownAt=${await endOf(planned!.commandId)}`)).toEqual(counts);
  expect(await sessionsAt(`knownAt=${await endOf(first!.commandId)}`)).toEqual({
    ...counts,
    held: 1,
  });
  expect(await sessionsAt(`knownAt=${await endOf(withdrawn!.commandId)}`)).toEqual(counts);
  expect(await sessionsAt('asOf=2025-09-07')).toEqual({ ...counts, planned: 0 });
  const districtWide = await get('ruth', '/v1/reports/schools');
  expect(districtWide.schools).toHaveLength(2);
  expect(districtWide.total.cycles).toMatchObject({ open: 2, undecided: 1, tier2: 1 });
  const before = await get('ruth', '/v1/reports/schools?knownAt=0');
  expect(before.total).toMatchObject({ cycles: { open: 0 }, sessions: { planned: 0 } });

  const cycle = await engine.store.read({ district, stream: streamId('cycle', ids.mayasCycle) });
  const opened = await endOf(cycle.events[0]!.commandId);
  const maya = `/v1/students/${ids.maya}`;
  expect((await get('nora', maya)).cycles).toMatchObject([{ stage: 'delivery', tier: 2 }]);
  expect((await get('nora', `${maya}?knownAt=${opened}`)).cycles).toMatchObject([
    { id: ids.mayasCycle, stage: 'placement', tier: null },
  ]);
  expect((await get('nora', `${maya}?knownAt=${cycle.events[0]!.position - 1}`)).cycles).toEqual(
    [],
  );

  const then = await get('nora', `/v1/inbox?knownAt=${await endOf(withdrawn!.commandId)}`);
  expect(then.today).toBe('2025-09-08');
  expect(then.items).toContainEqual(
    expect.objectContaining({ kind: 'log-session', bucket: 'today', action: null }),
  );
  const logged = await get('nora', `/v1/inbox?knownAt=${await endOf(again!.commandId)}`);
  expect(logged.items.map((item: { kind: string }) => item.kind)).not.toContain('log-session');
  const byMoment = await get('nora', `/v1/inbox?knownAt=${withdrawn!.recordedAt}`);
  expect(byMoment.today).toBe('2025-09-08');
});

test('a probe is entered, corrected, and keeps what it was; as of a day it was not there yet', async () => {
  await post('nora', `${cycleUrl()}/probes`, { on: '2025-09-10', value: 54 });
  const entered = (await get('nora', cycleUrl())).probes[0];
  await post('nora', `${cycleUrl()}/probes/${entered.eventId}/correct`, {
    value: 45,
    reason: 'misread the sheet',
  });
  const { probes } = await get('nora', `${cycleUrl()}/probes`);
  expect(probes).toMatchObject([
    { value: 45, was: { value: 54, reason: 'misread the sheet' }, enteredLate: true },
  ]);
  expect((await get('nora', `${cycleUrl()}?asOf=2025-09-09`)).probes).toEqual([]);
  expect((await get('nora', `${cycleUrl()}?asOf=2025-09-10`)).probes).toMatchObject([
    { value: 45 },
  ]);
});

test('a review is prepared, shows its choices and what each asks for, and is held', async () => {
  await post('nora', `${cycleUrl()}/reviews`, {});
  const cycle = await get('nora', cycleUrl());
  expect(cycle.stage).toBe('review');
  const { reviewId } = cycle.reviews[0];
  const screen = await get('alvaro', `${cycleUrl()}/reviews/${reviewId}`);
  expect(screen.review.recommendation).toMatchObject({
    outcome: expect.stringMatching(/not_interpretable|insufficient_data/),
    inputs: { ruleSet: { id: world.ids.ruleSet, version: 1 } },
  });
  const recommended = screen.options.filter((o: { recommended: boolean }) => o.recommended);
  expect(recommended).toHaveLength(1);
  const against = screen.options.find((o: { decision: string }) => o.decision === 'intensify');
  expect(against).toMatchObject({ needs: ['reason'], schedules: 'placement-one-tier-up' });

  const hold = (body: object) =>
    world.ask('nora', 'POST', `${cycleUrl()}/reviews/${reviewId}/hold`, {
      body: { on: '2025-09-11', present: [world.ids.nora], ...body },
      ifMatch: screen.version,
    });
  const refused = await hold({ decision: 'intensify' });
  expect(refused.json()).toMatchObject({ rule: 'reason-required' });
  const held = await hold({ decision: recommended[0].decision });
  expect(held.statusCode, held.body).toBe(204);
  position = String(held.headers['position']);
  expect((await get('nora', cycleUrl())).reviews[0].held).toMatchObject({
    decision: recommended[0].decision,
    by: { name: { given: 'Nora' } },
  });
});

test('a guardian asks for an evaluation: the clocks run from consent on, and the cycle goes on', async () => {
  const { ids } = world;
  const url = `/v1/referrals/${ids.referral}`;
  await post('miriam', `${url}/notice`, { on: '2025-09-11', action: 'evaluate', reason: 'asked' });
  await post('miriam', `${url}/safeguards`, { on: '2025-09-11' });
  await post('miriam', `${url}/consent-request`, { on: '2025-09-11' });
  await post('miriam', `${url}/consent`, { signedOn: '2025-09-10', receivedOn: '2025-09-11' });
  const referral = await get('miriam', url);
  expect(referral).toMatchObject({
    status: 'evaluation',
    consent: { requestedOn: '2025-09-11', signedOn: '2025-09-10', receivedOn: '2025-09-11' },
    clocks: [{ clock: 'evaluation', days: 60, dueOn: '2025-11-10', status: 'running' }],
    dueOn: '2025-11-10',
  });
  expect(referral.next.map((d: { kind: string }) => d.kind)).toContain('finish-evaluation');
  expect(await get('miriam', `${url}?asOf=2025-09-09`)).toMatchObject({ status: 'notice' });
  expect((await get('nora', cycleUrl())).stage).toBe('delivery');
});

test('Maya’s story names who did what, when it happened and when it was recorded', async () => {
  await get('ruth', `/v1/students/${world.ids.maya}/history?limit=1`);
  await world.settle(); // that she looked is part of the story itself
  const story = await get('ruth', `/v1/students/${world.ids.maya}/history?limit=200`);
  const types = story.items.map((e: { type: string }) => e.type);
  for (const type of [
    'StudentEnrolled',
    'CycleOpened',
    'PlacementConfirmed',
    'PhaseStarted',
    'SessionAttended',
    'FactVoided',
    'SessionMissed',
    'ProbeRecorded',
    'FactCorrected',
    'ReviewHeld',
    'EvaluationRequested',
    'ClockStarted',
  ])
    expect(types, type).toContain(type);
  const confirmed = story.items.find((e: { type: string }) => e.type === 'PlacementConfirmed');
  expect(confirmed).toMatchObject({
    actor: { name: { given: 'Nora' }, role: 'specialist' },
    summary: { tier: 2 },
  });
  const missed = story.items.find((e: { type: string }) => e.type === 'SessionMissed');
  expect(missed.actor).toMatchObject({ role: 'process', name: null });
  const newest = await get('ruth', `/v1/students/${world.ids.maya}/history?order=newest&limit=1`);
  expect(newest.items[0].position).toBe(
    Math.max(...story.items.map((e: { position: number }) => e.position)),
  );
});
