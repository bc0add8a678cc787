import { z } from 'zod';
import {
  databaseConfig,
  keyConfig,
  metricsConfig,
  oidcConfig,
  readConfig,
  serverConfig,
} from '#platform/config';

/** The API's part of the environment (interfaces.md 4); throws one ConfigProblem that lists every problem. */
export function readApiConfig(env: NodeJS.ProcessEnv = process.env) {
  return readConfig(
    {
      ...databaseConfig,
      ...keyConfig,
      ...serverConfig,
      ...oidcConfig,
      ...metricsConfig,
      /** How identities name the provider: its issuer unless set; under `aimline up` without one of your own, `roster`. */
      OIDC_PROVIDER: z.string().min(1).optional(),
    },
    env,
  );
}

export type ApiConfig = ReturnType<typeof readApiConfig>;
