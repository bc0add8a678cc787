/**
 * Walks the provider's pages as a browser would, picks `subject`, and returns the URL with the code to which it sends
 * the browser back.
 */
export async function signInAs(subject: string, start: URL): Promise<URL> {
  const cookies = new Map<string, string>();
  let at = start;
  let form: URLSearchParams | null = null;
  for (let hop = 0; hop < 10; hop++) {
    const answer = await fetch(at, {
      method: form ? 'POST' : 'GET',
      body: form,
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([k, v]) => `${k}=${v}`).join('; ') },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const location = answer.headers.get('location');
    form = null;
    if (location) {
      at = new URL(location, at);
      if (at.origin !== start.origin) return at;
    } else if (answer.status === 200) {
      form = new URLSearchParams({ subject });
    } else {
      throw new Error(`sign-in stopped at ${at.pathname} with ${answer.status}`);
    }
  }
  throw new Error('sign-in went in circles');
}
