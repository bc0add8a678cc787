import { ApplicationFailure } from '@temporalio/activity';
import { cycleDecider } from '#domain/cycle/process';
import { processActor } from '#domain/decider';
import { RuleBroken } from '#domain/rule-broken';
import type { StreamRef } from '#domain/streams';
import type { CommandHandler } from '#event-store/command-handler';
import { IdReused } from '#event-store/errors';
import type { KeptFiles } from '#platform/app/files';
import type { EngineActivities, Looked } from '#workflows/messages';
import type { GuardianNotices } from './guardian-notices.js';
import type { ImportWork } from './import-work.js';
import { processOf, type Look } from './look.js';
import type { Night } from './night.js';
import type { ScreeningWork } from './screening.js';

export type EngineParts = {
  look: Look;
  handler: CommandHandler;
  screening: ScreeningWork;
  notices: GuardianNotices;
  imports: ImportWork;
  files: KeptFiles;
  night: Pick<Night, 'reconcile'>;
};

/** The engine behind the workflows: every effect is a command whose key names the fact, so a retry adds nothing. */
export function createActivities(parts: EngineParts): EngineActivities {
  const { look, handler, screening, notices, imports, files, night } = parts;

  /**
   * Does a piece of work and answers with what the process looks like then. A refusal means "not due any more"; a key that
   * was used with other content means "done already": the try before committed, and what the work reads has changed since.
   */
  const then = (work: (ref: StreamRef, due: { key: string }) => Promise<unknown>) =>
    coded(async (ref: StreamRef, due: { key: string }): Promise<Looked> => {
      try {
        await work(ref, due);
      } catch (error) {
        if (!(error instanceof RuleBroken) && !(error instanceof IdReused)) throw error;
      }
      return look.at(ref);
    });

  return {
    lookAt: coded((ref: StreamRef) => look.at(ref)),
    stepDue: then((ref, { key }) =>
      handler.handle(processOf(ref).decider, ref, {
        type: 'StepLadder',
        data: { key },
        key,
        actor: processActor,
      }),
    ),
    notifyGuardian: then((ref, due) => notices.send(ref, due.key)),
    prepareReview: then((ref, { key }) =>
      handler.handle(cycleDecider, ref, {
        type: 'OpenReview',
        data: {},
        key: `process/${ref.stream}/${key}`,
        actor: processActor,
      }),
    ),
    closeWindow: then((ref) => screening.close(ref)),
    proposePlacements: then((ref) => screening.propose(ref)),
    advanceImport: then((ref) => imports.advance(ref)),
    reconcile: coded(async () => {
      await files.sweep();
      return night.reconcile();
    }),
  };
}

/** Errors leave an activity as codes: a database driver's detail prints row values, and Temporal keeps failures in clear. */
function coded<Args extends unknown[], Answer>(activity: (...args: Args) => Promise<Answer>) {
  return async (...args: Args): Promise<Answer> => {
    try {
      return await activity(...args);
    } catch (error) {
      if (error instanceof ApplicationFailure) throw error;
      const name = error instanceof Error ? error.name : 'Error';
      if (name === 'StreamNotFound') throw ApplicationFailure.nonRetryable(name, name);
      console.error(`an activity failed and is tried again: ${traceOf(error)}`);
      throw ApplicationFailure.retryable(name, name);
    }
  };
}

/** What an operator needs and may see of an error: its kind, a driver's code and where it arose, never its text. */
function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error ? ` ${String(error.code)}` : '';
  const frames = error.stack?.split('\n').filter((line) => /^ +at /.test(line)) ?? [];
  return [`${error.name}${code}`, ...frames].join('\n');
}
