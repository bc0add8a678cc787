import { fileURLToPath } from 'node:url';
import { streamId, type StreamId } from '#domain/streams';
import { addDays, instantOf, weekdayOf, type LocalDate } from '#domain/time';
import { anIdp, freePort } from './a-browser.js';
import { apiDistrict, type ApiDistrict } from './api-district.js';

const zone = 'America/Chicago';
const client = { id: 'aimline', secret: 'a-secret-of-the-home' };
const builtWeb = fileURLToPath(new URL('../../dist/apps/web-static', import.meta.url));

const started: LocalDate = '2025-09-08';
/** The day on which the screens are looked at: a Friday, eleven weeks into delivery. */
export const today: LocalDate = '2025-11-21';

const scores = [44, 47, 45, 49, null, 47, 48, 50, 51, 52] as const;
const notHeld: Readonly<Record<LocalDate, string>> = {
  '2025-09-24': 'assembly',
  '2025-10-07': 'testing',
};
const unlogged = new Set<LocalDate>(['2025-10-15', '2025-10-29', '2025-11-04']);

/** A district (or an installation without one) with its doors open: API, web app, sign-in by the provider's own pages. */
export async function openDoors({ empty = false } = {}) {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const idp = await anIdp(origin, client);
  const world = await apiDistrict({
    empty,
    config: { PORT: port, PUBLIC_URL: origin, OIDC_ISSUER: idp.issuer, OIDC_PROVIDER: 'roster' },
    web: builtWeb,
  });
  await world.app.listen(port, '127.0.0.1');
  const close = async () => {
    await world.close();
    await idp.close();
  };
  return { origin, world, close };
}

/**
 * Ten weeks of Maya's reading plan: sessions held, not held and forgotten, weekly scores with one week missed, a review
 * that waits. What the engine owes is stepped as the dispatcher would, so every silence is the domain's own.
 */
export async function mayaInNovember() {
  const place = await openDoors();
  const { world } = place;
  const group = [world.ids.mayasCycle, ...(await twoMore(world))];
  await world.settle();
  for (const cycleId of group) await placedAndStarted(world, cycleId);
  await tenWeeks(world, group);
  return place;
}

export type MayaInNovember = Awaited<ReturnType<typeof mayaInNovember>>;

/** Two more of the school's second grade, so that there is a group. */
async function twoMore({ ids, tell }: ApiDistrict): Promise<readonly string[]> {
  const cycles: string[] = [];
  for (const [given, family] of [
    ['Theo', 'Lindqvist'],
    ['Ana', 'Beltrán'],
  ] as const) {
    const student = crypto.randomUUID();
    const cycle = crypto.randomUUID();
    await tell(streamId('student', student), 'EnrolStudent', {
      name: { given, middle: null, family },
      birthDate: '2018-03-02',
      grade: '2',
      schoolId: ids.north,
      ids: { local: `002-${given}`, state: null, sourcedId: null },
      on: '2025-08-20',
    });
    await tell(streamId('cycle', cycle), 'OpenCycle', {
      studentId: student,
      schoolId: ids.north,
      grade: '2',
      area: 'reading',
      origin: { kind: 'guardian', concern: 'reads slowly' },
      ruleSet: { id: ids.ruleSet, version: 1 },
      calendar: { id: ids.calendar, version: 1 },
      previousCycleId: null,
      propose: { tier: 2, evidence: null, reason: 'a guardian is worried' },
    });
    cycles.push(cycle);
  }
  return cycles;
}

async function placedAndStarted(world: ApiDistrict, cycleId: string): Promise<void> {
  const { ids } = world;
  const cycle = (await world.ask('nora', 'GET', `/v1/cycles/${cycleId}`)).json();
  await send(world, `/v1/cycles/${cycleId}/placements/${cycle.placements[0].placementId}/confirm`, {
    body: { present: [ids.nora, ids.alvaro] },
    ifMatch: cycle.version,
  });
  await send(world, `/v1/cycles/${cycleId}/phases`, {
    ifMatch: cycle.version + 1,
    body: {
      interventionId: ids.intervention,
      groupId: ids.group,
      specialistId: ids.nora,
      dosage: { sessionsPerWeek: 4, minutes: 25, groupSize: 3, weeks: 12 },
      startsOn: started,
      baseline: { on: '2025-09-02', probes: [38, 45, 42] },
      goal: { method: 'rate', weeks: 20, value: 73, ratePerWeek: null, source: 'the team' },
      changed: null,
    },
  });
  const { version: groupVersion } = (
    await world.ask('nora', 'GET', `/v1/groups/${ids.group}`)
  ).json();
  const already = (await world.ask('nora', 'GET', `/v1/groups/${ids.group}`)).json().members;
  if (!already.some((member: { cycleId: string }) => member.cycleId === cycleId))
    await send(world, `/v1/groups/${ids.group}/members`, {
      ifMatch: groupVersion,
      body: { cycleId, from: started },
    });
  await world.settle();
}

async function tenWeeks(world: ApiDistrict, group: readonly string[]): Promise<void> {
  let fridays = 0;
  for (let on = started; on <= today; on = addDays(on, 1)) {
    if (weekdayOf(on) > 5) continue;
    await clockTo(world, on, '08:00');
    if (on === today) return;
    await clockTo(world, on, '15:00');
    if (weekdayOf(on) < 5) await sessionOf(world, on);
    else await probesOf(world, group, on, scores[fridays++] ?? null);
    await world.settle();
  }
}

/** Moves the district's clock and takes every rung that has come due, until nothing is. */
async function clockTo(world: ApiDistrict, on: LocalDate, time: string): Promise<void> {
  const to = instantOf(on, time, zone);
  await world.tell(streamId('district', world.district), 'AdvanceClock', { to });
  for (let round = 0; round < 6; round++) {
    await world.settle();
    const { rows } = await world.pool.query<{ stream: StreamId; rung_key: string }>(
      'select stream, rung_key from rm.duties where to_pos is null and rung_at <= $1 order by rung_at',
      [to],
    );
    if (rows.length === 0) return;
    for (const { stream, rung_key } of rows)
      await world.tell(stream, 'StepLadder', { key: rung_key });
  }
}

async function sessionOf(world: ApiDistrict, on: LocalDate): Promise<void> {
  const listed = await world.ask('nora', 'GET', `/v1/sessions?on=${on}&groupId=${world.ids.group}`);
  for (const session of listed.json().items) {
    if (unlogged.has(on)) continue;
    const url = `/v1/groups/${world.ids.group}/sessions/${session.slot}`;
    const reason = notHeld[on];
    if (reason) await send(world, `${url}/not-held`, { body: { reason } });
    else
      await send(world, `${url}/log`, {
        body: {
          minutes: 25,
          steps: null,
          students: session.members.map(({ cycleId }: { cycleId: string }) => ({
            cycleId,
            attendance: 'here',
            minutes: 25,
            reason: null,
          })),
        },
      });
  }
}

async function probesOf(
  world: ApiDistrict,
  group: readonly string[],
  on: LocalDate,
  value: number | null,
): Promise<void> {
  for (const [i, cycleId] of group.entries()) {
    if (value === null) continue;
    await send(world, `/v1/cycles/${cycleId}/probes`, {
      body: { on, value: value + 5 * i, form: null },
    });
  }
}

async function send(
  world: ApiDistrict,
  url: string,
  more: { body: object; ifMatch?: number },
): Promise<void> {
  const answer = await world.ask('nora', 'POST', url, more);
  if (answer.statusCode >= 300) throw new Error(`${url}: ${answer.statusCode} ${answer.body}`);
}
