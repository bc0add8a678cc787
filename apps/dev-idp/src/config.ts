import { oidcConfig, readConfig, serverConfig } from '#platform/config';

export type IdpConfig = {
  issuer: URL;
  client: { id: string; secret: string; redirectUris: readonly string[] };
};

/** Reads the environment that the API reads too; throws where this provider must not run, or one message of every problem. */
export function readIdpConfig(env: NodeJS.ProcessEnv = process.env): IdpConfig {
  if (env['NODE_ENV'] === 'production')
    throw new Error(
      'dev-idp signs in anybody as anybody and does not start with NODE_ENV=production. ' +
        "Set OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET of your district's provider for the API instead.",
    );
  const config = readConfig({ ...oidcConfig, PUBLIC_URL: serverConfig.PUBLIC_URL }, env);
  if (!config.AIMLINE_EMBEDDED)
    throw new Error('dev-idp is started by `aimline up`, which sets AIMLINE_EMBEDDED=1.');
  const issuer = new URL(config.OIDC_ISSUER);
  if (issuer.protocol !== 'http:' || issuer.port === '')
    throw new Error('OIDC_ISSUER must be http://127.0.0.1:<port>: dev-idp listens there.');
  return {
    issuer,
    client: {
      id: config.OIDC_CLIENT_ID,
      secret: config.OIDC_CLIENT_SECRET,
      redirectUris: [`${config.PUBLIC_URL}/v1/auth/callback`],
    },
  };
}
