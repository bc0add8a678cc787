import 'reflect-metadata';
import { join } from 'node:path';
import { assertKeysFit } from '#event-store/record';
import { checkLogin, LoginTooPowerful } from '#event-store/roles/login';
import { ConfigProblem } from '#platform/config';
import { serveMetrics } from '#platform/metrics/serve-metrics';
import { whenAskedToStop } from '#platform/stopping';
import { readApiConfig } from './config.js';
import { createApp } from './create-app.js';
import { createLogger } from './logging.js';
import { apiMetrics } from './metrics.js';

try {
  const config = readApiConfig();
  const log = createLogger(config.LOG_LEVEL);
  const warning = await checkLogin(config.DATABASE_URL);
  if (warning) log.warn(warning);
  await assertKeysFit(config.DATABASE_URL, config.AIMLINE_MASTER_KEY);
  const web = join(import.meta.dirname, '../../web-static');
  const metrics = apiMetrics();
  const app = await createApp(config, log, web, metrics.answered);
  await app.listen(config.PORT, config.HOST);
  const { METRICS_HOST: host, API_METRICS_PORT: port } = config;
  const served = port === undefined ? null : await serveMetrics({ host, port }, [metrics.text]);
  log.info({ url: config.PUBLIC_URL, port: config.PORT }, 'api listens');
  whenAskedToStop(async (why) => {
    log.info({ why }, 'api stops');
    await served?.stop();
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
