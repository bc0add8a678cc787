import type { Server } from 'node:http';
import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { TemporalAccess } from '#platform/temporal-access';
import { openEngine, type Engine } from './engine.js';
import { serveHealth } from './health.js';
import { scheduleReconcile } from './reconcile-schedule.js';
import { TemporalHost } from './temporal-host.js';

export type WorkerConfig = {
  DATABASE_URL: string;
  TEMPORAL_ADDRESS: string;
  TEMPORAL_NAMESPACE: string;
  temporalAccess: TemporalAccess;
  AIMLINE_MASTER_KEY: Buffer;
  WORKER_HEALTH_PORT: number;
  checkpointsDir: string;
};

const WORKER_CONFIG = Symbol('WorkerConfig');

const say = (line: string) => console.log(line);

/** Starts both halves and lets each live by itself; on the way down the Temporal half drains first. */
@Injectable()
class WorkerHost implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly engine: Engine;
  private readonly temporal: TemporalHost;
  private health: Server | undefined;

  constructor(@Inject(WORKER_CONFIG) private readonly config: WorkerConfig) {
    this.engine = openEngine({
      databaseUrl: config.DATABASE_URL,
      masterKey: config.AIMLINE_MASTER_KEY,
      temporalAddress: config.TEMPORAL_ADDRESS,
      namespace: config.TEMPORAL_NAMESPACE,
      temporalAccess: config.temporalAccess,
      checkpointsDir: config.checkpointsDir,
      say,
    });
    this.temporal = new TemporalHost({
      address: config.TEMPORAL_ADDRESS,
      namespace: config.TEMPORAL_NAMESPACE,
      access: config.temporalAccess,
      activities: this.engine.activities,
      whenConnected: () => scheduleReconcile(this.engine.client),
      say,
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    this.engine.start();
    this.temporal.start();
    this.health = await serveHealth(this.config.WORKER_HEALTH_PORT, {
      ready: async () => {
        await this.engine.pool.query('select 1');
        const temporal = this.temporal.state;
        const stopped = [...this.engine.stopped];
        const subscriptions = stopped.length > 0 ? `stopped: ${stopped.join(', ')}` : 'running';
        return {
          ready: temporal === 'RUNNING' && stopped.length === 0,
          parts: { postgres: 'up', temporal, subscriptions },
        };
      },
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.health?.close();
    await this.temporal.stop();
    await this.engine.stop();
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
