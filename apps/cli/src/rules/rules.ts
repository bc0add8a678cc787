import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Problem } from '#domain/problem';
import { diff } from '#domain/rule-set/diff';
import type { RuleSetDocument } from '#domain/rule-set/document';
import { explain } from '#domain/rule-set/explain';
import { validateRuleSet } from '#domain/rule-set/validate';
import { answering, CommandProblem, type Answer } from '../answer.js';

export function registerRules(program: Command): void {
  const rules = program.command('rules').description('rule sets as files; needs no service');
  rules
    .command('lint')
    .argument('<file...>', 'rule sets as JSON')
    .description('everything that is wrong in them; exit 1 if something is')
    .action(answering((_: object, files) => lint(files as unknown as string[])));
  rules
    .command('explain')
    .argument('<file>', 'a rule set as JSON')
    .description('what it says, in plain sentences')
    .action(answering((_: object, file) => explainFile(file)));
  rules
    .command('diff')
    .argument('<before>', 'a rule set as JSON')
    .argument('<after>', 'another one')
    .description('what changes from one to the other, field by field')
    .action(answering((_: object, before, after) => diffFiles(before!, after!)));
}

export async function lint(paths: readonly string[]): Promise<Answer> {
  const files = await Promise.all(
    paths.map(async (file) => {
      const problems = validateRuleSet(await jsonOf(file));
      return { file, valid: problems.length === 0, problems };
    }),
  );
  const valid = files.every((file) => file.valid);
  const words = files.flatMap(({ file, problems }) =>
    problems.length === 0 ? [`${file}: nothing wrong`] : problems.map((p) => lineOf(file, p)),
  );
  return { document: { valid, files }, words: words.join('\n'), exitCode: valid ? 0 : 1 };
}

export async function explainFile(file: string): Promise<Answer> {
  const sentences = explain(await ruleSetOf(file));
  return { document: { file, explained: sentences }, words: sentences.join('\n') };
}

export async function diffFiles(before: string, after: string): Promise<Answer> {
  const changes = diff(await ruleSetOf(before), await ruleSetOf(after));
  const words = changes.map(({ pointer, sentence }) => `${pointer}: ${sentence}`);
  return {
    document: { before, after, changes },
    words: words.join('\n') || 'They say the same.',
  };
}

async function ruleSetOf(file: string): Promise<RuleSetDocument> {
  const document = await jsonOf(file);
  const problems = validateRuleSet(document);
  if (problems.length === 0) return document as RuleSetDocument;
  throw new CommandProblem(2, 'invalid-rule-set', lineOf(file, problems[0]!), {
    where: `${file}${problems[0]!.where}`,
    hint: 'See all that is wrong with `aimline rules lint`.',
  });
}

async function jsonOf(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new CommandProblem(2, 'file_not_found', `${file} cannot be read.`, {
      where: file,
      hint: 'Check the path, and that you may read it.',
    });
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandProblem(2, 'not-json', `${file} is no JSON: ${(error as Error).message}`, {
      where: file,
      hint: 'Correct it there; a JSON file has no comments and no comma before a closing bracket.',
    });
  }
}

function lineOf(file: string, { where, message }: Problem): string {
  return `${file}${where}: ${message}`;
}
