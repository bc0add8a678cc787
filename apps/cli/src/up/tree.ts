import { join } from 'node:path';
import { prepareHome, type AimlineHome } from '#platform/services/aimline-home';
import { withLock } from '#platform/services/file-lock';
import { freePorts } from '#platform/services/ports';
import { identityOf, isRunning } from '#platform/services/process-identity';
import { startServices, type Services } from '#platform/services/start-services';
import { CommandProblem } from '../answer.js';
import { isReadyWithin, superviseChild, type RunningPart } from './child.js';
import { endLeftParts, keepTree, readTree } from './kept-tree.js';
import { partNames, type PartName } from './part.js';
import { treeParts, webPort } from './parts.js';
import type { ReadableLog } from './readable-log.js';
import { watchServices } from './watch-services.js';

export type TreeOptions = {
  home: AimlineHome;
  log: ReadableLog;
  /** Brings the database's schemas up to date, before any part starts. */
  migrate: (services: Services) => Promise<unknown>;
  only?: readonly PartName[];
  /** The program of each part; from the build unless told otherwise. */
  programOf?: (name: PartName) => string;
  env?: NodeJS.ProcessEnv;
  /** Whose tree it is; a command's own leaves the services to whoever else uses them. */
  command?: string;
  /** Gives up a start that takes long, such as the first build of the Temporal server. */
  abort?: AbortSignal;
};

export type Tree = {
  /** Where web and API answer. */
  url: string;
  /** Where PostgreSQL and Temporal are now: after a restart perhaps elsewhere. */
  services: () => Services;
  /** Resolves with the name of a part whose settings are wrong, so that starting it again is hopeless. */
  hopeless: Promise<string>;
  /** True when every part has answered; false after two minutes, or when one is hopeless. */
  ready(): Promise<boolean>;
  /** Ends everything, within 15 seconds. */
  stop(): Promise<void>;
};

const READY_WITHIN = 120_000; // ms

/** The command that runs until Ctrl-C, and takes all down with it. */
const supervisor = 'aimline up';

/** PostgreSQL, Temporal, migrations, then the parts: one supervised tree. Throws with nothing left running. */
export async function startTree(options: TreeOptions): Promise<Tree> {
  const { home, log, env = process.env, abort, only = partNames } = options;
  const command = options.command ?? supervisor;
  const say = (line: string) => log.line('aimline', line);
  await claimHome(home, only, say);
  const port = await webPort(env); // before anything is started for it

  const start = () =>
    startServices({ home, say, need: ['postgres', 'temporal'], command, env, abort });
  let services = await start();
  let parts: RunningPart[] = [];
  let isHopeless = false;
  let giveUp: (name: string) => void = () => {};
  const hopeless = new Promise<string>((resolve) => {
    giveUp = (name) => {
      isHopeless = true;
      resolve(name);
    };
  });
  try {
    say('bringing the database’s schemas up to date');
    await options.migrate(services);
    const ports = await freePorts(
      home,
      ['devIdp', 'workerHealth', 'apiMetrics', 'workerMetrics'],
      say,
    );
    const url = env['PUBLIC_URL'] || `http://127.0.0.1:${port}`;
    let written = Promise.resolve();
    const keep = () =>
      (written = written.then(() =>
        keepTree(home, { supervisor: identityOf(process.pid), url, parts: parts.map(kept) }),
      ));
    const wanted = (await treeParts(home, ports, port, () => services, env))
      .filter((part) => only.includes(part.name))
      .map((part) => ({ ...part, program: options.programOf?.(part.name) ?? part.program }));
    abort?.throwIfAborted();
    parts = wanted.map((part) => superviseChild(part, log, keep, (name) => giveUp(name)));
    await keep(); // now that all of them are known
    const watch = watchServices(home, startAgain, say);
    return { url, services: () => services, hopeless, ready, stop };

    async function startAgain(): Promise<void> {
      const before = services;
      services = await start();
      const moved =
        before.databaseUrl !== services.databaseUrl ||
        before.temporalAddress !== services.temporalAddress;
      if (moved) for (const part of parts) part.restart();
    }
    async function ready(): Promise<boolean> {
      const answers = parts.map((part) =>
        isReadyWithin(part.readyUrl, READY_WITHIN, () => isHopeless),
      );
      return (await Promise.all(answers)).every(Boolean);
    }
    async function stop(): Promise<void> {
      await Promise.all([watch.stop(), ...parts.map((part) => part.stop())]);
      await services.stop({ evenIfUsed: command === supervisor });
    }
  } catch (error) {
    await Promise.all(parts.map((part) => part.stop()));
    await services.stop();
    throw error;
  }
}

/** One tree a home. What a killed one left is ended first; a living one is left alone. */
async function claimHome(
  home: AimlineHome,
  only: readonly PartName[],
  say: (line: string) => void,
): Promise<void> {
  await prepareHome(home);
  await withLock(join(home.dir, 'tree.lock'), async () => {
    const before = await readTree(home);
    if (before && before.supervisor.pid !== process.pid && isRunning(before.supervisor))
      throw new CommandProblem(
        1,
        'already-running',
        `Aimline already runs for ${home.dir} (pid ${before.supervisor.pid}).`,
        {
          where: before.url,
          hint: 'Use it there, stop it, or set AIMLINE_HOME to another folder.',
        },
      );
    if (before) await endLeftParts(before, say);
    await keepTree(home, {
      supervisor: identityOf(process.pid),
      url: before?.url ?? '',
      // Named before they run: who asks meanwhile must not take the services for all there is.
      parts: only.map((name) => ({ name, readyUrl: null, process: null })),
    });
  });
}

const kept = ({ name, readyUrl, current }: RunningPart) => ({ name, readyUrl, process: current() });
