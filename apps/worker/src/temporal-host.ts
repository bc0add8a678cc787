import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { TemporalAccess } from '#platform/temporal-access';
import type { EngineActivities } from '#workflows/messages';
import { taskQueue as usualQueue } from '#workflows/messages';

export type TemporalHostOptions = {
  address: string;
  namespace: string;
  access?: TemporalAccess;
  taskQueue?: string;
  activities: EngineActivities;
  /** The built workflow bundle; by default the one beside this build. */
  bundle?: string;
  /** Idle runs kept in memory; a run beyond them is replayed when it wakes. */
  cachedRuns?: number;
  /** `host:port` at which the SDK's native part shows its own figures; left out, nowhere. */
  metricsAddress?: string | undefined;
  /** Called each time the server is reached; what it throws is said, and no reason to stop. */
  whenConnected?: () => Promise<void>;
  say: (line: string) => void;
};

/** Made beside the build by scripts/build-workflow-bundle.mjs, of the same SDK version as this process. */
const bundleOfBuild = fileURLToPath(new URL('../../../workflow-bundle.js', import.meta.url));

/** Pauses between tries to reach a server that is down, in milliseconds. */
const pauses = [500, 1_000, 2_000, 5_000];

/**
 * The Temporal half of the worker. It comes and goes with the server: while that is down it tries again, and the
 * subscriptions beside it go on. The SDK's own signal handlers are off, or they would race the process's shutdown.
 */
export class TemporalHost {
  private worker: Worker | undefined;
  private stopping = false;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: TemporalHostOptions) {
    const { metricsAddress: bindAddress } = options;
    Runtime.install({
      logger: new DefaultLogger('WARN'),
      shutdownSignals: [],
      telemetryOptions: {
        logging: { filter: { core: 'WARN', other: 'WARN' }, forward: {} },
        ...(bindAddress && {
          metrics: { prometheus: { bindAddress, useSecondsForDurations: true } },
        }),
      },
    });
  }

  start(): void {
    this.running = this.keepRunning();
  }

  get state(): string {
    return this.worker?.getState() ?? 'CONNECTING';
  }

  async stop(): Promise<void> {
    this.stopping = true;
    if (this.worker?.getState() === 'RUNNING') this.worker.shutdown();
    await this.running;
  }

  private async keepRunning(): Promise<void> {
    for (let failures = 0; !this.stopping;) {
      try {
        await this.runOnce(() => {
          failures = 0;
        });
      } catch (error) {
        const pause = pauses[Math.min(failures, pauses.length - 1)]!;
        if (failures === 0)
          this.options.say(`Temporal cannot be reached (${(error as Error).name}); trying again.`);
        failures += 1;
        for (let waited = 0; waited < pause && !this.stopping; waited += 100) await delay(100);
      }
    }
  }

  private async runOnce(connected: () => void): Promise<void> {
    const { address, namespace, taskQueue = usualQueue, bundle = bundleOfBuild } = this.options;
    const { activities, access, cachedRuns = 4_000 } = this.options;
    const connection = await NativeConnection.connect({ address, ...access });
    try {
      this.worker = await Worker.create({
        connection,
        namespace,
        taskQueue,
        workflowBundle: { codePath: bundle },
        activities,
        maxCachedWorkflows: cachedRuns,
        maxConcurrentWorkflowTaskExecutions: 40,
        maxConcurrentActivityTaskExecutions: 40,
        shutdownGraceTime: '5 seconds',
        shutdownForceTime: '8 seconds',
      });
      connected();
      const running = this.worker.run();
      void this.options.whenConnected?.().catch((error: Error) => this.options.say(error.message));
      if (this.stopping) this.worker.shutdown(); // asked to stop while it was being made
      await running;
    } finally {
      this.worker = undefined;
      await connection.close();
    }
  }
}

const delay = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
