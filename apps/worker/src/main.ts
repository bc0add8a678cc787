import { NestFactory } from '@nestjs/core';
import { assertKeysFit } from '#event-store/record';
import { checkLogin, LoginTooPowerful } from '#event-store/roles/login';
import { KeysDoNotFit } from '#event-store/vault/key-wrapper';
import {
  databaseConfig,
  keyConfig,
  metricsConfig,
  readConfig,
  temporalConfig,
  workerConfig,
} from '#platform/config';
import { aimlineHome } from '#platform/services/aimline-home';
import { temporalAccess } from '#platform/temporal-access';
import { whenAskedToStop } from '#platform/stopping';
import { WorkerModule } from './worker.module.js';

const access = temporalAccess();
const config = readConfig({
  ...databaseConfig,
  ...temporalConfig,
  ...keyConfig,
  ...workerConfig,
  ...metricsConfig,
});
try {
  const warning = await checkLogin(config.DATABASE_URL);
  if (warning) console.warn(warning);
  await assertKeysFit(config.DATABASE_URL, config.AIMLINE_MASTER_KEY);
} catch (error) {
  console.error(
    error instanceof KeysDoNotFit || error instanceof LoginTooPowerful ? error.message : error,
  );
  process.exit(2);
}
const { checkpoints: checkpointsDir } = aimlineHome();
const app = await NestFactory.createApplicationContext(
  WorkerModule.with({ ...config, temporalAccess: access, checkpointsDir }),
  {
    logger: ['error', 'warn'],
  },
);
whenAskedToStop(() => app.close());
