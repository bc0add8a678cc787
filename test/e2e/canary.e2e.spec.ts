import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultRuleSets } from '#domain/rule-set/defaults';
import { superuserUrl } from '#platform/services/embedded-postgres';
import { readState } from '#platform/services/services-state';
import { readModelTables } from '#read-models/migrations';
import {
  canary,
  filesWithCanary,
  scoresOfCanary,
  tablesWithCanary,
  withCanary,
} from '#testing/canary';
import { aimline, type CliRun } from '#testing/cli';
import { rosterAndScreenings, type TestFile } from '#testing/roster-and-screenings';
import { throwAwayHome } from '#testing/throw-away-home';

/**
 * A student whose every field is a word that nothing else holds is imported, served, asked about and destroyed on a whole
 * installation of its own: in the end the words are nowhere, the log verifies, and nobody else has changed.
 */
const batch = rosterAndScreenings();
const roster = withCanary(batch.roster);
let home: Awaited<ReturnType<typeof throwAwayHome>>;
let up: CliRun;
let superuser: string;
let dataDir: string;
let api: { origin: string; token: string };
let student: string;
let cycle: string;
let position = 0;
let logged = ''; // what the commands of the officer said beside their answers

beforeAll(async () => {
  home = await throwAwayHome();
  up = aimline(home, 'up');
  await up.says(/ready: http/);
  const { postgres } = await readState(home);
  superuser = await superuserUrl(home, postgres!.port, 'aimline');
  [{ dir: dataDir }] = (await query(`select current_setting('data_directory') as dir`)) as [
    { dir: string },
  ];
  for (const [kind, file, more] of [
    ['roster', roster, ['--time-zone', 'America/Chicago']],
    ['scores', scoresOfCanary(batch.map, roster.was), []],
    // Rows that are set aside, for nobody of that name is enrolled.
    ['scores', scoresOfCanary(batch.map, roster.was, { local: canary.unknown, state: canary.unknown }), []], // prettier-ignore
  ] as const) {
    const path = await handedIn(file);
    expect((await run('import', kind, path, ...more)).status).toBe('completed');
    await rm(path); // the file is the district's own; what is looked for is what Aimline kept of it
  }
  const granted = await run('user', 'grant', '--given-name', 'Dana', '--family-name', 'Okoro', '--role', 'district-admin'); // prettier-ignore
  const { token } = await run('user', 'token', '--staff', granted['staff'] as string);
  api = { origin: /ready: (http:\S+)/.exec(up.said())![1]!, token: token as string };
  student = (await run('replay', 'student', canary.local))['student'] as string;
}, 240_000);

afterAll(async () => {
  up.process.kill('SIGINT');
  await up.ended;
  await home.remove();
}, 60_000);

async function handedIn({ name, bytes }: TestFile): Promise<string> {
  const path = join(home.dir, '..', `${randomUUID()}-${name}`);
  await writeFile(path, bytes);
  return path;
}

async function run(...args: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await aimline(home, ...args, '--json').ended;
  logged += stderr;
  expect(code, `${args.join(' ')}\n${stderr}\n${stdout.slice(0, 2_000)}`).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>;
}

