import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aBrowser, anIdp, freePort } from '#testing/a-browser';
import { apiDistrict, type ApiDistrict } from '#testing/api-district';
import { signInAs } from '#testing/sign-in-as';

const client = { id: 'aimline', secret: 'a-secret-of-the-home' };
const ourPage = { 'x-aimline': '1', 'sec-fetch-site': 'same-origin' };

async function place(empty = false) {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const idp = await anIdp(origin, client);
  const world = await apiDistrict({
    empty,
    config: { PORT: port, PUBLIC_URL: origin, OIDC_ISSUER: idp.issuer, OIDC_PROVIDER: 'roster' },
  });
  await world.app.listen(port, '127.0.0.1');
  const close = async () => {
    await world.close();
    await idp.close();
  };
  return { origin, world, close };
}

/** Goes through the provider's own pages and comes back with a session. */
async function signIn(browser: ReturnType<typeof aBrowser>, subject: string, returnTo = '/inbox') {
  const start = await browser.go(`/v1/auth/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
  expect(start.status).toBe(303);
  const back = await signInAs(subject, new URL(start.headers.get('location')!));
  return browser.go(back.pathname + back.search);
}

describe('in a district that knows its staff', () => {
  let origin: string;
  let world: ApiDistrict;
  let close: () => Promise<void>;
  let browser: ReturnType<typeof aBrowser>;

  beforeAll(async () => {
    ({ origin, world, close } = await place());
  });
  afterAll(() => close());
  beforeEach(() => {
    browser = aBrowser(origin);
  });

  test('a specialist signs in by the provider and comes back to where she wanted to go', async () => {
    const back = await signIn(browser, 'nora.lindgren', '/students?grade=2');
    expect(back.status).toBe(303);
    expect(back.headers.get('location')).toBe('/students?grade=2');
    const cookie = back.headers.getSetCookie().find((c) => c.startsWith('sid='));
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);

    const me = await (await browser.go('/v1/me')).json();
    expect(me).toMatchObject({ id: world.ids.nora, name: { given: 'Nora' }, role: 'specialist' });
    expect(Date.parse(me.session.idleExpiresAt)).toBeGreaterThan(Date.now() + 44 * 60_000);
  });

  test('the database holds no cookie that could be used', async () => {
    await signIn(browser, 'nora.lindgren');
    const { rows } = await world.pool.query('select * from app.sessions');
    expect(JSON.stringify(rows)).not.toContain(browser.cookies.get('sid'));
  });

  test('a page of another site can change nothing, and neither can a form', async () => {
    await signIn(browser, 'nora.lindgren');
    const send = (headers: Record<string, string>) =>
      browser.go(`/v1/cycles/${world.ids.mayasCycle}/reviews`, {
        method: 'POST',
        headers: { 'idempotency-key': randomUUID(), ...headers },
      });
    for (const headers of [
      { 'sec-fetch-site': 'cross-site', 'x-aimline': '1' },
      { 'sec-fetch-site': 'same-site', 'x-aimline': '1' },
      { 'sec-fetch-site': 'same-origin' },
      {},
    ] as Record<string, string>[]) {
      const answer = await send(headers);
      expect(answer.status).toBe(403);
      expect((await answer.json()).code).toBe('csrf_refused');
    }
    expect((await send(ourPage)).status).toBe(409); // there is no phase to review yet
  });

  test('who signed out is out, and the old cookie opens nothing', async () => {
    await signIn(browser, 'nora.lindgren');
    const old = browser.cookies.get('sid')!;
    const out = await browser.go('/v1/auth/sign-out', { method: 'POST', headers: ourPage });
    expect(out.status).toBe(204);
    browser.cookies.set('sid', old);
    expect((await (await browser.go('/v1/me')).json()).code).toBe('sign_in_required');
  });

  test('a locked tablet shows nothing until somebody signs in again', async () => {
    await signIn(browser, 'nora.lindgren');
    await browser.go('/v1/auth/lock', { method: 'POST', headers: ourPage });
    expect((await (await browser.go('/v1/me')).json()).code).toBe('session_locked');
    await signIn(browser, 'mei.lindgren');
    expect((await (await browser.go('/v1/me')).json()).name.given).toBe('Mei');
  });

  test('a session ends after 45 idle minutes, and after twelve hours whatever happens', async () => {
    await signIn(browser, 'nora.lindgren');
    const idleFor = (minutes: number) =>
      world.pool.query(`update app.sessions set last_seen_at = now() - $1 * interval '1 minute'`, [
        minutes,
      ]);
    await idleFor(44);
    expect((await browser.go('/v1/me')).status).toBe(200);
    await world.pool.query(
      `update app.sessions set last_seen_at = last_seen_at - interval '44 minutes'`,
    );
    expect((await browser.go('/v1/me')).status).toBe(200); // the look 44 minutes ago counted
    await idleFor(46);
    expect((await browser.go('/v1/me')).status).toBe(401);

    await signIn(browser, 'nora.lindgren');
    await world.pool.query(`update app.sessions set expires_at = now() - interval '1 second'`);
    expect((await browser.go('/v1/me')).status).toBe(401);
  });

  test('a link with somebody else’s sign-in signs nobody in', async () => {
    const attacker = aBrowser(origin);
    const start = await attacker.go('/v1/auth/sign-in');
    const link = await signInAs('mei.lindgren', new URL(start.headers.get('location')!));

    const answer = await browser.go(link.pathname + link.search);
    expect(answer.status).toBe(401);
    expect(browser.cookies.has('sid')).toBe(false);
  });

  test('a sign-in is good for one time', async () => {
    const start = await browser.go('/v1/auth/sign-in');
    const back = await signInAs('nora.lindgren', new URL(start.headers.get('location')!));
    const state = browser.cookies.get('sign-in')!;
    expect((await browser.go(back.pathname + back.search)).status).toBe(303);
    browser.cookies.set('sign-in', state);
    expect((await browser.go(back.pathname + back.search)).status).toBe(401);
  });

  test('nobody is sent on to another site', async () => {
    for (const returnTo of ['//evil.example', 'https://evil.example', '/\\evil.example'])
      expect(
        (await browser.go(`/v1/auth/sign-in?returnTo=${encodeURIComponent(returnTo)}`)).status,
      ).toBe(422);
  });

  test('who is known to the provider and not to the district is told so', async () => {
    await signIn(browser, 'somebody.else');
    const answer = await browser.go('/v1/me');
    expect(answer.status).toBe(403);
    expect((await answer.json()).code).toBe('identity_unknown');
  });

  test('a district that is there is not founded again', async () => {
    await signIn(browser, 'first-visitor');
    const answer = await browser.go('/v1/districts', {
      method: 'POST',
      headers: {
        ...ourPage,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify({
        name: 'Another',
        timeZone: 'America/Chicago',
        admin: { givenName: 'First', familyName: 'Visitor' },
      }),
    });
    expect(answer.status).toBe(403);
  });

  test('whoever came by another name of this machine is sent to the one that the provider knows', async () => {
    const port = new URL(origin).port;
    const answer = await aBrowser(`http://localhost:${port}`).go(
      '/v1/auth/sign-in?returnTo=/inbox',
    );
    expect(answer.headers.get('location')).toBe(`${origin}/v1/auth/sign-in?returnTo=%2Finbox`);
  });

  test('hints come as soon as the views have something new, and hold no more than a position', async () => {
    await signIn(browser, 'nora.lindgren');
    const stop = new AbortController();
    const stream = await browser.go('/v1/stream', { signal: stop.signal });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    const listen = async (until: RegExp) => {
      while (!until.test(heard)) {
        const { value, done } = await reader.read();
        if (done) throw new Error('the stream ended');
        heard += value;
      }
    };
    await listen(/event: changed/);
    heard = '';
    await world.tell(`student/${world.ids.leo}`, 'RenameStudent', {
      name: { given: 'Leon', middle: null, family: 'Rivers' },
    });
    await listen(/event: changed[\s\S]*\n\n|id: \d+[\s\S]*\n\n/);
    expect(heard).toMatch(/id: \d+/);
    expect(heard).not.toMatch(/Leon/);
    stop.abort();
  });
});

