import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evidenceLog, masterKey, type EvidenceLog } from '#testing/evidence-log';
import { throwAwayHome } from '#testing/throw-away-home';
import type { VerifyDocument } from './verify.js';

let log: EvidenceLog;
let home: Awaited<ReturnType<typeof throwAwayHome>>;

beforeAll(async () => {
  log = await evidenceLog();
  home = await throwAwayHome();
  await log.append(12);
  await log.seal();
  await log.append(1);
});
afterAll(async () => {
  await log.close();
  await home.remove();
});

/** The built command, as a script would call it. */
function run(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const program = join(home.checkout, 'dist', 'apps', 'cli', 'src', 'main.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'verify', ...args], {
    encoding: 'utf8',
    env: {
      ...process.env,
      AIMLINE_HOME: home.dir,
      AIMLINE_CHECKPOINTS_DIR: log.folder,
      AIMLINE_MASTER_KEY: masterKey.toString('hex'),
      DATABASE_URL: log.url,
      DATABASE_MIGRATION_URL: log.ownerUrl,
      ...env,
    },
  });
  return { status, stdout, stderr };
}
const document = (stdout: string) => JSON.parse(stdout) as VerifyDocument;

test('a log that matches ends with 0, and says how much of it is signed', () => {
  const words = run([]);
  expect(words).toMatchObject({ status: 0 });
  expect(words.stdout).toContain('Everything matches.');
  expect(words.stdout).toContain('speak for 12 events; for the last 1 the chain alone does');
  const { status, stdout } = run(['--json', '--district', log.district]);
  expect(status).toBe(0);
  expect(document(stdout)).toMatchObject({
    matches: true,
    events: 13,
    first: null,
    districts: [{ district: log.district, checkpoints: 1, outsideNotes: 1, signed: 12 }],
  });
});

test('one that was changed ends with 1, and names position and column', async () => {
  const restore = await log.keep();
  await log.behindItsBack(
    `update es.events set actor_role = 'principal' where pos = 7`,
    `update es.events set body = 'x' where pos = 9`,
  );
  const words = run([]);
  const json = run(['--json']);
  await restore();
  expect(words.status).toBe(1);
  expect(words.stdout).toContain('It does NOT match: 2 differences.');
  expect(words.stdout).toContain('position 7, actor_role: ');
  expect(json.status).toBe(1);
  expect(document(json.stdout)).toMatchObject({
    matches: false,
    first: { district: log.district, position: 7, check: 'actor_role' },
  });
});

test('an auditor brings the key and copies of the notes, and needs no secret', async () => {
  const copies = await mkdtemp(join(tmpdir(), 'aimline-copies-'));
  await cp(log.folder, copies, { recursive: true });
  const key = document(run(['--json']).stdout).districts[0]!.key;
  const stranger = { AIMLINE_MASTER_KEY: '', AIMLINE_CHECKPOINTS_DIR: '' };
  expect(run(['--key', key, '--notes', copies], stranger)).toMatchObject({ status: 0 });
  const without = run(['--json', '--notes', copies], stranger);
  expect(without.status).toBe(1);
  expect(document(without.stdout).first!.sentence).toContain('is not signed by');
  await rm(copies, { recursive: true });
});

test.each([
  ['a key that is none', ['--key', 'hello'], 'bad-key'],
  ['a district that is not here', ['--district', randomUUID()], 'no-such-district'],
])('%s ends with 2', (_, args, code) => {
  const { status, stdout } = run(['--json', ...args]);
  expect(status).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code } });
});
