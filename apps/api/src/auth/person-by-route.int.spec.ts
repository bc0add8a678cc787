import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiDistrict, people, type ApiDistrict, type PersonName } from '#testing/api-district';

/**
 * Every route × every person. Dana leads the district, Alvaro the north school; Nora is its specialist, Mei teaches Maya's
 * class there, Miriam is the psychologist of both schools, Ruth audits. Maya and Leo are in the north, Omar in the south.
 */
const everybody = 'dana alvaro nora mei miriam ruth';
const notTheTeacher = 'dana alvaro nora miriam ruth';
const team = 'dana alvaro nora miriam';
const givers = 'dana alvaro nora mei miriam';
const evaluators = 'dana alvaro miriam';
const leads = 'dana alvaro';
const admin = 'dana';
/** For what lies in the south, or concerns somebody there. */
const seesSouth = 'dana miriam ruth';
const worksSouth = 'dana miriam';

type Row = {
  url: string;
  may: string;
  /** The same for Omar in the south. */
  south?: { url: string; may: string };
  body?: object;
};

/** `:maya` and the like stand for ids; a row of a command is never carried out: it comes without an idempotency key. */
const student = (tail: string, may: string, southMay: string) => ({
  url: `/v1/students/:maya${tail}`,
  may,
  south: { url: `/v1/students/:omar${tail}`, may: southMay },
});
const cycle = (tail: string, may: string, southMay: string) => ({
  url: `/v1/cycles/:mayasCycle${tail}`,
  may,
  south: { url: `/v1/cycles/:omarsCycle${tail}`, may: southMay },
});
const group = (tail: string, may: string) => ({ url: `/v1/groups/:group${tail}`, may });
const referral = (tail: string, may: string) => ({ url: `/v1/referrals/:referral${tail}`, may });
const session = '/sessions/2025-09-08T09:00';

