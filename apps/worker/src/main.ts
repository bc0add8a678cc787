import { NestFactory } from '@nestjs/core';
import {
  databaseConfig,
  keyConfig,
  readConfig,
  temporalConfig,
  workerConfig,
} from '#platform/config';
import { aimlineHome } from '#platform/services/aimline-home';
import { whenAskedToStop } from '#platform/stopping';
import { WorkerModule } from './worker.module.js';

const config = readConfig({ ...databaseConfig, ...temporalConfig, ...keyConfig, ...workerConfig });
const { checkpoints: checkpointsDir } = aimlineHome();
const app = await NestFactory.createApplicationContext(
  WorkerModule.with({ ...config, checkpointsDir }),
  {
    logger: ['error', 'warn'],
  },
);
whenAskedToStop(() => app.close());