/** Whether it is taken or not; what was told before is seen. */
async function call(method: 'GET' | 'POST', path: string, body?: object, seen?: number) {
  const url = `${api.origin}/v1${path}${path.includes('?') ? '&' : '?'}minPosition=${position}`;
  const answer = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${api.token}`,
      ...(body && { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
      ...(seen !== undefined && { 'if-match': `"${seen}"` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (method === 'POST') position = Math.max(position, Number(answer.headers.get('position')));
  return answer;
}

async function ask(method: 'GET' | 'POST', path: string, body?: object): Promise<Response> {
  const answer = await call(method, path, body);
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}

async function query(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: superuser });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** A step on what was seen: read, and taken at that version; the process may have taken a step of its own in between. */
async function judged(seen: string, path: string, body: object): Promise<void> {
  for (let left = 5; ; left -= 1) {
    const { version } = (await (await ask('GET', seen)).json()) as { version: number };
    const answer = await call('POST', path, body, version);
    if (answer.ok) return;
    if (answer.status !== 412 || left === 0)
      throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  }
}

/** Every event up to a position that is not about the student, as one hash over all columns. */
async function eventsOfOthers(upTo: number): Promise<unknown> {
  const [row] = await query(
    `select count(*) as events, md5(string_agg(e::text, chr(10) order by log_id, pos)) as rows
     from es.events e where pos <= $1 and subject_id is distinct from $2`,
    [upTo, student],
  );
  return row;
}

/** All rows of the views that do not name the student. */
async function everybodyElse(): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {};
  for (const table of readModelTables) {
    const rows = await query(
      `select t::text as row from rm.${table} t where t::text not like $1 order by t::text collate "C"`,
      [`%${student}%`],
    );
    tables[table] = rows.map(({ row }) => row as string);
  }
  return tables;
}

/** The day that it is in the district: in Greenwich it may be tomorrow already. */
const today = async () => ((await (await ask('GET', '/me')).json()) as { today: string }).today;

test('while the student is served, the words are seen, and the search finds them', async () => {
  await ask('POST', '/referrals', {
    studentId: student,
    by: 'staff',
    received: await today(),
    written: true,
    areasOfConcern: ['oral-expression'],
    concern: canary.concern,
  });
  const drafted = await ask('POST', '/rule-sets', { document: defaultRuleSets.reading });
  const { id: ruleSet } = (await drafted.json()) as { id: string };
  await judged(`/rule-sets/${ruleSet}`, `/rule-sets/${ruleSet}/publish`, {
    effectiveFrom: await today(),
  });
  const opened = await ask('POST', '/cycles', {
    studentId: student,
    area: 'reading',
    from: 'guardian',
    concern: canary.concern,
    tier: 2,
  });
  cycle = ((await opened.json()) as { id: string }).id;
  await ask('POST', `/cycles/${cycle}/notices`, {
    about: 'placement',
    language: 'en',
    template: { id: 'placement', version: 1 },
    text: canary.letter,
    items: [],
  });
  const history = (await (await ask('GET', `/students/${student}/history`)).json()) as {
    items: { eventId: string }[];
  };
  await ask('POST', `/students/${student}/record/amendment-requests`, {
    by: 'guardian',
    eventIds: [history.items[0]!.eventId],
    reason: canary.reason,
    receivedOn: await today(),
  });
  expect(await (await ask('GET', `/students/${student}`)).text()).toContain(canary.given);
  await query('analyze'); // as autovacuum does sooner or later: statistics are copies too
  const found = await tablesWithCanary(superuser);
  expect(found).toContain('aimline.rm.students');
  expect(found.filter((table) => !table.startsWith('aimline.rm.'))).toEqual([]);
  await query('checkpoint');
  expect(await filesWithCanary(dataDir)).not.toEqual([]);
}, 120_000);

test('destroyed class by class, the words are in no table, no file and no log, and nobody else has changed', async () => {
  const referrals = (await (await ask('GET', `/referrals?studentId=${student}`)).json()) as {
    items: { id: string }[];
  };
  for (const { id } of referrals.items)
    await ask('POST', `/referrals/${id}/close`, { on: await today(), reason: 'left-district' });
  const overview = (await (await ask('GET', `/students/${student}/record`)).json()) as {
    version: number;
    amendments: { id: string }[];
  };
  const record = `/students/${student}/record`;
  const decision = `${record}/amendment-requests/${overview.amendments[0]!.id}/decision`;
  await judged(record, decision, { granted: true, reason: canary.reason, on: await today() });
  await judged(`/cycles/${cycle}`, `/cycles/${cycle}/close`, { on: await today(), reason: 'left-district' }); // prettier-ignore
  const asked = await run('record', 'request', 'access', student, '--by', 'guardian');
  const destroy = ['record', 'destroy', student, '--authority', 'guardian-request', '--yes'];
  const early = await aimline(home, ...destroy, '--class', 'core', '--json').ended;
  expect([early.code, early.stdout]).toEqual([1, expect.stringContaining('access-request-open')]);
  await run('record', 'given', student, asked['request'] as string);
  const before = await everybodyElse();
  const [{ head }] = (await query('select max(pos)::int as head from es.events')) as [
    { head: number },
  ];
  const log = await eventsOfOthers(head);
  for (const name of ['intervention', 'evaluation', 'communications', 'behaviour', 'core'])
    await run(...destroy, '--class', name);

  expect(await tablesWithCanary(superuser)).toEqual([]);
  expect(await filesWithCanary(home.dir, [dataDir])).toEqual([]);
  expect((up.said() + logged).toLowerCase()).not.toContain('zqxcanary');
  expect((await run('verify'))['matches']).toBe(true);
  expect(await everybodyElse()).toEqual(before);
  expect(await eventsOfOthers(head)).toEqual(log);
  const certify = await aimline(home, 'record', 'certify', student, '--json').ended;
  expect(certify.code).toBe(1); // for 35 days a backup may hold it
  expect((JSON.parse(certify.stdout) as { waiting: unknown[] }).waiting).toHaveLength(5);
}, 240_000);

test('after the scrub of the how-to they are not in the raw files of the database either', async () => {
  const howTo = await readFile(join(home.checkout, 'docs/how-to/destroy-a-record.md'), 'utf8');
  const statements = /```sql\n([^`]+)```/
    .exec(howTo)![1]!
    .split(/;\n(?=\S|$)/) // the lines of a block are indented
    .map((line) => line.trim());
  // Old files of the write-ahead log wait, as they are, to be written into again.
  for (let n = 0; n < 3; n += 1) {
    await query('select pg_switch_wal()');
    await query('checkpoint');
  }
  for (const statement of statements.filter(Boolean)) await query(statement);
  expect(await filesWithCanary(dataDir)).toEqual([]);
  expect((await run('verify'))['matches']).toBe(true);
}, 240_000);
