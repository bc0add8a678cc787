import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';
import type { IdpConfig } from './config.js';
import type { Persona } from './personas.js';
import { inMemory } from './memory.js';
import { pickerPage } from './picker.js';

/**
 * An OpenID provider with the code flow and PKCE, as every district's own has them, whose only question is who to be.
 * Keys and sessions live in memory: a restart signs everybody out of it, and out of nothing else.
 */
export function createIdp(config: IdpConfig, personas: readonly Persona[]) {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const provider = new Provider(config.issuer.origin, {
    adapter: inMemory(),
    clients: [
      {
        client_id: config.client.id,
        client_secret: config.client.secret,
        redirect_uris: [...config.client.redirectUris],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' }] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['given_name', 'family_name', 'name'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/sign-in/${interaction.uid}` },
    ttl: { Session: 3600, Interaction: 600, Grant: 3600, IdToken: 600, AccessToken: 600 },
    findAccount: (_ctx, subject) => ({
      accountId: subject,
      claims: () => ({ sub: subject, ...namesOf(subject, personas) }),
    }),
    // The client is ours and asks for nothing but who it is: no consent page.
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client?.clientId ?? '',
        accountId: ctx.oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  });
  const answerOidc = provider.callback();

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path === '/health') {
      response.end('ok');
      return;
    }
    if (!path.startsWith('/sign-in/')) {
      await answerOidc(request, response);
      return;
    }
    try {
      await provider.interactionDetails(request, response);
    } catch {
      response.statusCode = 400;
      response.setHeader('content-type', 'text/plain; charset=utf-8');
      response.end('This sign-in has expired. Go back to Aimline and start again.');
      return;
    }
    if (request.method !== 'POST') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.setHeader('cache-control', 'no-store');
      response.end(pickerPage(personas, path));
      return;
    }
    const subject = new URLSearchParams(await bodyOf(request)).get('subject') ?? '';
    await provider.interactionFinished(request, response, { login: { accountId: subject } });
  };
}

function namesOf(subject: string, personas: readonly Persona[]) {
  const found = personas.find((p) => p.subject === subject);
  return found
    ? {
        given_name: found.givenName,
        family_name: found.familyName,
        name: `${found.givenName} ${found.familyName}`,
      }
    : {};
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > 4096) throw new Error('form too large');
  }
  return body;
}
