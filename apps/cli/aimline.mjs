#!/usr/bin/env node
// Plain JavaScript that any Node can read: it finds the Node that Aimline is built for and the built program.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 22;
const here = dirname(realpathSync(fileURLToPath(import.meta.url)));
const root = join(here, '..', '..');
const program = join(root, 'dist', 'apps', 'cli', 'src', 'main.js');
const packagedNode = join(root, 'node_modules', 'node', 'bin', 'node');

function refuse(code, message, hint) {
  if (process.argv.includes('--json'))
    console.log(JSON.stringify({ error: { code, message, where: root, hint } }));
  else console.error(`${message}\n${hint}`);
  process.exit(3);
}

if (!existsSync(program))
  refuse('not-built', 'Aimline is not built yet.', 'Run `npm ci && npm run build` in its folder.');

if (Number(process.versions.node.split('.')[0]) >= OLDEST_NODE) {
  await import(program);
} else if (existsSync(packagedNode)) {
  // The channel tells the program when this process is gone, so that a kill leaves nothing running.
  const child = spawn(packagedNode, [program, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // On Ctrl-C the program is told twice, by the terminal and by us; how it ends is its own decision.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
} else {
  refuse(
    'node-too-old',
    `Aimline needs Node ${OLDEST_NODE} or newer; this is ${process.version}.`,
    'Run `npm ci`, which brings the right one, or install Node 24.',
  );
}
