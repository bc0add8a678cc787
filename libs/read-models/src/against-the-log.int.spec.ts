import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenRecord } from '#event-store/record';
import type { LivedDistrict } from '#testing/lived-history';
import { livedInstallation } from '#testing/lived-installation';
import { compareViews, mendViews, type ComparisonOptions } from './against-the-log.js';
import { readModelTables } from './migrations.js';

let installation: Awaited<ReturnType<typeof livedInstallation>>;
let record: OpenRecord;
let behind: pg.Pool;
let lived: LivedDistrict;

beforeAll(async () => {
  installation = await livedInstallation();
  ({ record, db: behind } = installation);
  lived = await installation.live(5, 8, 30);
});

afterAll(() => installation.close());

const compare = (only: Partial<ComparisonOptions> = {}) =>
  compareViews({ ...record, url: installation.url, district: lived.district, ...only });

async function allRows(): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {};
  for (const table of readModelTables) {
    const { rows } = await behind.query<{ row: string }>(
      `select t::text as row from rm.${table} t order by t::text collate "C"`,
    );
    tables[table] = rows.map(({ row }) => row);
  }
  return tables;
}

test('views that nobody touched are what the log says, row by row', async () => {
  const compared = await compare();
  expect(compared).toMatchObject({ differences: [], concerned: [] });
  expect(compared.streams).toBe(compared.of);
  expect(compared.of).toBeGreaterThan(20);
});

test('a row edited, a row missing and a row too many are found by table, and mended from the log', async () => {
  const before = await allRows();
  const { district, students } = lived;
  await behind.query(`update rm.cycles set tier = 3, status = 'closed' where cycle_id = any($1)`, [
    (await behind.query('select cycle_id from rm.cycles order by 1 limit 2')).rows.map(
      (row: { cycle_id: string }) => row.cycle_id,
    ),
  ]);
  await behind.query('delete from rm.students where student_id = $1', [students[0]]);
  await behind.query(
    `insert into rm.processes select district_id, $1, kind, status, stage, student_id, school_id, area, calendar_id,
       calendar_version, closed_because, version, position from rm.processes limit 1`,
    [`cycle/${randomUUID()}`],
  );
  const { rowCount } = await behind.query(
    `insert into rm.duties select (jsonb_populate_record(d, '{"key": "duty/of/nobody"}')).* from rm.duties d limit 1`,
  );
  expect(rowCount).toBe(1);

  const { differences, concerned } = await compare();
  const named = Object.fromEntries(differences.map(({ table, ...counts }) => [table, counts]));
  expect(named).toEqual({
    cycles: { changed: 2, missing: 0, extra: 0 },
    students: { changed: 0, missing: 1, extra: 0 },
    processes: { changed: 0, missing: 0, extra: 1 },
    duties: { changed: 0, missing: 0, extra: 1 },
  });

  await mendViews(record, installation.url, district, concerned);
  expect(await allRows()).toEqual(before);
  expect(await compare()).toMatchObject({ differences: [] });
});

test('a log that is too long for one night is compared in several, each stream in one of them', async () => {
  const head = await record.store.head(lived.district);
  await behind.query('delete from rm.students where student_id = $1', [lived.students[3]]);
  const eventsANight = Math.ceil(head / 4);
  const nights = [];
  for (let night = 20_000; night < 20_004; night++)
    nights.push(await compare({ eventsANight, night }));
  expect(nights.reduce((sum, { streams }) => sum + streams, 0)).toBe(nights[0]!.of);
  for (const { streams, of } of nights) expect(streams).toBeLessThan(of);
  const found = nights.filter(({ differences }) => differences.length > 0);
  expect(found).toHaveLength(1);
  await mendViews(record, installation.url, lived.district, found[0]!.concerned);
});

test('comparing writes nothing: it leaves no row version behind in the views, and no table', async () => {
  const versions = () =>
    behind.query(
      `select relname, n_tup_ins, n_tup_upd, n_tup_del from pg_stat_user_tables where schemaname = 'rm' order by 1`,
    );
  await behind.query('select pg_stat_clear_snapshot()');
  const before = (await versions()).rows as unknown;
  await compare();
  expect((await versions()).rows).toEqual(before);
});
