import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { methods, methodsPage, nameOf } from './methods.js';
import { reviewMethodVersion } from './rule-set/recommend.js';

const here = fileURLToPath(new URL('.', import.meta.url));

describe('the methods of all figures', () => {
  test('are named once, `<field>/<name>` and a version', () => {
    const names = methods.map(nameOf);
    expect(names.filter((name, i) => names.indexOf(name) < i)).toEqual([]);
    for (const name of names) expect(name).toMatch(/^[a-z-]+\/[a-z0-9-]+@[1-9]\d*$/);
  });

  test('are those of every concept', () => {
    const listed = readFileSync(`${here}methods.ts`, 'utf8');
    for (const file of globSync('*/methods.ts', { cwd: here }))
      expect(listed).toContain(`from './${file.replace('.ts', '.js')}'`);
  });

  test('a method that was changed keeps its older versions', () => {
    for (const { id, version } of methods)
      for (let older = 1; older < version; older++)
        expect(
          methods.some((m) => m.id === id && m.version === older),
          `${id}@${older}`,
        ).toBe(true);
  });

  test('a name that events or answers have stored is told with its method', () => {
    const sources = globSync('**/*.ts', { cwd: here }).filter((file) => !file.endsWith('.spec.ts'));
    const stored = sources
      .filter((file) => !file.endsWith('methods.ts'))
      .flatMap(
        (file) => readFileSync(`${here}${file}`, 'utf8').match(/aimline-[a-z]+\/\d+/g) ?? [],
      );
    expect(stored).toContain(reviewMethodVersion);
    for (const name of stored) expect(methodsPage()).toMatch(new RegExp(`${name}(?!\\d)`));
  });

  test('say what they compute and where it stands', () => {
    for (const { id, definition, source } of methods) {
      expect(definition.length, id).toBeGreaterThan(20);
      expect(source, id).not.toBe('');
    }
  });

  test('docs/methods.md is what they say: npm run docs:reference', () => {
    const committed = readFileSync(new URL('../../../docs/methods.md', import.meta.url), 'utf8');
    expect(committed).toBe(methodsPage());
  });
});
