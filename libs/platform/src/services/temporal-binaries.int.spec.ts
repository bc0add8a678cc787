import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { throwAwayHome } from '#testing/throw-away-home';
import type { AimlineHome } from './aimline-home.js';
import { findTemporal } from './temporal-binaries.js';

const cleanups: (() => Promise<unknown>)[] = [];
const path = process.env['PATH'];
afterEach(async () => {
  process.env['PATH'] = path;
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A machine that never built or downloaded anything. */
async function newMachine(): Promise<{
  home: AimlineHome;
  said: string[];
  say: (line: string) => void;
}> {
  const home = await throwAwayHome();
  cleanups.push(home.remove);
  const said: string[] = [];
  return {
    home: { ...home, cache: join(home.dir, 'cache') },
    said,
    say: (line) => said.push(line),
  };
}

test('two checkouts that start at once build the server once; the next start finds it in the cache', async () => {
  const { home, said, say } = await newMachine();
  const [first, second] = await Promise.all([findTemporal(home, say), findTemporal(home, say)]);
  expect(first).toMatchObject({ kind: 'server' });
  expect(second).toEqual(first);
  expect(said.filter((line) => line.includes('about 5 minutes, once per machine'))).toHaveLength(1);
  expect(said.join('\n')).toMatch(/another Aimline .* is building the Temporal server; waiting/);
  expect(await readdir(home.cache)).toEqual([
    expect.stringMatching(/^temporal-1\.32\.0-[0-9a-f]{12}$/),
  ]);

  said.length = 0;
  expect(await findTemporal(home, say)).toEqual(first);
  expect(said).toEqual([]);
}, 900_000);

test('a build that fails says why and leaves nothing half done', async () => {
  const { home, said, say } = await newMachine();
  const go = join(home.dir, 'go');
  await writeFile(go, '#!/bin/sh\necho "no space left on device" >&2\nexit 1\n', { mode: 0o755 });
  process.env['PATH'] = await folderWithCli(home);
  expect(await findTemporal(home, say, { go })).toEqual({ kind: 'dev-server', cli: 'temporal' });
  expect(said.join('\n')).toMatch(
    /could not be built \(temporal-server\):\nno space left on device/,
  );
  expect(await readdir(home.cache)).toEqual([]);
});

test('without Go the Temporal CLI on the PATH is taken', async () => {
  const { home, said, say } = await newMachine();
  process.env['PATH'] = await folderWithCli(home);
  expect(await findTemporal(home, say, { go: null })).toEqual({
    kind: 'dev-server',
    cli: 'temporal',
  });
  expect(said).toContain('no Go toolchain was found to build the Temporal server with');
});

async function folderWithCli(home: AimlineHome): Promise<string> {
  const folder = join(home.dir, 'bin');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'temporal'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  return `${folder}:/usr/bin:/bin`;
}
