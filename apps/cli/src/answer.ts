import { CommanderError, type Command } from 'commander';
import { RuleBroken } from '#domain/rule-broken';
import { BackupProblem } from '#event-store/backup/backup-problem';
import { Busy, DistrictNotFound, StoreUnavailable } from '#event-store/errors';
import { KeysDoNotFit } from '#event-store/vault/key-wrapper';
import { ConfigProblem, unknownNames } from '#platform/config';
import { ServiceProblem } from '#platform/services/service-problem';

/** interfaces.md 2: done; the answer is "no"; usage or bad input; a service is missing. */
export type ExitCode = 0 | 1 | 2 | 3;

/** A command cannot go on: what happened, where, and what to do about it. */
export class CommandProblem extends Error {
  constructor(
    readonly exitCode: ExitCode,
    readonly code: string,
    message: string,
    readonly more: { where?: string; hint?: string } = {},
  ) {
    super(message);
    this.name = 'CommandProblem';
  }
}

/** What a command answers with: the document for `--json`, the same in words, and the exit code (default 0). */
export type Answer = { document: unknown; words: string; exitCode?: ExitCode };

/** A line for the person who waits; standard output belongs to the answer. */
export const say = (line: string) => console.error(line);

/**
 * Makes the action of a command: runs `work` with the options (those of the program included) and the arguments,
 * prints its answer and ends with its exit code. Whatever it throws becomes one error of the promised shape.
 */
export function answering<Options extends object>(
  work: (options: Options & { json: boolean }, ...args: string[]) => Promise<Answer | void>,
): (this: Command, ...args: unknown[]) => Promise<void> {
  return async function (this: Command) {
    const options = { json: false, ...this.optsWithGlobals<Options & { json?: boolean }>() };
    try {
      const [unknown] = unknownNames(process.env);
      if (unknown) throw new CommandProblem(2, 'unknown-setting', unknown);
      const answer = await work(options, ...(this.processedArgs as string[]));
      if (answer) await print(options.json ? JSON.stringify(answer.document) : answer.words);
      process.exitCode = answer?.exitCode ?? 0;
    } catch (error) {
      await fail(error, options.json);
    }
    // Open pools or watchers of a finished command must not keep a script waiting.
    process.exit();
  };
}

/** Prints an error and sets the exit code. */
export async function fail(error: unknown, json: boolean): Promise<void> {
  const { exitCode, code, message, where = null, hint = null } = described(error);
  process.exitCode = exitCode;
  if (json) return print(JSON.stringify({ error: { code, message, where, hint } }));
  console.error([message, where && `Where: ${where}`, hint].filter(Boolean).join('\n'));
  if (code === 'unexpected') console.error(error);
}

type Described = {
  exitCode: ExitCode;
  code: string;
  message: string;
  where?: string | undefined;
  hint?: string | undefined;
};

function described(error: unknown): Described {
  if (error instanceof CommandProblem)
    return { ...error.more, exitCode: error.exitCode, code: error.code, message: error.message };
  if (error instanceof ServiceProblem) {
    const { code, message, where, hint } = error;
    return { exitCode: 3, code, message, where, hint };
  }
  if (error instanceof ConfigProblem)
    return { exitCode: 2, code: 'bad-environment', message: error.message };
  if (error instanceof CommanderError)
    return {
      exitCode: 2,
      code: 'usage',
      message: error.message.replace(/^error: /, ''),
      hint: 'Add --help to the command to see how it is used.',
    };
  if (error instanceof RuleBroken)
    return { exitCode: 1, code: error.rule, message: refusal(error) };
  if (error instanceof DistrictNotFound)
    return { exitCode: 2, code: 'no-such-district', message: error.message, where: '--district' };
  if (error instanceof BackupProblem) {
    const { code, message, where } = error;
    return { exitCode: 2, code, message, where };
  }
  if (error instanceof KeysDoNotFit)
    return { exitCode: 2, code: error.code, message: error.message };
  return gone(error) ?? unexpected(error);
}

/** A service that went away while the command ran. The command may be given again: keys make it safe. */
function gone(error: unknown): Described | null {
  const { name, code } = error as { name?: string; code?: string | number };
  if (
    error instanceof Busy ||
    error instanceof StoreUnavailable ||
    /^(ECONN[A-Z]+|EPIPE|E(HOST|NET)UNREACH|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|57P0.|08...)$/.test(
      String(code),
    )
  )
    return {
      exitCode: 3,
      code: 'postgres-unreachable',
      message: 'PostgreSQL does not answer any more.',
      hint: 'See `npx aimline status`; give the command again once it answers.',
    };
  if (name === 'ServiceError' || name === 'TransportError')
    return {
      exitCode: 3,
      code: 'temporal-unreachable',
      message: 'Temporal does not answer.',
      hint: 'See `npx aimline status`; what is recorded is safe, and goes on once Temporal is back.',
    };
  return null;
}

function refusal({ rule, facts }: RuleBroken): string {
  const more = Object.entries(facts).map(([name, value]) => `${name} ${value}`);
  return [`The record refuses it: ${rule}`, ...more].join(', ');
}

function unexpected(error: unknown): Described {
  const message = error instanceof Error ? error.message : String(error);
  return { exitCode: 1, code: 'unexpected', message };
}

/** Waits until the text has left: an exit right behind would cut a long answer in a pipe. */
function print(text: string): Promise<void> {
  return new Promise((done) => process.stdout.write(`${text}\n`, () => done()));
}
