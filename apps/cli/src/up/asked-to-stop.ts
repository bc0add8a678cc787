import { CommandProblem } from '../answer.js';

export type AskedToStop = {
  /** Aborted with a CommandProblem when somebody asks: for starts that take long. */
  signal: AbortSignal;
  /** Resolves with the name of the signal. */
  asked: Promise<string>;
  /** The outcome of the work, or the problem that somebody wants it to end. */
  orStopped<T>(work: Promise<T>): Promise<T>;
};

/** From now on Ctrl-C and its like are requests, so that what was started can be stopped in order. */
export function askedToStop(): AskedToStop {
  const abort = new AbortController();
  const asked = new Promise<string>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        abort.abort(new CommandProblem(1, 'stopped', `Stopped by ${signal}.`));
        resolve(signal);
      });
  });
  const stopped = async (): Promise<never> => {
    await asked;
    throw abort.signal.reason as Error;
  };
  return {
    signal: abort.signal,
    asked,
    orStopped: (work) => {
      work.catch(() => undefined); // it may fail later, when nobody waits for it any more
      return Promise.race([work, stopped()]);
    },
  };
}
