import { randomUUID } from 'node:crypto';
import type { Calendar } from '#contracts/calendars';
import type { Created } from '#contracts/fields';
import type { Person as PersonShown } from '#contracts/people';
import type { ImportDetail, UploadAnswer } from '#contracts/imports';
import { operatorActor } from '#domain/decider';
import { deciders } from '#domain/registry';
import { defaultRuleSets } from '#domain/rule-set/defaults';
import { streamId } from '#domain/streams';
import { instantOf } from '#domain/time';
import { commandId } from '#event-store/ids';
import type { OpenRecord } from '#event-store/record';
import type { Query } from '#platform/app/database';
import { issueToken } from '#platform/app/tokens';
import { lindenfieldDistrict, schoolYearOf, type SandboxDistrict } from '#sandbox/district';
import { interventions } from '#sandbox/interventions';
import { dana, lindenfield, type SandboxStaff } from '#sandbox/people';
import { happenings } from '#sandbox/staff/happenings';
import { rosterZip } from '#sandbox/roster-file';
import { DistrictClock } from '../clock/district-clock.js';
import { Agenda } from './agenda.js';
import type { Caller, Http } from './http.js';
import { isConnectionLost, patiently } from './patience.js';
import {
  Students,
  schoolDayFrom,
  type CataloguedIntervention,
  type Person,
  type World,
} from './world.js';

export type Founding = {
  students: number;
  year: number;
  seed: number;
  diligence: number;
  record: OpenRecord;
  query: Query;
  databaseUrl: string;
  http: Http;
  say: (line: string) => void;
};

/** Schools make up missed screenings in the five school days after a window. */
const makeUpDays = 5;
const identityProvider = 'dev-idp';

/**
 * Lindenfield on a running Aimline: founded as a sandbox, its roster imported, its calendar and rules published, its
 * catalogue, screening windows and sign-ins made. Everything after the founding goes through the API, as an admin would.
 */
export async function foundLindenfield(founding: Founding): Promise<World> {
  const { students, year, seed, record, query, http, say } = founding;
  const sandbox = lindenfieldDistrict({ students, year, seed });
  const { calendar: draft, clockStartsOn } = schoolYearOf(sandbox);
  const district = randomUUID();
  const startsAt = instantOf(clockStartsOn, draft.dayStarts, draft.timeZone);
  const idOf = (kind: 'school' | 'staff' | 'student', sourcedId: string) =>
    commandId(district, `oneroster/${kind}/${sourcedId}`);

  say(`founding the sandbox district ${lindenfield.name} (${students} students, seed ${seed})`);
  await record.store.foundDistrict(district, { startsAt });
  await tell(record, district, 'district', district, 'FoundDistrict', {
    name: lindenfield.name,
    mode: 'sandbox',
    timeZone: draft.timeZone,
    identifier: lindenfield.identifier,
    clockStartsAt: startsAt,
  });
  // The first admin comes by the operator; everybody else by the roster and by her.
  await tell(record, district, 'staff', idOf('staff', dana.sourcedId), 'AuthoriseStaff', {
    ...authorisation(dana),
    scope: { kind: 'district' },
  });
  const clock = new DistrictClock(founding.databaseUrl, record, district);
  const token = (staffId: string) =>
    patiently(() => issueToken(query, { district, staffId, label: 'simulation', days: 30 }), {
      isOutage: isConnectionLost,
    });
  const person = async (staff: SandboxStaff, id: string): Promise<Person> => ({
    id,
    staff,
    api: http.as(await token(id)),
  });
  await quiet(clock);
  const admin = await person(dana, idOf('staff', dana.sourcedId));

  say('importing the roster');
  await importFile(admin.api, clock, 'roster', {
    name: 'roster.zip',
    bytes: rosterZip(sandbox, clockStartsOn),
  });

  say('publishing calendar, rules, interventions and screening windows');
  const calendarId = commandId(district, 'oneroster/calendar');
  const { version } = await admin.api.get<Calendar>(`/v1/calendars/${calendarId}`);
  const { timeZone, ...days } = draft;
  await admin.api.post(`/v1/calendars/${calendarId}/versions`, {
    key: 'calendar',
    version,
    json: { name: `Lindenfield ${year}-${year + 1}`, because: 'School board', ...days },
  });
  for (const document of Object.values(defaultRuleSets)) {
    const draftSet = await admin.api.post<Created>('/v1/rule-sets', {
      key: `rule-set/${document.area}`,
      json: { document },
    });
    await quiet(clock);
    await admin.api.post(`/v1/rule-sets/${draftSet.id}/publish`, {
      key: `publish/${document.area}`,
      version: draftSet.version,
      json: { effectiveFrom: clockStartsOn },
    });
  }
  const catalogue = await Promise.all(
    interventions.map(async ({ key, entry }): Promise<CataloguedIntervention> => {
      const { id } = await admin.api.post<Created>('/v1/interventions', {
        key: `intervention/${key}`,
        json: entry,
      });
      const { area, tiers, grades, steps } = entry;
      return { id, area, tiers, grades, steps: steps.length };
    }),
  );
  const people = new Map<string, Person>([[dana.sourcedId, admin]]);
  for (const staff of sandbox.staff.filter((one) => one !== dana))
    people.set(staff.sourcedId, await person(staff, await signIn(admin.api, staff, idOf)));
  await quiet(clock);
  await widenScopes(people, idOf);

  const schools = new Map(sandbox.schools.map((s) => [s.sourcedId, idOf('school', s.sourcedId)]));
  const calendar = { id: calendarId, version: 1, ...draft };
  const drawn = happenings(sandbox);
  const world: World = {
    district,
    seed,
    diligence: founding.diligence,
    sandbox,
    calendar,
    calendarId,
    timeZone,
    http,
    clock,
    say,
    people,
    schools,
    students: new Students(
      sandbox,
      (student) => idOf('student', student.sourcedId),
      () => world.sandbox.students,
    ),
    interventions: catalogue,
    agenda: new Agenda(),
    closures: drawn.filter((h) => h.kind === 'closure'),
    moves: drawn.filter((h) => h.kind === 'transfer'),
    departures: drawn.filter((h) => h.kind === 'withdrawal'),
    memory: {
      cycles: new Map(),
      groups: new Map(),
      occurrences: new Map(),
      settled: new Set(),
      referrals: new Map(),
      refused: new Map(),
      withdrawn: new Map(),
    },
  };
  await scheduleWindows(world, admin.api);
  await quiet(clock);
  return world;
}