const routes: Readonly<Record<string, Row>> = {
  readMe: { url: '/v1/me', may: everybody },
  readInbox: { url: '/v1/inbox', may: everybody },
  readDistrict: { url: '/v1/district', may: everybody },
  chooseJurisdiction: { url: '/v1/district/jurisdiction', may: admin },
  readClock: { url: '/v1/clock', may: everybody },
  advanceClock: { url: '/v1/clock/advance', may: admin },
  readStatus: { url: '/v1/status', may: 'dana ruth' },

  listSchools: { url: '/v1/schools', may: everybody },
  readSchool: { url: '/v1/schools/:north', may: everybody },
  openSchool: { url: '/v1/schools', may: admin },
  chooseSchoolCalendar: { url: '/v1/schools/:north/calendar', may: admin },
  listPeople: { url: '/v1/people', may: everybody },
  readPerson: { url: '/v1/people/:nora', may: everybody },
  authoriseStaff: { url: '/v1/people', may: admin },
  changeStaffScope: { url: '/v1/people/:nora/scope', may: admin },
  linkIdentity: { url: '/v1/people/:nora/identities', may: admin },
  listCalendars: { url: '/v1/calendars', may: everybody },
  readCalendar: { url: '/v1/calendars/:calendar', may: everybody },
  publishCalendar: { url: '/v1/calendars', may: admin },
  publishCalendarVersion: { url: '/v1/calendars/:calendar/versions', may: admin },
  // Both schools follow it: calling school off is the district's matter.
  declareClosure: { url: '/v1/calendars/:calendar/closures', may: admin },
  declareSchoolDay: { url: '/v1/calendars/:calendar/school-days', may: admin },

  listRuleSets: { url: '/v1/rule-sets', may: everybody },
  readRuleSetSchema: { url: '/v1/rule-sets/schema', may: everybody },
  readRuleSet: { url: '/v1/rule-sets/:ruleSet', may: everybody },
  explainRuleSet: { url: '/v1/rule-sets/:ruleSet/explanation', may: everybody },
  diffRuleSet: { url: '/v1/rule-sets/:ruleSet/diff?from=1&to=1', may: everybody },
  draftRuleSet: { url: '/v1/rule-sets', may: admin },
  reviseRuleSet: { url: '/v1/rule-sets/:ruleSet/draft', may: admin },
  publishRuleSet: { url: '/v1/rule-sets/:ruleSet/publish', may: admin },
  retireRuleSet: { url: '/v1/rule-sets/:ruleSet/retire', may: admin },
  listInterventions: { url: '/v1/interventions', may: everybody },
  readIntervention: { url: '/v1/interventions/:intervention', may: everybody },
  catalogueIntervention: { url: '/v1/interventions', may: admin },
  reviseIntervention: { url: '/v1/interventions/:intervention', may: admin },

  listImports: { url: '/v1/imports', may: 'dana ruth' },
  readImport: { url: '/v1/imports/:import', may: 'dana ruth' },
  listQuarantine: { url: '/v1/imports/:import/quarantine', may: 'dana ruth' },
  downloadQuarantine: { url: '/v1/imports/:import/quarantine.csv', may: 'dana ruth' },
  uploadImport: { url: '/v1/imports?kind=scores', may: admin },
  confirmImport: { url: '/v1/imports/:import/confirm', may: admin },

  listScreeningWindows: { url: '/v1/screening-windows', may: notTheTeacher },
  readScreeningWindow: { url: '/v1/screening-windows/:window', may: notTheTeacher },
  scheduleScreeningWindow: {
    url: '/v1/screening-windows',
    body: { schoolId: ':north' },
    may: leads,
  },

  reportOnSchools: { url: '/v1/reports/schools', may: 'dana alvaro ruth' },

  listStudents: { url: '/v1/students', may: everybody },
  readStudent: student('', everybody, seesSouth),
  readStudentHistory: student('/history', everybody, seesSouth),
  recordScore: student('/scores', givers, worksSouth),
  voidScore: student('/scores/:maya/void', team, worksSouth),
  correctScore: student('/scores/:maya/correct', team, worksSouth),

  readRecordRequests: student('/record', 'dana alvaro ruth', 'dana ruth'),
  requestRecordAccess: student('/record/access-requests', leads, admin),
  giveRecordAccess: student('/record/access-requests/:maya/given', leads, admin),
  requestAmendment: student('/record/amendment-requests', leads, admin),
  decideAmendment: student('/record/amendment-requests/:maya/decision', leads, admin),
  attachStatement: student('/record/amendment-requests/:maya/statement', leads, admin),
  placeHold: student('/record/holds', admin, admin),
  liftHold: student('/record/holds/:maya/lift', admin, admin),
  requestDestruction: student('/record/destruction-requests', admin, admin),
  destroyRecord: student('/record/destruction-requests/:maya/destroy', admin, admin),
  completeDestruction: student('/record/destruction-requests/:maya/complete', admin, admin),
  expungeBody: student('/record/expunged', admin, admin),
  listRecordAccess: student('/record/access', 'dana alvaro ruth', 'dana ruth'),
  discloseRecord: student('/record/disclosures', leads, admin),

  listCycles: { url: '/v1/cycles', may: everybody },
  readCycle: cycle('', everybody, seesSouth),
  readCycleHistory: cycle('/history', everybody, seesSouth),
  listProbes: cycle('/probes', everybody, seesSouth),
  readReview: cycle('/reviews/:maya', everybody, seesSouth),
  openCycle: { url: '/v1/cycles', body: { studentId: ':maya' }, may: givers },
  confirmPlacement: cycle('/placements/:maya/confirm', team, worksSouth),
  overridePlacement: cycle('/placements/:maya/override', team, worksSouth),
  declinePlacement: cycle('/placements/:maya/decline', team, worksSouth),
  startPhase: cycle('/phases', team, worksSouth),
  raiseGoal: cycle('/goal', team, worksSouth),
  recordProbe: cycle('/probes', givers, worksSouth),
  excuseProbe: cycle('/missed-probes', givers, worksSouth),
  correctProbe: cycle('/probes/:maya/correct', givers, worksSouth),
  voidFact: cycle('/facts/:maya/void', team, worksSouth),
  observeFidelity: cycle('/fidelity', givers, worksSouth),
  notifyGuardian: cycle('/notices', team, worksSouth),
  openReview: cycle('/reviews', team, worksSouth),
  holdReview: cycle('/reviews/:maya/hold', team, worksSouth),
  lookAgain: cycle('/reviews/:maya/look-again', team, worksSouth),
  closeCycle: cycle('/close', team, worksSouth),

  listGroups: { url: '/v1/groups', may: everybody },
  readGroup: group('', notTheTeacher),
  readGroupHistory: group('/history', notTheTeacher),
  listSessions: { url: '/v1/sessions', may: everybody },
  formGroup: { url: '/v1/groups', body: { schoolId: ':north' }, may: team },
  setSchedule: group('/schedule', team),
  addMember: group('/members', team),
  removeMember: group('/members/:mayasCycle/remove', team),
  assignSpecialist: group('/specialist', team),
  dissolveGroup: group('/dissolve', team),
  logSession: group(`${session}/log`, team),
  declareSessionNotHeld: group(`${session}/not-held`, team),
  undoSessionLog: group(`${session}/undo`, team),

  listReferrals: { url: '/v1/referrals', may: everybody },
  readReferral: referral('', everybody),
  readReferralHistory: referral('/history', everybody),
  requestEvaluation: { url: '/v1/referrals', body: { studentId: ':maya' }, may: givers },
  givePriorWrittenNotice: referral('/notice', evaluators),
  giveSafeguards: referral('/safeguards', evaluators),
  requestConsent: referral('/consent-request', evaluators),
  receiveConsent: referral('/consent', evaluators),
  recordConsentRefused: referral('/consent-refusal', evaluators),
  revokeConsent: referral('/consent-revocation', evaluators),
  extendClock: referral('/extension', evaluators),
  recordAbsences: referral('/absences', evaluators),
  completeAssessment: referral('/assessments', evaluators),
  reportEvaluation: referral('/report', evaluators),
  determineEligibility: referral('/eligibility', evaluators),
  holdIepMeeting: referral('/iep-meeting', evaluators),
  closeReferral: referral('/close', evaluators),
};

