import { parseArgs } from 'node:util';
import { migrate } from '#event-store/migrate';
import { type ServicesForTests, servicesForTests } from '../support/services-for-tests.js';
import type { EmptyDatabase } from './empty-database.js';
import { table, type Measured } from './measured.js';
import { reactionBench } from './reaction.bench.js';
import { scienceBench } from './science.bench.js';
import { storeBench } from './store.bench.js';
import { verifyBench } from './verify.bench.js';

// `npm run bench [name…] [seconds]`: all benches, or those named, with rounds of so many seconds. `--json` for machines.

const benches: Readonly<Record<string, (seconds: number) => Promise<readonly Measured[]>>> = {
  store: (seconds) => onPostgres((database) => storeBench(database, seconds)),
  verify: () => onPostgres(verifyBench),
  science: scienceBench,
  reaction: (seconds) => onTemporal((services) => reactionBench(services, 10 * seconds)),
};

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const seconds = Number(positionals.find((given) => Number(given) > 0) ?? 2);
const named = positionals.filter((given) => !(Number(given) > 0));
const unknown = named.find((name) => !Object.hasOwn(benches, name));
if (unknown !== undefined) {
  console.error(
    `There is no bench named ${unknown}; take one of ${Object.keys(benches).join(', ')}.`,
  );
  process.exit(2);
}

const measured: Record<string, readonly Measured[]> = {};
for (const [name, bench] of Object.entries(benches)) {
  if (named.length > 0 && !named.includes(name)) continue;
  measured[name] = await bench(seconds);
  if (!values.json) console.log(`${name}\n${table(measured[name])}\n`);
}
if (values.json) console.log(JSON.stringify(measured));

/** On a PostgreSQL of its own, or on the empty database that AIMLINE_TEST_DATABASE_URL names. */
async function onPostgres(
  bench: (database: EmptyDatabase) => Promise<readonly Measured[]>,
): Promise<readonly Measured[]> {
  const services = await servicesForTests(['postgres']);
  try {
    const { databaseUrl: url, ownerUrl } = services;
    const superuserUrl = superuserIn(services) ?? ownerUrl;
    return await bench({ url, ownerUrl, superuserUrl, migrate: () => migrate(ownerUrl, [], url) });
  } finally {
    await services.stop();
  }
}

/** On a PostgreSQL and a Temporal server of its own. */
async function onTemporal(
  bench: (services: ServicesForTests) => Promise<readonly Measured[]>,
): Promise<readonly Measured[]> {
  const services = await servicesForTests(['postgres', 'temporal']);
  try {
    return await bench(services);
  } finally {
    await services.stop();
  }
}

/** The superuser, in the database that is measured. */
function superuserIn({ databaseUrl, superuserUrl }: ServicesForTests): string | null {
  if (superuserUrl === null) return null;
  const url = new URL(superuserUrl);
  url.pathname = new URL(databaseUrl).pathname;
  return url.href;
}
