import type { TestProject } from 'vitest/node';
import { servicesForTests } from './services-for-tests.js';

/**
 * Vitest's global set-up of the projects `workflows` and `e2e`: one PostgreSQL and one Temporal server on it. Spec
 * files keep apart by task queue and workflow ids; a namespace for each would cost two seconds.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const services = await servicesForTests(['postgres', 'temporal']);
  project.provide('databaseUrl', services.databaseUrl);
  project.provide('ownerUrl', services.ownerUrl);
  project.provide('superuserUrl', services.superuserUrl);
  project.provide('temporalAddress', services.temporalAddress);
  project.provide('temporalNamespace', services.temporalNamespace);
  return services.stop;
}
