import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { ImportCounts, ImportProblem, QuarantinedRow } from '#domain/import/events';
import { aimline, type Ran } from '#testing/aimline';
import { freshDatabase, type FreshDatabase } from '#testing/database';
import {
  rosterAndScreenings,
  rosterWithGrade,
  rosterWithout,
  type Screening,
  type TestFile,
} from '#testing/roster-and-screenings';
import { throwAwayHome } from '#testing/throw-away-home';

type Imported = {
  import: string | null;
  status: string;
  profile: string | null;
  counts: ImportCounts & {
    files: Record<string, { read: number; accepted: number; quarantined: number }>;
  };
  problems: ImportProblem[];
  quarantine: QuarantinedRow[];
  records?: { measure: string }[];
};
type Failed = { error: { code: string; message: string; where: string | null; hint: string } };
type Status = { districts: { district: string; head: number; open: Record<string, number> }[] };

const batch = rosterAndScreenings();
let database: FreshDatabase;
let home: Awaited<ReturnType<typeof throwAwayHome>>;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  database = await freshDatabase();
  home = await throwAwayHome();
  env = {
    AIMLINE_HOME: home.dir,
    DATABASE_URL: database.url,
    DATABASE_MIGRATION_URL: database.ownerUrl,
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: `import-${randomUUID()}`,
  };
});

afterAll(async () => {
  await database.drop();
  await home.remove();
});

async function kept({ name, bytes }: TestFile): Promise<string> {
  const path = join(home.dir, name);
  await writeFile(path, bytes);
  return path;
}

const run = <T = Imported>(...args: string[]): Promise<Ran<T>> => aimline<T>(env, ...args);

async function head(): Promise<number> {
  const { answer } = await run<Status>('status');
  return answer.districts[0]!.head;
}

test('a roster founds a live district, named after its organisation, and every row of it is counted', async () => {
  const path = await kept(batch.roster);
  const dry = await run('import', 'roster', path, '--dry-run');
  expect(dry.code).toBe(0);

  const zone = ['--time-zone', 'America/Chicago'];
  const { code, answer, stderr } = await run('import', 'roster', path, ...zone);

  expect(stderr).toContain('starting one for the duration of `aimline import roster`');
  expect(stderr).toContain(`founding the district ${batch.district}`);
  expect({ code, status: answer.status }).toEqual({ code: 0, status: 'completed' });
  expect(answer.counts.new['student']).toBe(batch.roster.students);
  expect(answer.counts.accepted).toBe(answer.counts.read);
  for (const [member, rows] of Object.entries(batch.roster.members))
    expect(answer.counts.files[member]).toMatchObject({ read: rows, accepted: rows });
  expect(answer.counts).toEqual(dry.answer.counts); // the dry run had said so
});

test.each([
  ['DIBELS 8', batch.dibels],
  ['MAP Growth', batch.map],
])('%s: the good rows become scores, and each faulty one is named', async (_, file: Screening) => {
  const path = await kept(file);
  const dry = await run('import', 'scores', path, '--dry-run', '--records');
  const { code, answer } = await run('import', 'scores', path);

  expect({ code, status: answer.status }).toEqual({ code: 0, status: 'completed' });
  const good = file.rows - file.faults.size - file.repeated;
  expect(answer.counts).toMatchObject({
    read: file.rows,
    accepted: good,
    unchanged: file.repeated,
    quarantined: file.faults.size,
  });
  expect(answer.quarantine.map(({ row, code: reason }) => [row, reason])).toEqual([...file.faults]);
  expect(answer.quarantine.every(({ message }) => message.length > 0)).toBe(true);
  expect(dry.answer.counts).toEqual(answer.counts);
  expect(dry.answer.records).toHaveLength(answer.counts.new['score']!);
  expect(answer.counts.new['score']).toBeGreaterThanOrEqual(good);
});

test('the same files again are known: nothing is new and no event is added', async () => {
  const before = await head();
  for (const [kind, file] of [
    ['roster', batch.roster],
    ['scores', batch.dibels],
    ['scores', batch.map],
  ] as const) {
    const path = await kept(file);
    const { code, answer } = await run('import', kind, path);
    expect({ code, status: answer.status }).toEqual({ code: 0, status: 'already-imported' });
    expect(answer.counts.accepted).toBe(0);
    expect(Object.values(answer.counts.new).every((n) => n === 0)).toBe(true);
    const dry = await run('import', kind, path, '--dry-run');
    expect(dry.answer.status).toBe('already-imported');
  }
  expect(await head()).toBe(before);
});

test('the same scores in a file of other bytes add no event to any student', async () => {
  const padded = Buffer.concat([Buffer.from(batch.map.bytes), Buffer.from('\r\n')]);
  const path = await kept({ name: 'again.csv', bytes: padded });
  const { code, answer } = await run('import', 'scores', path);

  expect({ code, status: answer.status }).toEqual({ code: 0, status: 'completed' });
  expect(answer.counts).toMatchObject({
    accepted: 0,
    unchanged: batch.map.rows - batch.map.faults.size,
    new: { score: 0 },
  });
});