/** Open to a browser without a session, or about the session itself; sign-in.int.spec.ts walks them. */
const doors = ['signIn', 'signInCallback', 'signOut', 'lock', 'live', 'ready', 'foundDistrict'];
/** Answers without end: stream.int.spec.ts listens to it. */
const streams = ['listen'];

let world: ApiDistrict;
let operations: { id: string; method: 'GET' | 'POST' }[];

beforeAll(async () => {
  world = await apiDistrict();
  const document = (await world.app.inject('/openapi.json')).json();
  operations = Object.values<Record<string, { operationId: string }>>(document.paths).flatMap(
    (methods) =>
      Object.entries(methods).map(([method, { operationId }]) => ({
        id: operationId,
        method: method.toUpperCase() as 'GET' | 'POST',
      })),
  );
});
afterAll(() => world.close());

const named = (text: string) =>
  text.replace(/:([a-zA-Z]+)(?=[/?"]|$)/g, (whole, name: string) =>
    name in world.ids
      ? world.ids[name as PersonName]
      : whole === ':import'
        ? world.ids.maya
        : whole,
  );

async function whoMay(method: 'GET' | 'POST', url: string, body: object | undefined) {
  const allowed: string[] = [];
  for (const who of people) {
    const answer = await world.ask(who, method, named(url), {
      key: null,
      ...(method === 'POST' && { body: JSON.parse(named(JSON.stringify(body ?? {}))) as object }),
    });
    expect(answer.statusCode, `${who} ${url}: ${answer.body.slice(0, 200)}`).not.toBe(500);
    expect(answer.statusCode, `${who} ${url}`).not.toBe(401);
    if (answer.statusCode !== 403) allowed.push(who);
    else expect(answer.json().code).toBe('not_allowed');
    // Whoever may is asked for the headers next: nothing is ever carried out here.
    if (method === 'POST' && answer.statusCode !== 403)
      expect([422, 428], `${who} ${url}: ${answer.body.slice(0, 200)}`).toContain(
        answer.statusCode,
      );
  }
  return allowed.join(' ');
}

test('every route has a row here', () => {
  const missing = operations
    .map((o) => o.id)
    .filter((id) => !(id in routes) && !doors.includes(id) && !streams.includes(id));
  const gone = Object.keys(routes).filter((id) => !operations.some((o) => o.id === id));
  expect({ missing, gone }).toEqual({ missing: [], gone: [] });
});

test('each person may do what the table says, and nothing else', async () => {
  const head = await world.store.head(world.district);
  for (const { id, method } of operations) {
    const row = routes[id];
    if (!row) continue;
    expect(await whoMay(method, row.url, row.body), id).toBe(row.may);
    if (row.south)
      expect(await whoMay(method, row.south.url, row.body), `${id} in the south`).toBe(
        row.south.may,
      );
  }
  const { events } = { events: await world.store.readLog(world.district, head, 1_000) };
  expect([...new Set(events.map((e) => e.type))]).toEqual(['FileViewed']);
});

test('nobody gets in without signing in', async () => {
  for (const { id, method } of operations) {
    if (doors.includes(id) && id !== 'signOut' && id !== 'lock' && id !== 'foundDistrict') continue;
    const url = named(routes[id]?.url ?? (id === 'listen' ? '/v1/stream' : `/v1/auth/${id}`));
    if (['signOut', 'foundDistrict'].includes(id)) continue;
    const answer = await world.ask(null, method, url, { body: {} });
    expect(answer.statusCode, id).toBe(401);
    expect(answer.json().code, id).toBe('sign_in_required');
  }
});

test('a denial is logged with ids and reason, without a name', async () => {
  await world.ask('mei', 'GET', `/v1/students/${world.ids.omar}`);
  const denied = world.lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .findLast((l) => l.msg === 'denied');
  expect(denied).toMatchObject({
    actor: world.ids.mei,
    action: 'read-students',
    because: 'not-on-caseload',
  });
  expect(JSON.stringify(denied)).not.toMatch(/Mei|Omar|Rivers/);
});

test('lists hold what a single look would allow', async () => {
  const names = async (who: PersonName, url: string) =>
    (await world.ask(who, 'GET', url))
      .json()
      .items.map(
        (i: { name?: { given: string }; student?: { name: { given: string } } }) =>
          (i.name ?? i.student?.name)?.given,
      );
  expect(await names('mei', '/v1/students')).toEqual(['Maya']);
  expect(await names('nora', '/v1/students')).toEqual(['Leo', 'Maya']);
  expect(await names('dana', '/v1/students')).toEqual(['Leo', 'Maya', 'Omar']);
  expect(await names('mei', '/v1/cycles')).toEqual(['Maya']);
  expect(await names('alvaro', '/v1/cycles')).toEqual(['Maya']);
  expect(await names('mei', `/v1/cycles?studentId=${world.ids.omar}`)).toEqual([]);
  expect(await names('nora', `/v1/students?schoolId=${world.ids.south}`)).toEqual([]);
  expect(await names('mei', '/v1/referrals')).toEqual(['Maya']);
});

test('a revoked or invented token opens nothing', async () => {
  for (const token of ['aimline_0123456789012345678901234567', 'Maya', ''])
    expect(
      (
        await world.app.inject({ url: '/v1/me', headers: { authorization: `Bearer ${token}` } })
      ).json().code,
    ).toBe('token_invalid');
  await world.pool.query('update app.tokens set revoked_at = now() where staff_id = $1', [
    world.ids.ruth,
  ]);
  expect((await world.ask('ruth', 'GET', '/v1/me')).json().code).toBe('token_invalid');
});
