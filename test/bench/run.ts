import { servicesForTests } from '../support/services-for-tests.js';
import { appendBench } from './append.bench.js';

// `npm run bench [seconds]`: on a PostgreSQL of its own, or on the empty database that AIMLINE_TEST_DATABASE_URL names.
const services = await servicesForTests(['postgres']);
try {
  await appendBench(services.databaseUrl, Number(process.argv[2] ?? 2));
} finally {
  await services.stop();
}
