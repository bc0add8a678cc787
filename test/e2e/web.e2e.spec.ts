import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  axeFindings,
  horizontalOverflow,
  imageFolder,
  launchBrowser,
  settled,
  smallTargets,
  squeezedWords,
  steady,
  widths,
} from '#testing/browser';
import { mayaInNovember, openDoors, today, type MayaInNovember } from '#testing/maya-in-november';

let place: MayaInNovember;
let browser: Browser;
let signedIn: NonNullable<BrowserContextOptions['storageState']>;
let images: string;

beforeAll(async () => {
  place = await mayaInNovember();
  browser = await launchBrowser();
  images = await imageFolder();
  console.log(`The screens can be looked at in ${images}`);
  const context = await browser.newContext({ ...steady, baseURL: place.origin });
  const page = await context.newPage();
  await page.goto('/students');
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('Someone else, by their subject').fill('nora.lindgren');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Students' }).waitFor();
  signedIn = await context.storageState();
  await context.close();
});
afterAll(async () => {
  await browser?.close();
  await place?.close();
});

/** A window of Nora's, the specialist's; what goes wrong in the page fails the test. */
async function asNora<T>(
  options: BrowserContextOptions,
  work: (page: Page, context: BrowserContext) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({
    ...steady,
    baseURL: place.origin,
    storageState: signedIn,
    ...options,
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  try {
    const done = await work(page, context);
    expect(errors).toEqual([]);
    return done;
  } finally {
    await context.close();
  }
}

const ids = () => place.world.ids;
const ask = async (url: string) => (await place.world.ask('nora', 'GET', url)).json();
const openReview = async (): Promise<string> => {
  const { reviews } = await ask(`/v1/cycles/${ids().mayasCycle}`);
  return reviews.find((review: { held: object | null }) => review.held === null).reviewId;
};
const slotOf = async (on: string): Promise<string> =>
  (await ask(`/v1/sessions?on=${on}&groupId=${ids().group}`)).items[0].slot;

describe('signing in', () => {
  test('nobody sees a page before they have said who they are, and they come back to it after', async () => {
    const context = await browser.newContext({ ...steady, baseURL: place.origin });
    const page = await context.newPage();
    await page.goto(`/students/${ids().maya}`);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel('Someone else, by their subject').fill('nora.lindgren');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Maya Rivers' }).waitFor();
    await page.getByRole('button', { name: 'Nora Lindgren' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sign in to Aimline' }).waitFor();
    await page.goto('/');
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    await context.close();
  });
});

describe('the first visit to an empty installation', () => {
  test('founds the district, and its founder is its admin', async () => {
    const empty = await openDoors({ empty: true });
    const context = await browser.newContext({ ...steady, baseURL: empty.origin });
    const page = await context.newPage();
    await page.goto('/');
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'First Visitor' }).click();
    await page.getByRole('heading', { level: 1, name: 'Found your district' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByLabel('Name of the district').fill('Lindenfield');
    await page.getByLabel('Your given name').fill('Inés');
    await page.getByLabel('Your family name').fill('Aldana');
    await page.getByRole('button', { name: 'Found the district' }).click();
    await page.getByText('No school yet.').waitFor();
    await page.getByRole('button', { name: 'Inés Aldana' }).click();
    await page.getByText('District admin · Lindenfield').waitFor();
    await context.close();
    await empty.close();
  });

  test('somebody whom the district does not know is told so, and can sign in as another', async () => {
    const context = await browser.newContext({ ...steady, baseURL: place.origin });
    const page = await context.newPage();
    await page.goto('/');
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel('Someone else, by their subject').fill('nobody.here');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('nobody has given you a role in this district yet').waitFor();
    await page.getByRole('button', { name: 'Sign in as somebody else' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sign in to Aimline' }).waitFor();
    await context.close();
  });
});

describe('the screens', () => {
  const pages = {
    inbox: () => '/',
    student: () => `/students/${ids().maya}`,
    session: async () => `/groups/${ids().group}/sessions/${await slotOf('2025-11-04')}`,
    outcome: async () => `/groups/${ids().group}/sessions/${await slotOf('2025-11-20')}`,
    review: async () => `/cycles/${ids().mayasCycle}/reviews/${await openReview()}`,
    placement: () => `/cycles/${ids().mayasCycle}/placement`,
    students: () => '/students',
    groups: () => '/groups',
    group: () => `/groups/${ids().group}`,
  };
  const every = [
    ...widths.map((width) => ({ width, scheme: 'light' as const })),
    { width: widths[2], scheme: 'dark' as const },
  ];

  test.each(every)(
    'on the $width.name in $scheme colours pass axe, never scroll sideways and have targets to hit',
    async ({ width, scheme }) => {
      await asNora({ viewport: width, colorScheme: scheme }, async (page) => {
        for (const [name, path] of Object.entries(pages)) {
          await page.goto(await path());
          await settled(page);
          expect(await axeFindings(page), name).toEqual([]);
          expect(await horizontalOverflow(page), name).toEqual([]);
          expect(await squeezedWords(page), name).toEqual([]);
          expect(await smallTargets(page, name === 'session' ? 44 : 24), name).toEqual([]);
          const image = `${name}-${width.name}-${scheme}.png`;
          await page.screenshot({ path: join(images, image), fullPage: true });
        }
      });
    },
  );

  test('hold nothing of a student in the address or the window title of another page', async () => {
    await asNora({}, async (page) => {
      await page.goto(`/students/${ids().maya}`);
      await page.getByRole('heading', { level: 1, name: 'Maya Rivers' }).waitFor();
      expect(page.url()).not.toMatch(/maya|rivers/i);
      await page.getByRole('link', { name: 'Groups' }).first().click();
      await page.getByRole('heading', { level: 1, name: 'Groups' }).waitFor();
      expect(await page.title()).toBe('Groups – Aimline');
    });
  });
});

describe('a group session', () => {
  test('is logged in two taps, can be taken back, and is on record for each student', async () => {
    const slot = '2025-10-29T09:00'; // nobody had said anything: it stands as unlogged
    await asNora({ viewport: widths[0], hasTouch: true }, async (page) => {
      await page.goto(`/groups/${ids().group}`);
      await page.getByRole('button', { name: 'Show more' }).tap();
      await page.getByRole('link', { name: /Log: .*Oct 29/ }).tap();
      await page.getByRole('button', { name: 'Log as planned' }).tap();
      await page.getByRole('heading', { name: 'Held, 25 minutes' }).waitFor();
      const logged = await ask(`/v1/sessions?on=2025-10-29&groupId=${ids().group}`);
      expect(logged.items[0]).toMatchObject({
        slot,
        status: 'held',
        loggedLate: true,
        steps: null,
      });

      await page.getByRole('button', { name: 'Undo' }).first().tap();
      await page.getByRole('button', { name: 'Log as planned' }).waitFor();
      const undone = await ask(`/v1/sessions?on=2025-10-29&groupId=${ids().group}`);
      expect(undone.items[0].status).not.toBe('held');
    });
  });

  test('without network is kept on the device, survives a reload, and is sent once', async () => {
    const slot = await slotOf('2025-10-15');
    await asNora({}, async (page, context) => {
      await page.goto(`/groups/${ids().group}/sessions/${slot}`);
      const second = page.getByRole('radiogroup', { name: /^Attendance of/ }).nth(1);
      await second.getByRole('radio', { name: 'Late' }).check();
      await context.route('**/v1/groups/**/log', (route) => route.abort());
      await page.getByRole('button', { name: 'Log session' }).first().click();
      await page.getByText('1 session waiting to send').waitFor();
      await page.reload();
      await page.getByText('1 session waiting to send').waitFor();
      await context.unroute('**/v1/groups/**/log');
      await page.getByRole('button', { name: 'Send now' }).click();
      await page.getByRole('heading', { name: 'Held, 25 minutes' }).waitFor();
      expect(await page.getByText('waiting to send').count()).toBe(0);
    });
    const { items } = await ask(`/v1/sessions?on=2025-10-15&groupId=${ids().group}`);
    const marks = items[0].members.map((member: { attendance: string }) => member.attendance);
    expect(marks).toEqual(['here', 'late', 'here']);
  });

  test('has nothing preselected about its steps', async () => {
    await asNora({}, async (page) => {
      await page.goto(`/groups/${ids().group}/sessions/${await slotOf('2025-11-04')}`);
      const steps = page.getByRole('radiogroup', { name: 'Steps of the lesson' });
      await steps.waitFor();
      expect(await steps.getByRole('radio', { checked: true }).count()).toBe(0);
    });
  });
});

describe('the progress graph', () => {
  test('is one tab stop that arrows walk through, says each score, and has its rows as a table', async () => {
    await asNora({ viewport: widths[2] }, async (page) => {
      await page.goto(`/students/${ids().maya}`);
      const graph = page.getByRole('application', { name: /Nov 14|scores since/ });
      await graph.focus();
      const readout = page.locator('.pg-readout');
      await page.keyboard.press('End');
      expect(await readout.innerText()).toMatch(/^Nov 14: 52 .*below the aimline \(−/);
      await page.keyboard.press('Home');
      expect(await readout.innerText()).toMatch(/^Sep 2: 38 .*Baseline/);
      await page.keyboard.press('Escape');
      expect((await readout.innerText()).trim()).toBe('');
      await page.getByText('Show as table').click();
      expect(await page.getByRole('row', { name: /Oct 10.*Not given/ }).count()).toBe(1);
    });
  });

  test('shows a past day as it was true and as it was known, and lets nobody act there', async () => {
    await asNora({ viewport: widths[2] }, async (page) => {
      await page.goto(`/students/${ids().maya}`);
      for (const [clock, says] of [
        ['What was true', 'What was true on October 1, 2025'],
        ['What the school knew', 'What the school knew on October 1, 2025'],
      ] as const) {
        await page.getByRole('button', { name: 'Look back to another day' }).click();
        await page.getByRole('radio', { name: clock }).check();
        await page.getByLabel('Day').fill('2025-10-01');
        await page.getByRole('button', { name: 'Show that day' }).click();
        await page.getByText(says).waitFor();
        await page.getByText(/^3 scores since Sep/).waitFor();
        expect(await page.getByRole('button', { name: 'Record score' }).count()).toBe(0);
        await page.getByRole('button', { name: 'Back to today' }).click();
        await page.getByRole('button', { name: 'Record score' }).waitFor();
      }
    });
  });
});

describe('a plan', () => {
  test('is placed by a team and started on one screen, and a refusal says what stands against it', async () => {
    const opened = await place.world.ask('nora', 'POST', '/v1/cycles', {
      body: { studentId: ids().leo, area: 'reading', from: 'teacher', concern: 'slow', tier: 2 },
    });
    expect(opened.statusCode, opened.body).toBe(201);
    const cycleId = opened.json().id;
    await asNora({ viewport: widths[2] }, async (page) => {
      await page.goto(`/cycles/${cycleId}/placement`);
      await page.getByRole('radio', { name: 'Confirm Tier 2' }).check();
      await page.getByRole('checkbox', { name: 'Alvaro Lindgren' }).check();
      await page.getByRole('button', { name: 'Record decision' }).click();
      await page.getByRole('heading', { name: 'Confirmed' }).waitFor();
      await page.getByRole('link', { name: 'See the student’s page' }).click();
      await page.getByRole('link', { name: 'Start the plan' }).click();

      await page.getByRole('combobox', { name: 'Group' }).selectOption({ index: 1 });
      await page.screenshot({ path: join(images, 'start-desk-light.png'), fullPage: true });
      expect(await page.getByLabel('Minutes each').inputValue()).toBe('25');
      for (const [n, score] of ['61', '58', '60'].entries())
        await page.getByLabel(`Probe ${n + 1}`).fill(score);
      await page.getByLabel('Score to reach').fill('90');
      await page.getByLabel('On what it rests').fill('the fall benchmark');
      expect(await axeFindings(page)).toEqual([]);
      await page.getByLabel('Weeks', { exact: true }).fill('40');
      await page.getByRole('button', { name: 'Start the plan' }).click();
      await page.getByText('The dosage lies outside the tier').waitFor();
      await page.getByLabel('Weeks', { exact: true }).fill('12');
      await page.getByRole('button', { name: 'Start the plan' }).click();
      await page.getByRole('heading', { level: 1, name: 'Leo Rivers' }).waitFor();
      await page.getByText('Goal 90').waitFor();
    });
    const cycle = await ask(`/v1/cycles/${cycleId}`);
    expect(cycle.phases[0]).toMatchObject({ baseline: { median: 60 }, goal: { value: 90 } });
  });
});

describe('a review', () => {
  test('is held by keyboard alone, with its reason, and never on a page that others have changed', async () => {
    const reviewId = await openReview();
    await asNora({ viewport: widths[2] }, async (page) => {
      await page.goto(`/cycles/${ids().mayasCycle}/reviews/${reviewId}`);
      await page
        .getByRole('heading', { level: 1, name: /^Review the reading plan of Maya R\./ })
        .waitFor();
      await page.getByRole('button', { name: 'Record decision' }).focus();
      await page.keyboard.press('Enter');
      await page.getByText('Choose one.').waitFor();
      const against = page.getByRole('radio', { name: /^Change the plan/ });
      await against.focus();
      await page.keyboard.press('Space');
      await page.getByLabel('Reason').focus();
      await page.keyboard.type('A quieter room is free from Monday.');
      if (await page.getByLabel(/^Note: the methods disagree/).count()) {
        await page.getByLabel(/^Note: the methods disagree/).focus();
        await page.keyboard.type('Both lines lie under the aimline.');
      }
      // Somebody records a score while the team is still talking.
      const score = { body: { on: today, value: 53, form: null } };
      await place.world.ask('nora', 'POST', `/v1/cycles/${ids().mayasCycle}/probes`, score);
      await page.getByRole('button', { name: 'Record decision' }).focus();
      await page.keyboard.press('Enter');
      await page.getByText('Somebody recorded something while you were deciding.').waitFor();
      await page.getByRole('button', { name: 'Show what changed' }).focus();
      await page.keyboard.press('Enter');
      await page.getByText(/^10 scores since Sep/).waitFor();
      await page.getByRole('button', { name: 'Record decision' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Decided: Change the plan' }).waitFor();
      await page.getByText('A quieter room is free from Monday.').waitFor();
      expect(await axeFindings(page)).toEqual([]);
    });
    const cycle = await ask(`/v1/cycles/${ids().mayasCycle}`);
    const held = cycle.reviews.find((r: { reviewId: string }) => r.reviewId === reviewId).held;
    expect(held).toMatchObject({ on: today, decision: 'adjust', by: { name: { given: 'Nora' } } });
  });
});
