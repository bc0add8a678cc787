import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { CommandProblem } from '../answer.js';
import { calculate, InputProblem, type Calculation } from './calculation.js';
import { calendar } from './calendar.js';
import { clock } from './clock.js';
import { effect } from './effect.js';
import { gap } from './gap.js';
import { progress } from './progress.js';
import { ruleAccuracyCalculation } from './rule-accuracy.js';
import { rules } from './rules.js';
import { screen } from './screen.js';

/** Every `what` of interfaces.md 2.1. */
const calculations = {
  calendar,
  clock,
  effect,
  gap,
  progress,
  'rule-accuracy': ruleAccuracyCalculation,
  rules,
  screen,
};

export type What = keyof typeof calculations;

export function registerCalc(program: Command): void {
  program
    .command('calc')
    .argument('<what>', `what to compute: ${Object.keys(calculations).join(', ')}`)
    .option('--ndjson', 'one JSON document a line, one answer a line')
    .description('figures, JSON on standard input to JSON on standard output; needs no service')
    .action(async (what: string, { ndjson = false }: { ndjson?: boolean }) => {
      process.exitCode = ndjson ? await calcLines(what) : await calcDocument(what);
      process.exit();
    });
}

async function calcDocument(what: string): Promise<0 | 2> {
  const { line, failed } = answerTo(calculationOf(what), await text(process.stdin));
  await write(`${line}\n`);
  return failed ? 2 : 0;
}

/** Same order, same number of lines; an input that fails spoils no other. */
async function calcLines(what: string): Promise<0 | 2> {
  const calculation = calculationOf(what);
  let anyFailed = false;
  let ready = '';
  for await (const input of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    const { line, failed } = answerTo(calculation, input);
    anyFailed ||= failed;
    ready += `${line}\n`;
    if (ready.length < 65_536) continue;
    await write(ready);
    ready = '';
  }
  await write(ready);
  return anyFailed ? 2 : 0;
}

function calculationOf(what: string): Calculation<never> {
  const calculation = Object.entries(calculations).find(([name]) => name === what)?.[1];
  if (calculation) return calculation as Calculation<never>;
  throw new CommandProblem(2, 'unknown-calculation', `There is no calculation named ${what}.`, {
    where: '<what>',
    hint: `Take one of ${Object.keys(calculations).join(', ')}.`,
  });
}

function answerTo(calculation: Calculation<never>, input: string) {
  try {
    return { line: calculate(calculation, input), failed: false };
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error;
    const { code, message, where, hint } = error;
    return { line: JSON.stringify({ error: { code, message, where, hint } }), failed: true };
  }
}

/** Waits for a slow reader, so that thousands of answers never pile up in memory. */
function write(chunk: string): Promise<void> {
  return new Promise((done) => process.stdout.write(chunk, () => done()));
}
