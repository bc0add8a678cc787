import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readIdpConfig } from './config.js';
import { personas } from './personas.js';
import { createIdp } from './provider.js';
import { signInAs } from '#testing/sign-in-as';

let server: Server;
let issuer: string;
const redirectUri = 'http://127.0.0.1:3999/v1/auth/callback';

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const port = (server.address() as AddressInfo).port;
  issuer = `http://127.0.0.1:${port}`;
  const config = readIdpConfig({
    AIMLINE_EMBEDDED: '1',
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: 'aimline',
    OIDC_CLIENT_SECRET: 'a-secret-of-the-home',
    PUBLIC_URL: 'http://127.0.0.1:3999',
  });
  const handle = createIdp(config, personas);
  server.on('request', (request, response) => void handle(request, response));
});
afterAll(() => new Promise((closed) => server.close(closed).closeAllConnections()));

test('who is picked at the sign-in is who the client learns about', async () => {
  const client = await oidc.discovery(
    new URL(issuer),
    'aimline',
    'a-secret-of-the-home',
    oidc.ClientSecretBasic('a-secret-of-the-home'),
    { execute: [oidc.allowInsecureRequests] },
  );
  const verifier = oidc.randomPKCECodeVerifier();
  const start = oidc.buildAuthorizationUrl(client, {
    redirect_uri: redirectUri,
    scope: 'openid profile',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: 'here',
    nonce: 'once',
  });

  const back = await signInAs('nora.lindgren', start);

  const tokens = await oidc.authorizationCodeGrant(client, back, {
    pkceCodeVerifier: verifier,
    expectedState: 'here',
    expectedNonce: 'once',
  });
  expect(tokens.claims()).toMatchObject({ iss: issuer, sub: 'nora.lindgren', given_name: 'Nora' });
});

test('a code is good for one time', async () => {
  const client = await oidc.discovery(
    new URL(issuer),
    'aimline',
    'a-secret-of-the-home',
    oidc.ClientSecretBasic('a-secret-of-the-home'),
    { execute: [oidc.allowInsecureRequests] },
  );
  const verifier = oidc.randomPKCECodeVerifier();
  const start = oidc.buildAuthorizationUrl(client, {
    redirect_uri: redirectUri,
    scope: 'openid',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: 'here',
  });
  const back = await signInAs('nora.lindgren', start);
  const exchange = () =>
    oidc.authorizationCodeGrant(client, back, {
      pkceCodeVerifier: verifier,
      expectedState: 'here',
    });
  await exchange();
  await expect(exchange()).rejects.toThrow();
});

test('a client without PKCE is refused', async () => {
  const url = new URL(`${issuer}/auth`);
  url.search = new URLSearchParams({
    client_id: 'aimline',
    response_type: 'code',
    scope: 'openid',
    redirect_uri: redirectUri,
  }).toString();
  const answer = await fetch(url, { redirect: 'manual' });
  expect(answer.headers.get('location')).toContain('error=invalid_request');
});

test('an expired sign-in says what to do', async () => {
  const answer = await fetch(`${issuer}/sign-in/long-gone`);
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('start again');
});

test('it does not start in production, nor where nobody asked for invented people', () => {
  const env = {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: 'aimline',
    OIDC_CLIENT_SECRET: 'a-secret-of-the-home',
    PUBLIC_URL: 'http://127.0.0.1:3999',
  };
  expect(() => readIdpConfig({ ...env, NODE_ENV: 'production', AIMLINE_EMBEDDED: '1' })).toThrow(
    'does not start with NODE_ENV=production',
  );
  expect(() => readIdpConfig(env)).toThrow('aimline up');
});

test('every missing setting is named at once', () => {
  expect(() => readIdpConfig({})).toThrow(/PUBLIC_URL|OIDC_ISSUER[\s\S]*OIDC_CLIENT_SECRET/);
});
