import { Command, CommanderError } from 'commander';
import { fail } from './answer.js';
import { registerCalc } from './calc/calc.js';
import { registerClock } from './clock/clock.js';
import { registerDb } from './db.js';
import { registerDemo } from './demo.js';
import { registerImport } from './import/import.js';
import { registerRebuild } from './rebuild/rebuild.js';
import { registerReconcile } from './rebuild/reconcile.js';
import { registerReplay } from './replay/replay.js';
import { registerRules } from './rules/rules.js';
import { registerSimulate } from './simulate/simulate.js';
import { registerStatus } from './status.js';
import { registerUp } from './up/up.js';
import { registerUser } from './user/user.js';

/** Every command registers itself; the list is the table of contents of interfaces.md 2. */
const commands = [
  registerUp,
  registerDemo,
  registerSimulate,
  registerStatus,
  registerCalc,
  registerClock,
  registerDb,
  registerImport,
  registerReplay,
  registerReconcile,
  registerRebuild,
  registerRules,
  registerUser,
];

// Standard output belongs to the answer; libraries that chat there chat to the person who waits instead.
console.log = console.error;

const program = new Command('aimline')
  .description('School intervention cycles, recorded event by event')
  .option('--json', 'one JSON document on standard output, nothing else there')
  .exitOverride()
  .configureOutput({ outputError: () => {} }); // printed once, by fail()

// The launcher of an older Node runs this as its child: when it is gone, so are we.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));

for (const register of commands) register(program);

try {
  await program.parseAsync();
} catch (error) {
  const asked = error instanceof CommanderError && error.exitCode === 0; // --help
  if (!asked) await fail(error, process.argv.includes('--json'));
}
