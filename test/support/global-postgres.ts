import type { TestProject } from 'vitest/node';
import { servicesForTests } from './services-for-tests.js';

/** Vitest's global set-up of project `int`: one PostgreSQL; a spec asks `freshDatabase()` for a database on it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const services = await servicesForTests(['postgres']);
  project.provide('databaseUrl', services.databaseUrl);
  project.provide('ownerUrl', services.ownerUrl);
  project.provide('superuserUrl', services.superuserUrl);
  return services.stop;
}
