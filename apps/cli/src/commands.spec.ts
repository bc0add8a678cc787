import { Command } from 'commander';
import { expect, test } from 'vitest';
import { commands, wanted } from './commands.js';

test('a command that is named is loaded alone', () => {
  expect(wanted(['calc', 'gap', '--ndjson'])).toEqual(['calc']);
  expect(wanted(['--json', 'rules', 'lint', 'up'])).toEqual(['rules']);
});

test('help, a slip of the pen and nothing at all load every command', () => {
  for (const args of [[], ['--help'], ['help', 'calc'], ['clac'], ['toString']])
    expect(wanted(args)).toEqual(Object.keys(commands));
});

test('each command registers under the name by which it is found', async () => {
  for (const [name, load] of Object.entries(commands)) {
    const program = new Command();
    (await load())(program);
    expect(program.commands.map((command) => command.name())).toEqual([name]);
  }
}, 120_000);
