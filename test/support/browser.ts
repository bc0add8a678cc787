import { AxeBuilder } from '@axe-core/playwright';
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

/** Phone, tablet, desk: every changed screen is looked at in these three. */
export const widths = [
  { name: 'phone', width: 390, height: 844 },
  { name: 'tablet', width: 834, height: 1112 },
  { name: 'desk', width: 1360, height: 900 },
] as const;

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The system's Chromium; it is never downloaded by a test. Where there is none, says how to install it. */
export function chromiumPath(): string {
  const wanted = process.env['CHROMIUM_PATH'];
  const found = [...(wanted ? [wanted] : []), ...places].find((place) => existsSync(place));
  if (found) return found;
  throw new Error(
    `No Chromium at ${[wanted, ...places].filter(Boolean).join(', ')}. ` +
      'Install it (Debian: apt-get install -y chromium) or set CHROMIUM_PATH to its binary.',
  );
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    // A container's root has no sandbox; the rest keeps the browser from calling home and fonts from wobbling.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--font-render-hinting=none',
    ],
  });
}

/** What every page of a test has: a fixed zone and language, no motion, so that two runs look alike. */
export const steady: BrowserContextOptions = {
  locale: 'en-US',
  timezoneId: 'America/Chicago',
  reducedMotion: 'reduce',
};

/** WCAG 2.0 to 2.2 A and AA and axe's best practices; each finding as one line, none if clean. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} at ${node.target.join(' ')}`),
  );
}

/** Elements that reach beyond the window's right edge, axe does not see them: a page must never scroll sideways. */
export function horizontalOverflow(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth;
    const edge = document.documentElement.clientWidth;
    if (wide <= edge) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > edge + 1)
      .map(
        (element) =>
          `${element.tagName.toLowerCase()}.${element.className} is wider than ${edge} px`,
      )
      .slice(0, 10);
  });
}

/** Words squeezed into a column of letters: nothing overflows, so only eyes and this find it. */
export function squeezedWords(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main p, main a, main span, main td, main th')]
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        const words = element.innerText.trim();
        return words.length > 10 && width > 1 && width < 44 && height > 3 * width;
      })
      .map((element) => element.innerText.trim().slice(0, 40)),
  );
}

/** Controls smaller than `least` pixels in either direction, by their names (WCAG 2.5.8: 24; session screens: 44). */
export function smallTargets(page: Page, least: number): Promise<readonly string[]> {
  return page.evaluate((size) => {
    const controls = document.querySelectorAll<HTMLElement>(
      'main button, main input:not([type=hidden]), main select, main .button-link',
    );
    return [...controls].flatMap((control) => {
      const { width, height } = control.getBoundingClientRect();
      if (width === 0 || (width >= size && height >= size)) return [];
      const label = control.getAttribute('aria-label') ?? control.innerText;
      return [`${label || control.tagName}: ${Math.round(width)} × ${Math.round(height)}`];
    });
  }, least);
}

/** A new folder for a test's images, in the system's own temporary place. */
export function imageFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'aimline-screens-'));
}

/** Waits for fonts and answers, so that an image shows the finished screen. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready);
}