async function scheduleWindows(world: World, api: Caller): Promise<void> {
  const { sandbox, schools, calendar } = world;
  for (const { season, opensOn, closesOn } of schoolYearOf(sandbox).screening)
    for (const [sourcedId, schoolId] of schools)
      for (const { area } of Object.values(defaultRuleSets))
        await api.post('/v1/screening-windows', {
          key: `window/${sourcedId}/${season}/${area}`,
          json: {
            schoolId,
            area,
            season,
            schoolYear: sandbox.year,
            opensOn,
            closesOn,
            makeUpsUntil: schoolDayFrom(calendar, closesOn, makeUpDays),
          },
        });
}

/** A roster gives specialists their caseload alone; at Lindenfield they decide on placements for their whole school. */
async function widenScopes(
  people: ReadonlyMap<string, Person>,
  idOf: (kind: 'school', sourcedId: string) => string,
): Promise<void> {
  const admin = people.get(dana.sourcedId)!.api;
  for (const { id, staff } of people.values()) {
    if (staff.role !== 'specialist') continue;
    const { version } = await admin.get<PersonShown>(`/v1/people/${id}`);
    await admin.post(`/v1/people/${id}/scope`, {
      key: `scope/${staff.sourcedId}`,
      version,
      json: {
        role: 'specialist',
        scope: { kind: 'schools', schoolIds: staff.schools.map((s) => idOf('school', s)) },
        reason: 'Works with the whole school.',
      },
    });
  }
}

/** The roster's people get their sign-in; those whom no roster knows are authorised with it. Answers with their id. */
async function signIn(
  admin: Caller,
  staff: SandboxStaff,
  idOf: (kind: 'staff', sourcedId: string) => string,
): Promise<string> {
  const identity = { provider: identityProvider, subject: staff.subject };
  if (staff.comesBy === 'granted') {
    const { id } = await admin.post<Created>('/v1/people', {
      key: `staff/${staff.sourcedId}`,
      json: { ...authorisation(staff), scope: { kind: 'district' } },
    });
    return id;
  }
  const id = idOf('staff', staff.sourcedId);
  await admin.post(`/v1/people/${id}/identities`, {
    key: `identity/${staff.sourcedId}`,
    json: identity,
  });
  return id;
}

function authorisation(staff: SandboxStaff) {
  const { givenName, familyName, email, role, sourcedId, subject } = staff;
  const identities = [{ provider: identityProvider, subject }];
  return { givenName, familyName, email, role, sourcedId, identities };
}

function tell(
  { handler }: OpenRecord,
  district: string,
  kind: 'district' | 'staff',
  id: string,
  type: string,
  data: object,
) {
  const submission = { type, data, key: `operator/${type}/${id}`, actor: operatorActor };
  const to = { district, stream: streamId(kind, id) };
  return patiently(() => handler.handle(deciders[kind], to, submission), {
    isOutage: isConnectionLost,
  });
}

/** Uploads a file and waits until its import is over; a file of ours that is not taken whole is a fault. */
export async function importFile(
  api: Caller,
  clock: DistrictClock,
  kind: 'roster' | 'scores',
  file: { name: string; bytes: Uint8Array },
): Promise<void> {
  const { import: id } = await api.post<UploadAnswer>(`/v1/imports?kind=${kind}`, {
    key: `import/${file.name}`,
    file,
  });
  await quiet(clock);
  const { status, counts, problems } = await api.get<ImportDetail>(`/v1/imports/${id}`);
  if (status === 'completed' && counts.quarantined === 0) return;
  const codes = problems.map(({ code, message }) => `${code}: ${message}`).join('; ');
  throw new Error(`the import of ${file.name} ended as ${status}: ${codes}`);
}

export function quiet(clock: DistrictClock) {
  return patiently(() => clock.quiet(), { isOutage: isConnectionLost });
}

export type { SandboxDistrict };
