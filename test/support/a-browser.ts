import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createIdp } from '../../apps/dev-idp/src/provider.js';
import { personas } from '../../apps/dev-idp/src/personas.js';

/** A port of the loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** The development identity provider, in this process, for an API at `publicUrl`. */
export async function anIdp(publicUrl: string, client: { id: string; secret: string }) {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const issuer = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const handle = createIdp(
    { issuer, client: { ...client, redirectUris: [`${publicUrl}/v1/auth/callback`] } },
    personas,
  );
  server.on('request', (request, response) => void handle(request, response));
  return {
    issuer: issuer.origin,
    close: () => new Promise((closed) => server.close(closed).closeAllConnections()),
  };
}

/** Keeps cookies and follows nothing by itself, as a person with the network panel open would see it. */
export function aBrowser(origin: string) {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async go(path: string, init: RequestInit = {}): Promise<Response> {
      const answer = await fetch(new URL(path, origin), {
        ...init,
        redirect: 'manual',
        headers: {
          ...(init.headers as Record<string, string> | undefined),
          cookie: [...cookies].map(([k, v]) => `${k}=${v}`).join('; '),
        },
      });
      for (const cookie of answer.headers.getSetCookie()) {
        const [pair = ''] = cookie.split(';');
        const name = pair.slice(0, pair.indexOf('='));
        const value = pair.slice(pair.indexOf('=') + 1);
        if (value === '') cookies.delete(name);
        else cookies.set(name, value);
      }
      return answer;
    },
  };
}