describe('on an empty installation', () => {
  test('the first visitor founds the district and is its admin', async () => {
    const { origin, world, close } = await place(true);
    try {
      const browser = aBrowser(origin);
      await signIn(browser, 'first-visitor', '/');
      expect((await (await browser.go('/v1/me')).json()).code).toBe('no_district');
      const found = (key: string) =>
        browser.go('/v1/districts', {
          method: 'POST',
          headers: { ...ourPage, 'content-type': 'application/json', 'idempotency-key': key },
          body: JSON.stringify({
            name: 'Riverbend',
            timeZone: 'America/Denver',
            admin: { givenName: 'First', familyName: 'Visitor' },
          }),
        });
      const key = randomUUID();
      const answer = await found(key);
      expect(answer.status).toBe(201);
      const { id } = await answer.json();
      await expect
        .poll(async () => (await browser.go('/v1/me')).status, { timeout: 10_000 })
        .toBe(200);
      expect(await (await browser.go('/v1/me')).json()).toMatchObject({
        role: 'district-admin',
        district: { id, name: 'Riverbend', mode: 'live' },
      });
      const again = await found(key);
      expect(again.status).toBe(201);
      expect((await again.json()).id).toBe(id);
      expect((await found(randomUUID())).status).toBe(403);
      const clock = await browser.go('/v1/clock/advance', {
        method: 'POST',
        headers: {
          ...ourPage,
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
        },
        body: JSON.stringify({ days: 1 }),
      });
      expect(clock.status).toBe(409);
      expect((await clock.json()).rule).toBe('clock-is-not-stepped');
      expect((await world.store.districts()).length).toBe(1);
    } finally {
      await close();
    }
  });
});
