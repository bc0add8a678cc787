import { Command, CommanderError } from 'commander';
import { fail } from './answer.js';
import { commands, wanted } from './commands.js';

// Standard output belongs to the answer; libraries that chat there chat to the person who waits instead.
console.log = console.error;

const program = new Command('aimline')
  .description('School intervention cycles, recorded event by event')
  .option('--json', 'one JSON document on standard output, nothing else there')
  .exitOverride()
  .configureOutput({ outputError: () => {} }); // printed once, by fail()

// The launcher of an older Node runs this as its child: when it is gone, so are we.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));

const registers = await Promise.all(wanted(process.argv.slice(2)).map((name) => commands[name]!()));
for (const register of registers) register(program);

try {
  await program.parseAsync();
} catch (error) {
  const asked = error instanceof CommanderError && error.exitCode === 0; // --help
  if (!asked) await fail(error, process.argv.includes('--json'));
}
