import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyOf, openBytes, sealBytes } from './sealed-box.js';

const key = keyOf(Buffer.alloc(32, 7));

test('what is sealed opens again, byte for byte, whatever it is', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (plain, bound) => {
      expect(new Uint8Array(openBytes(key, bound, sealBytes(key, bound, plain)))).toEqual(plain);
    }),
  );
});

test('the same words sealed twice look different', () => {
  const seal = () => sealBytes(key, 'a', Buffer.from('words')).toString('hex');
  expect(new Set(Array.from({ length: 2_000 }, seal)).size).toBe(2_000);
});

test('one flipped bit anywhere is refused', () => {
  const sealed = sealBytes(key, 'event 1', Buffer.from('a score of 41'));
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const bent = Buffer.from(sealed);
    bent[bit >> 3]! ^= 1 << (bit & 7);
    expect(() => openBytes(key, 'event 1', bent)).toThrow();
  }
});

test('bytes cannot be moved to another event, opened with another key, or cut short', () => {
  const sealed = sealBytes(key, 'event 1', Buffer.from('a score of 41'));
  expect(() => openBytes(key, 'event 2', sealed)).toThrow();
  expect(() => openBytes(keyOf(randomBytes(32)), 'event 1', sealed)).toThrow();
  for (let length = 0; length < sealed.length; length += 1)
    expect(() => openBytes(key, 'event 1', sealed.subarray(0, length))).toThrow();
});
