import type { Server } from 'node:http';
import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { type ServedMetrics, serveMetrics } from '#platform/metrics/serve-metrics';
import { anyFreePort } from '#platform/services/ports';
import type { TemporalAccess } from '#platform/temporal-access';
import { openEngine, type Engine } from './engine.js';
import { serveHealth } from './health.js';
import { workerMetrics } from './metrics.js';
import { scheduleReconcile } from './reconcile-schedule.js';
import { TemporalHost } from './temporal-host.js';

export type WorkerConfig = {
  DATABASE_URL: string;
  TEMPORAL_ADDRESS: string;
  TEMPORAL_NAMESPACE: string;
  temporalAccess: TemporalAccess;
  AIMLINE_MASTER_KEY: Buffer;
  WORKER_HEALTH_PORT: number;
  WORKER_BULK_STARTS: number;
  WORKER_CACHED_RUNS: number;
  METRICS_HOST: string;
  WORKER_METRICS_PORT?: number | undefined;
  checkpointsDir: string;
};

const WORKER_CONFIG = Symbol('WorkerConfig');

const say = (line: string) => console.log(line);

/** Starts both halves and lets each live by itself; on the way down the Temporal half drains first. */
@Injectable()
class WorkerHost implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly engine: Engine;
  private temporal: TemporalHost | undefined;
  private health: Server | undefined;
  private metrics: ServedMetrics | undefined;

  constructor(@Inject(WORKER_CONFIG) private readonly config: WorkerConfig) {
    this.engine = openEngine({
      databaseUrl: config.DATABASE_URL,
      masterKey: config.AIMLINE_MASTER_KEY,
      temporalAddress: config.TEMPORAL_ADDRESS,
      namespace: config.TEMPORAL_NAMESPACE,
      temporalAccess: config.temporalAccess,
      checkpointsDir: config.checkpointsDir,
      bulkStartsPerSecond: config.WORKER_BULK_STARTS,
      say,
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    const { config, engine } = this;
    engine.start();
    const metricsAddress = await this.showMetrics();
    const temporal = new TemporalHost({
      address: config.TEMPORAL_ADDRESS,
      namespace: config.TEMPORAL_NAMESPACE,
      access: config.temporalAccess,
      activities: engine.activities,
      metricsAddress,
      cachedRuns: config.WORKER_CACHED_RUNS,
      whenConnected: () => scheduleReconcile(engine.client),
      say,
    });
    this.temporal = temporal;
    temporal.start();
    this.health = await serveHealth(this.config.WORKER_HEALTH_PORT, {
      ready: async () => {
        await this.engine.db.query('select 1');
        const { state } = temporal;
        const stopped = [...this.engine.stopped];
        const subscriptions = stopped.length > 0 ? `stopped: ${stopped.join(', ')}` : 'running';
        return {
          ready: state === 'RUNNING' && stopped.length === 0,
          parts: { postgres: 'up', temporal: state, subscriptions },
        };
      },
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.health?.close();
    await this.metrics?.stop();
    await this.temporal?.stop();
    await this.engine.stop();
  }

  /** The SDK's own figures come from its native part, which shows them at an address of its own: the answer; they are handed on. */
  private async showMetrics(): Promise<string | undefined> {
    const { METRICS_HOST: host, WORKER_METRICS_PORT: port } = this.config;
    if (port === undefined) return undefined;
    const sdk = `127.0.0.1:${await anyFreePort()}`;
    this.metrics = await serveMetrics({ host, port }, [
      workerMetrics(this.engine).text,
      () => fetch(`http://${sdk}/metrics`).then((answer) => answer.text()),
    ]);
    return sdk;
  }
}

@Module({})
export class WorkerModule {
  static with(config: WorkerConfig): DynamicModule {
    return {
      module: WorkerModule,
      providers: [{ provide: WORKER_CONFIG, useValue: config }, WorkerHost],
    };
  }
}
