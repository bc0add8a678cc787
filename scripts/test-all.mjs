// Everything that CI checks, from nothing: format, lint, types, and every test project. Prints a table of what ran and,
// as its last line, `N passed, N failed`. A skipped test counts as failed on CI: a suite that cannot run must say so.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const projects = ['unit', 'int', 'workflows', 'e2e'];
const results = [];
const scratch = mkdtempSync(join(tmpdir(), 'aimline-test-'));

prepareBrowser();
await step('format', ['npx', 'prettier', '--check', '--log-level', 'warn', '.']);
await step('lint', ['npx', 'oxlint', '--type-aware', '--quiet']);
await step('build', ['npm', 'run', '--silent', 'build']);
if (results.every((r) => r.failed === 0)) for (const project of projects) await tests(project);
rmSync(scratch, { recursive: true, force: true });
report();

/** Chromium comes from the system's packages: a test tool's own download is not part of `npm ci`. */
function prepareBrowser() {
  const known = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  if (known.some(existsSync)) return;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.error(
      'No Chromium was found: install it (Debian: apt-get install chromium). Browser tests will fail.',
    );
    return;
  }
  console.error('Installing Chromium for the browser tests (about a minute, once per machine) …');
  const apt = (...args) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', 'chromium');
}

async function step(name, [command, ...args]) {
  const started = Date.now();
  const code = await run(command, args);
  results.push({
    name,
    passed: code === 0 ? 1 : 0,
    failed: code === 0 ? 0 : 1,
    skipped: 0,
    ms: Date.now() - started,
  });
}

async function tests(project) {
  const started = Date.now();
  const file = join(scratch, `${project}.json`);
  const code = await run('npx', [
    'vitest',
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  const counted = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  const skipped = counted ? counted.numPendingTests + counted.numTodoTests : 0;
  const failed = counted?.numFailedTests ?? 0;
  // A file that cannot be loaded fails the run without a failed test in it.
  const broken = code !== 0 && failed === 0 ? 1 : 0;
  results.push({
    name: project,
    passed: counted?.numPassedTests ?? 0,
    failed: failed + broken,
    skipped,
    ms: Date.now() - started,
  });
}

function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit' });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

function report() {
  const sum = (key) => results.reduce((total, r) => total + r[key], 0);
  console.log('');
  for (const { name, passed, failed, skipped, ms } of results) {
    const seconds = (ms / 1000).toFixed(1).padStart(7);
    console.log(
      `${name.padEnd(10)} ${String(passed).padStart(5)} passed ${String(failed).padStart(3)} failed ${String(skipped).padStart(3)} skipped ${seconds} s`,
    );
  }
  const failed = sum('failed') + (process.env.CI ? sum('skipped') : 0);
  if (process.env.CI && sum('skipped') > 0) console.log('Skipped tests count as failed on CI.');
  console.log(`${sum('passed')} passed, ${failed} failed`);
  process.exitCode = failed === 0 && results.length === 3 + projects.length ? 0 : 1;
}
