import { expect, test } from 'vitest';
import { progressMethods } from './methods.js';

test('each method is listed once, with what it is and where it comes from', () => {
  const names = progressMethods.map(({ id, version }) => `${id}@${version}`);
  expect(new Set(names).size).toBe(names.length);
  for (const method of progressMethods) {
    expect(method.id).toMatch(/^[a-z]+\/[a-z0-9-]+$/);
    expect(method.definition).toMatch(/\.$/);
    expect(method.source).not.toBe('');
  }
});
