import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '#testing/database';
import { AppSchema1791000000001, appMigrations } from './app-schema.js';
import { Database } from './database.js';
import { daysKept, KeptFiles } from './files.js';

let database: FreshDatabase;
let db: Database;
let files: KeptFiles;
const district = randomUUID();
const roster = Buffer.from('sourcedId,givenName\n1,Maya Lorn of the north school\n');

beforeAll(async () => {
  database = await freshDatabase();
  await database.migrate(appMigrations);
  db = new Database(database.url);
  files = new KeptFiles(db.query, randomBytes(32));
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

test('a file comes back as it was, and nobody who reads the table reads the file', async () => {
  const sha256 = await files.keep(district, roster);
  expect(await files.keep(district, roster)).toBe(sha256);
  expect(await files.read(district, sha256)).toEqual(roster);
  const { rows } = await db.query('select bytes from app.files');
  expect(rows).toHaveLength(1);
  expect((rows[0]!['bytes'] as Buffer).includes('Maya')).toBe(false);
});

test('it opens with the installation’s own key alone, and for its own district', async () => {
  const sha256 = await files.keep(district, roster);
  const stranger = new KeptFiles(db.query, randomBytes(32));
  await expect(stranger.read(district, sha256)).rejects.toThrow();
  expect(await files.read(randomUUID(), sha256)).toBeNull();
  await db.query('update app.files set district_id = $1', [randomUUID()]);
  const { rows } = await db.query('select district_id from app.files');
  await expect(files.read(rows[0]!['district_id'] as string, sha256)).rejects.toThrow();
  await db.query('delete from app.files');
});

test('a file that was kept under another key opens again when it is handed in again', async () => {
  const earlier = new KeptFiles(db.query, randomBytes(32));
  const sha256 = await earlier.keep(district, roster);
  await expect(files.read(district, sha256)).rejects.toThrow();
  await files.keep(district, roster);
  expect(await files.read(district, sha256)).toEqual(roster);
  await files.forget(district, [sha256]);
});

test('it is forgotten with its import, or when nobody has come back for it', async () => {
  const sha256 = await files.keep(district, roster);
  await files.forget(district, [sha256]);
  expect(await files.read(district, sha256)).toBeNull();
  const left = await files.keep(district, roster);
  await db.query(`update app.files set created_at = now() - interval '${daysKept - 1} days'`);
  await files.sweep();
  expect(await files.read(district, left)).toEqual(roster);
  await db.query(`update app.files set created_at = now() - interval '${daysKept + 1} days'`);
  await files.sweep();
  expect(await files.read(district, left)).toBeNull();
});

test('an installation that kept files in clear forgets those, and no others', async () => {
  const old = await freshDatabase();
  const oldDb = new Database(old.url);
  try {
    await old.migrate([AppSchema1791000000001]);
    const sealed = await new KeptFiles(oldDb.query, randomBytes(32)).keep(district, roster);
    for (const clear of [roster, Buffer.from('PK\u0003\u0004'), Buffer.alloc(0)])
      await oldDb.query('insert into app.files (district_id, sha256, bytes) values ($1, $2, $3)', [
        district,
        randomBytes(32),
        clear,
      ]);
    await old.migrate(appMigrations);
    const { rows } = await oldDb.query("select encode(sha256, 'hex') as sha256 from app.files");
    expect(rows).toEqual([{ sha256: sealed }]);
  } finally {
    await oldDb.close();
    await old.drop();
  }
});

test('a file that was kept in clear before files were sealed is sealed when it is uploaded again', async () => {
  const hash = createHash('sha256').update(roster).digest();
  await db.query('insert into app.files (district_id, sha256, bytes) values ($1, $2, $3)', [
    district,
    hash,
    roster,
  ]);
  const sha256 = await files.keep(district, roster);
  expect(await files.read(district, sha256)).toEqual(roster);
  const { rows } = await db.query('select bytes from app.files where sha256 = $1', [hash]);
  expect((rows[0]!['bytes'] as Buffer).includes('Maya')).toBe(false);
});
