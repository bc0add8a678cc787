import { queryOptions } from '@tanstack/react-query';
import type { FoundDistrictRequest } from '#contracts/districts';
import type { Me } from '#contracts/me';
import { read, write } from './client.js';

export const meQuery = () =>
  queryOptions({
    queryKey: ['me'],
    queryFn: ({ signal }) => read<Me>('/me', {}, signal),
    staleTime: 60_000,
  });

/** The first visit to an empty installation: whoever signed in founds its district and becomes its admin. */
export const foundDistrict = (body: FoundDistrictRequest, key: string) =>
  write('POST', '/districts', body, { key });

/** Where the browser goes to sign in; the API leads on to the district's identity provider and back to `returnTo`. */
export function signInUrl(returnTo: string | undefined): string {
  // Only a path of this origin: a link must not be able to send a signed-in person elsewhere.
  const back = returnTo?.startsWith('/') && !returnTo.startsWith('//') ? returnTo : '/';
  return `/v1/auth/sign-in?${new URLSearchParams({ returnTo: back }).toString()}`;
}

/** Ends the session on the server, then leaves every page that may show a name. */
export async function signOut(): Promise<void> {
  await write('POST', '/auth/sign-out', undefined, { key: crypto.randomUUID() }).catch(() => {});
  window.location.assign('/signed-out');
}
