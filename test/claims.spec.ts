import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** What the README and docs/claims.md promise, each with the file and the title of the test that shows it. */
const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const rows = read('docs/claims.md')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, promise, file, title]) => [promise!, file!.replaceAll('`', ''), title!] as const);

test('the README leads to the promises', () => {
  expect(read('README.md')).toContain('](docs/claims.md)');
  expect(rows.length).toBeGreaterThan(10);
});

test.each(rows)('%s', (_, file, title) => {
  expect(read(file)).toContain(title);
});
