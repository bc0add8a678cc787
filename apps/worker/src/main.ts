import { NestFactory } from '@nestjs/core';
import {
  databaseConfig,
  keyConfig,
  readConfig,
  temporalConfig,
  workerConfig,
} from '#platform/config';
import { whenAskedToStop } from '#platform/stopping';
import { WorkerModule } from './worker.module.js';

const config = readConfig({ ...databaseConfig, ...temporalConfig, ...keyConfig, ...workerConfig });
const app = await NestFactory.createApplicationContext(WorkerModule.with(config), {
  logger: ['error', 'warn'],
});
whenAskedToStop(() => app.close());
