import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import pg from 'pg';
import type { TestFile } from './roster-and-screenings.js';

/** Words that nothing else in the world holds, each for one field of one student. */
export const canary = {
  sourcedId: 'zqxcanarysourced',
  local: 'zqxcanarylocal',
  state: 'zqxcanarystate',
  given: 'Zqxcanarygiven',
  family: 'Zqxcanaryfamily',
  middle: 'Zqxcanarymiddle',
  username: 'zqxcanaryuser',
  email: 'zqxcanary@example.org',
  concern: 'zqxcanaryconcern',
  reason: 'zqxcanaryreason',
  letter: 'zqxcanaryletter',
  unknown: 'zqxcanaryunknown',
} as const;

/** All of them have it in common, whatever the case. */
const mark = 'zqxcanary';
const forms = [mark, Buffer.from(mark).toString('hex'), Buffer.from(mark).toString('base64url')];
/** As it may stand in UTF-16, and as base64 of a text in which it does not begin at a third byte. */
const shifted = [1, 2].map((n) =>
  Buffer.from(`${'a'.repeat(n)}${mark}`)
    .toString('base64')
    .slice(4, -4),
);
const needles = [...forms, ...shifted];

/** The roster with its first student exchanged for the canary; `was`: whom the other files must exchange too. */
export function withCanary(roster: TestFile): TestFile & { was: { local: string; state: string } } {
  const members = unzipSync(roster.bytes);
  const users = Buffer.from(members['users.csv']!).toString('utf8').split(/\r?\n/);
  const header = users[0]!.replace(/^\uFEFF/, '').split(',');
  const at = users.findIndex((line) => line.split(',')[header.indexOf('role')] === 'student');
  const cells = users[at]!.split(',');
  const cell = (name: string) => header.indexOf(name);
  const was = {
    sourcedId: cells[cell('sourcedId')]!,
    local: cells[cell('identifier')]!,
    state: /State:([^}]+)/i.exec(cells[cell('userIds')]!)?.[1] ?? '',
  };
  const put = (name: string, value: string) => (cells[cell(name)] = value);
  put('sourcedId', canary.sourcedId);
  put('username', canary.username);
  put('userIds', `{State:${canary.state}}`);
  put('givenName', canary.given);
  put('familyName', canary.family);
  put('middleName', canary.middle);
  put('identifier', canary.local);
  put('email', canary.email);
  users[at] = cells.join(',');
  members['users.csv'] = Uint8Array.from(Buffer.from(users.join('\n')));
  for (const name of ['enrollments.csv', 'demographics.csv']) {
    const text = Buffer.from(members[name]!).toString('utf8');
    const whole = new RegExp(`(?<=^|,)${was.sourcedId}(?=,|\\r?\\n|$)`, 'gm');
    members[name] = Uint8Array.from(Buffer.from(text.replaceAll(whole, canary.sourcedId)));
  }
  return { name: roster.name, bytes: zipSync(members), was };
}

/** A scores file in which the canary stands where the student stood, under its own ids or others. */
export function scoresOfCanary(
  file: TestFile,
  was: { local: string; state: string },
  as: { local: string; state: string } = canary,
): TestFile {
  const text = Buffer.from(file.bytes).toString('utf8');
  const bytes = Buffer.from(
    text
      .replaceAll(new RegExp(`(?<=^|,|")${was.local}(?=,|"|\\r?$)`, 'gm'), as.local)
      .replaceAll(new RegExp(`(?<=^|,|")${was.state}(?=,|"|\\r?$)`, 'gm'), as.state),
  );
  return { name: file.name, bytes };
}

/** Every table of every database of a server in which the canary can be read, as `database.schema.table`. */
export async function tablesWithCanary(superuserUrl: string): Promise<string[]> {
  const found: string[] = [];
  const databases = await rows<{ datname: string }>(
    superuserUrl,
    'select datname from pg_database where not datistemplate order by 1',
  );
  for (const { datname } of databases) {
    const url = new URL(superuserUrl);
    url.pathname = `/${datname}`;
    const tables = await rows<{ name: string }>(
      url.href,
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'm', 'p') and n.nspname not in ('information_schema', 'pg_toast') order by 1`,
    );
    for (const { name } of tables) {
      const [hit] = await rows<{ n: number }>(
        url.href,
        `select count(*)::int as n from ${name} t where lower(t::text) like any($1)`,
        [needles.map((needle) => `%${needle.toLowerCase()}%`)],
      );
      if (hit!.n > 0) found.push(`${datname}.${name}`);
    }
  }
  return found;
}

/** Every file below a folder in which the canary can be read. */
export async function filesWithCanary(
  folder: string,
  without: readonly string[] = [],
): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if (without.some((one) => path.startsWith(one))) continue;
    const text = (await readFile(path)).toString('latin1').toLowerCase();
    if (needles.some((needle) => text.includes(needle.toLowerCase())))
      found.push(relative(folder, path));
  }
  return found;
}

async function rows<R extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<R>(text, values)).rows;
  } finally {
    await client.end();
  }
}
