import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { livedInstallation, type LivedInstallation } from '#testing/lived-installation';
import { migrateDatabase } from '../db.js';
import { exportStudent } from './student.js';

let at: LivedInstallation;
let dir: string;
beforeAll(async () => {
  at = await livedInstallation(migrateDatabase);
  const lived = await at.live(11, 4, 30);
  dir = at.path();
  const { document } = await exportStudent({ to: dir }, lived.students[0]!);
  console.error(document);
});
afterAll(() => at.close());

test('smoke', async () => {
  console.error(await readdir(dir));
  const ran = spawnSync(process.execPath, [join(dir, 'verify.mjs'), dir], { env: {}, encoding: 'utf8' });
  console.error(ran.stdout, ran.stderr, ran.status);
  console.error((await readFile(join(dir, 'events.ndjson'), 'utf8')).split('\n')[0]);
  console.error((await readFile(join(dir, 'student.html'), 'utf8')).length);
});
