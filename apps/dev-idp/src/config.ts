import { z } from 'zod';

const environment = z.object({
  NODE_ENV: z.string().optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(1).max(65_535),
  /** Where browsers and the API find this provider; also the `iss` of its tokens. */
  ISSUER: z.url().optional(),
  CLIENT_ID: z.string().min(1).default('aimline'),
  CLIENT_SECRET: z.string().min(1).default('development-only'),
  /** Space-separated: where the API receives the code. */
  REDIRECT_URIS: z.string().min(1),
});

export type IdpConfig = {
  host: string;
  port: number;
  issuer: string;
  client: { id: string; secret: string; redirectUris: readonly string[] };
};

/** Reads the environment; throws one error that names every problem, and always in production. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): IdpConfig {
  if (env['NODE_ENV'] === 'production')
    throw new Error(
      'dev-idp signs in anybody as anybody and does not start with NODE_ENV=production. ' +
        "Set OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET of your district's provider for the API instead.",
    );
  const read = environment.safeParse(env);
  if (!read.success)
    throw new Error(
      `dev-idp cannot start:\n${read.error.issues.map((i) => `  ${i.path.join('.')}: ${i.message}`).join('\n')}`,
    );
  const { HOST, PORT, ISSUER, CLIENT_ID, CLIENT_SECRET, REDIRECT_URIS } = read.data;
  return {
    host: HOST,
    port: PORT,
    issuer: ISSUER ?? `http://${HOST}:${PORT}`,
    client: {
      id: CLIENT_ID,
      secret: CLIENT_SECRET,
      redirectUris: REDIRECT_URIS.split(/\s+/).filter((u) => u !== ''),
    },
  };
}
