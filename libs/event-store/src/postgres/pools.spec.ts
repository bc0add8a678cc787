import { expect, test } from 'vitest';
import { Busy, StoreUnavailable } from '../errors.js';
import { asStoreError } from './pools.js';

// Codes of PostgreSQL's manual, appendix A.
test.each([
  ['53100', Busy, 'disk of the database is full'],
  ['55P03', Busy, 'held by another writer'],
  ['57014', Busy, 'held by another writer'],
  ['57P01', StoreUnavailable, 'cannot be reached'],
  ['ECONNREFUSED', StoreUnavailable, 'cannot be reached'],
])('PostgreSQL’s %s is told in words that help, and may be sent again', (code, kind, words) => {
  const told = asStoreError(Object.assign(new Error('a driver’s text'), { code }));
  expect(told).toBeInstanceOf(kind);
  expect((told as Error).message).toContain(words);
});

test('a fault of ours stays what it is', () => {
  const fault = Object.assign(new Error('syntax error'), { code: '42601' });
  expect(asStoreError(fault)).toBe(fault);
});
