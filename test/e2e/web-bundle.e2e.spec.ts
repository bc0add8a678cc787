import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

type Chunk = { file: string; isEntry?: boolean; imports?: string[]; css?: string[] };

const built = new URL('../../dist/apps/web-static/', import.meta.url);

function manifest(): Record<string, Chunk> {
  try {
    return JSON.parse(readFileSync(new URL('.vite/manifest.json', built), 'utf8')) as Record<
      string,
      Chunk
    >;
  } catch {
    throw new Error('The web app is not built: run `npm run build` first.');
  }
}

/** What a browser must load before the first route can be drawn: the entry and all that it imports, without lazy routes. */
function firstRoute(): { js: readonly string[]; css: readonly string[] } {
  const chunks = manifest();
  const seen = new Set<string>();
  const visit = (name: string) => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const next of chunks[name]?.imports ?? []) visit(next);
  };
  for (const [name, chunk] of Object.entries(chunks)) if (chunk.isEntry) visit(name);
  const loaded = [...seen].map((name) => chunks[name] as Chunk);
  return {
    js: [...new Set(loaded.map((chunk) => chunk.file))],
    css: [...new Set(loaded.flatMap((chunk) => chunk.css ?? []))],
  };
}

const gzipped = (files: readonly string[]) =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, built))).length, 0) / 1024;

test('the first route stays within 190 KB of script and 26 KB of style, compressed', () => {
  const { js, css } = firstRoute();
  expect(js.length).toBeGreaterThan(0);
  expect(css.length).toBeGreaterThan(0);
  expect(gzipped(js)).toBeLessThanOrEqual(190);
  expect(gzipped(css)).toBeLessThanOrEqual(26);
});
