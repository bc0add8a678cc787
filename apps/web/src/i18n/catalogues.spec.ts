import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`./${language}.json`, import.meta.url), 'utf8'));
const en = read('en');
const es = read('es');
const placeholders = (message: string) =>
  [...new Set([...message.matchAll(/\{(\w+)/g)].map((m) => m[1]))]
    .filter((name) => !/^(one|other)$/.test(name ?? ''))
    .sort();

test('Spanish says everything that English says, and nothing else', () => {
  expect(Object.keys(es).sort()).toEqual(Object.keys(en).sort());
});

test.each(Object.keys(en))('%s takes the same values in both languages', (id) => {
  const names = (message: string) =>
    placeholders(message.replace(/(one|other|zero|=\d) \{[^{}]*\}/g, '$1'));
  expect(names(es[id] ?? '')).toEqual(names(en[id] ?? ''));
});

test('no message is left empty', () => {
  for (const catalogue of [en, es])
    expect(Object.values(catalogue).filter((m) => m.trim() === '')).toEqual([]);
});
