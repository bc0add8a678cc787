import { pino } from 'pino';
import { createApp } from '../../apps/api/src/create-app.js';
import type { ApiConfig } from '../../apps/api/src/config.js';

/** Settings of an API that nobody else reaches; give the parts that the test is about. */
export function apiConfig(parts: Partial<ApiConfig> = {}): ApiConfig {
  return {
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nowhere',
    AIMLINE_MASTER_KEY: Buffer.alloc(32, 7),
    HOST: '127.0.0.1',
    PORT: 3000,
    PUBLIC_URL: 'http://127.0.0.1:3000',
    OIDC_ISSUER: 'http://127.0.0.1:1',
    OIDC_CLIENT_ID: 'aimline',
    OIDC_CLIENT_SECRET: 'a-secret-of-the-home',
    OIDC_PROVIDER: undefined,
    LOG_LEVEL: 'fatal',
    AIMLINE_EMBEDDED: true,
    METRICS_HOST: '127.0.0.1',
    API_METRICS_PORT: undefined,
    WORKER_METRICS_PORT: undefined,
    NODE_ENV: 'test',
    ...parts,
  };
}

/**
 * An API without a port: ask it with `inject`. What it logs goes to `lines`. `web`: the folder of the built web app, if it
 * is to be served.
 */
export async function anApi(parts: Partial<ApiConfig> = {}, web?: string) {
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  const app = await createApp(apiConfig(parts), log, web);
  return { app, lines };
}
