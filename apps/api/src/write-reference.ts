import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { pino } from 'pino';
import { createApp } from './create-app.js';
import { openApi } from './openapi.js';
import { permissionsPage } from './permissions-page.js';

// `npm run docs:reference`: writes what is generated from the code for people and clients. Nothing is connected to.
const app = await createApp(
  {
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nowhere',
    AIMLINE_MASTER_KEY: Buffer.alloc(32),
    HOST: '127.0.0.1',
    PORT: 3000,
    PUBLIC_URL: 'http://127.0.0.1:3000',
    OIDC_ISSUER: 'http://127.0.0.1:1',
    OIDC_CLIENT_ID: 'aimline',
    OIDC_CLIENT_SECRET: 'none',
    LOG_LEVEL: 'fatal',
    METRICS_HOST: '127.0.0.1',
    AIMLINE_EMBEDDED: false,
  },
  pino({ level: 'fatal' }),
);
const reference = new URL('../../../../docs/reference/', import.meta.url);
await writeFile(new URL('openapi.json', reference), `${JSON.stringify(openApi(app), null, 2)}\n`);
await writeFile(new URL('permissions.md', reference), permissionsPage());
process.exit(0); // nothing was opened, so there is nothing to close
