import 'reflect-metadata';
import { join } from 'node:path';
import { assertKeysFit } from '#event-store/record';
import { checkLogin, LoginTooPowerful } from '#event-store/roles/login';
import { ConfigProblem } from '#platform/config';
import { whenAskedToStop } from '#platform/stopping';
import { readApiConfig } from './config.js';
import { createApp } from './create-app.js';
import { createLogger } from './logging.js';

try {
  const config = readApiConfig();
  const log = createLogger(config.LOG_LEVEL);
  const warning = await checkLogin(config.DATABASE_URL);
  if (warning) log.warn(warning);
  await assertKeysFit(config.DATABASE_URL, config.AIMLINE_MASTER_KEY);
  const web = join(import.meta.dirname, '../../web-static');
  const app = await createApp(config, log, web);
  await app.listen(config.PORT, config.HOST);
  log.info({ url: config.PUBLIC_URL, port: config.PORT }, 'api listens');
  whenAskedToStop(async (why) => {
    log.info({ why }, 'api stops');
    await app.close();
  });
} catch (error) {
  const said = error as Error & { code?: string };
  console.error(
    said instanceof ConfigProblem || said instanceof LoginTooPowerful || said.code
      ? said.message
      : said,
  );
  process.exit(2);
}