test('a roster without half of the students is held until somebody confirms; meanwhile it can be rebuilt', async () => {
  const later = rosterWithout(batch.roster, 0.5);
  const path = await kept(later);
  const dry = await run('import', 'roster', path, '--dry-run');
  const held = await run('import', 'roster', path);
  for (const { code, answer } of [dry, held])
    expect({ code, status: answer.status }).toEqual({ code: 1, status: 'held' });
  const [student] = later.gone as [string];
  const history = async () =>
    (await run<{ history: { type: string }[] }>('replay', 'student', student)).answer.history;
  expect((await history()).map(({ type }) => type)).not.toContain('StudentWithdrawn');

  const before = (await run<Status>('status')).answer.districts[0]!;
  expect(before.open).toEqual({ import: 1 });
  expect(await run('reconcile', '--dry-run')).toMatchObject({
    code: 0,
    answer: { open: 1, missing: 0, surplus: 0, ahead: 0, agrees: true },
  });
  expect(await run('rebuild', 'workflows')).toMatchObject({
    code: 0,
    answer: { terminated: 1, open: 1, started: 1 },
  });
  expect(await run('rebuild', 'read-models')).toMatchObject({
    code: 0,
    answer: { districts: [{ events: before.head }] },
  });
  expect(await run('reconcile')).toMatchObject({
    code: 0,
    answer: { open: 1, started: 0, surplus: 0 },
  });

  const confirmed = await run('import', 'roster', path, '--confirm');
  expect(confirmed).toMatchObject({ code: 0, answer: { status: 'completed' } });
  expect((await history()).map(({ type }) => type)).toContain('StudentWithdrawn');
  expect((await run<Status>('status')).answer.districts[0]!.open).toEqual({});
});

/** One good MAP row that a fault is put into; the header as it stands. */
function spoiled(change: (line: string) => string): string {
  const [header, line] = Buffer.from(batch.map.bytes).toString('utf8').split(/\r?\n/);
  return [header, change(line!)].join('\r\n');
}

test.each([
  [
    'a zip that is cut off',
    'roster',
    'broken.zip',
    Buffer.from(batch.roster.bytes.slice(0, 900)),
    'broken_zip',
  ],
  [
    'a wrong header',
    'scores',
    'header.csv',
    Buffer.from('Name,Value\r\nAnn,3\r\n'),
    'unknown_header',
  ],
] as const)(
  '%s is rejected as a whole, and nothing is recorded',
  async (_, kind, name, bytes, code) => {
    const before = await head();
    const path = await kept({ name, bytes });
    const { code: exit, answer } = await run('import', kind, path);
    expect({ exit, status: answer.status, import: answer.import }).toEqual({
      exit: 2,
      status: 'rejected',
      import: null,
    });
    expect(answer.problems[0]).toMatchObject({ severity: 'error', code });
    expect(answer.problems[0]!.fix.length).toBeGreaterThan(0);
    expect(await head()).toBe(before);
  },
);

test.each([
  [
    'a day that does not exist',
    (line: string): string => line.replace(/\d\d\/\d\d\/2025/g, '02/30/2025'),
    'bad_date',
  ],
  ['a NUL byte', (line: string): string => line.replace(/,/, '\u0000,'), 'nul_byte'],
])('%s spoils its row and nothing else', async (_, change, code) => {
  const bytes = Buffer.from(spoiled(change));
  const path = await kept({ name: 'one-row.csv', bytes });
  const { answer } = await run('import', 'scores', path, '--dry-run');
  expect(answer.counts).toMatchObject({ read: 1, quarantined: 1 });
  expect(answer.quarantine).toEqual([expect.objectContaining({ row: 1, code })]);
});

test('a grade that is no grade sets the student’s row aside, and the rows that say more of them', async () => {
  const spoilt = rosterWithGrade(batch.roster, 'ZZ');
  const path = await kept({ ...spoilt, name: 'grade.zip' });
  const { answer } = await run('import', 'roster', path, '--dry-run', '--confirm');
  const [row, ...dependent] = answer.quarantine;
  expect(row).toMatchObject({ file: 'users.csv', column: 'grades', code: 'bad_grade' });
  expect(new Set(dependent.map(({ code }) => code))).toEqual(new Set(['unknown_reference']));
  expect(answer.counts.quarantined).toBe(answer.quarantine.length);
});

test('what is not there, and what cannot be meant, is said with where and what to do', async () => {
  const missing = await run<Failed>('import', 'scores', join(home.dir, 'nowhere.csv'));
  expect(missing).toMatchObject({ code: 2, answer: { error: { code: 'file_not_found' } } });
  expect(missing.answer.error.where).toContain('nowhere.csv');
  expect(missing.answer.error.hint.length).toBeGreaterThan(0);
  const path = await kept(batch.map);
  expect(await run<Failed>('import', 'scores', path, '--any-student')).toMatchObject({
    code: 2,
    answer: { error: { where: '--any-student' } },
  });
  expect(await run<Failed>('import', 'scores', path, '--profile', 'abc')).toMatchObject({
    code: 2,
    answer: { error: { code: 'unknown_profile' } },
  });
  expect(await run<Failed>('import', 'scores', path, '--district', randomUUID())).toMatchObject({
    code: 2,
    answer: { error: { code: 'no-such-district' } },
  });
});

test('with PostgreSQL gone the command says which service is missing and what to do, and exits 3', async () => {
  const gone = { ...env, DATABASE_URL: 'postgres://aimline:x@127.0.0.1:9/aimline' };
  const path = await kept(batch.roster);
  const { code, answer } = await aimline<Failed>(gone, 'import', 'roster', path);
  expect(code).toBe(3);
  expect(answer.error.code).toMatch(/postgres/);
  expect(answer.error.hint.length).toBeGreaterThan(0);
});
