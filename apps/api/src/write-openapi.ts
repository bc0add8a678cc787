import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { pino } from 'pino';
import { createApp } from './create-app.js';
import { openApi } from './openapi.js';

// `npm run docs:openapi`: writes the document that clients are generated from. Nothing is connected to for that.
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
    AIMLINE_EMBEDDED: false,
  },
  pino({ level: 'fatal' }),
);
const file = new URL('../../../../docs/reference/openapi.json', import.meta.url);
await writeFile(file, `${JSON.stringify(openApi(app), null, 2)}\n`);
process.exit(0); // nothing was opened, so there is nothing to close
