import { describe, expect, test } from 'vitest';
import { inNfc, jcs, NotCanonical } from './jcs.js';

describe('the canonical JSON text', () => {
  test('is that of RFC 8785, section 3.2.2', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    };
    // The RFC's example, without 1e30: whole numbers beyond 2^53 are refused here.
    const { numbers, ...rest } = value;
    expect(jcs({ numbers: numbers.filter((n) => n !== 1e30), ...rest })).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('sorts keys by UTF-16 code units, as section 3.2.3 says', () => {
    const keys = ['\u20ac', '\r', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00'];
    const text = jcs(Object.fromEntries(keys.map((key) => [key, 0])));
    expect(Object.keys(JSON.parse(text) as object)).toEqual([
      '1',
      ...sorted.filter((k) => k !== '1'),
    ]);
    expect(text).toBe(`{${sorted.map((key) => `${JSON.stringify(key)}:0`).join(',')}}`);
  });

  test.each([
    ['undefined', { a: undefined }],
    ['a function', { a: () => 1 }],
    ['a bigint', { a: 1n }],
    ['a Map', { a: new Map() }],
    ['a Date', { a: new Date() }],
    ['Infinity', [Infinity]],
    ['an unsafe integer', 2 ** 53],
    ['a lone surrogate', 'a\ud800'],
    ['text that is not NFC', { 'e\u0301': 1 }],
  ])('does not exist for %s', (_, value) => {
    expect(() => jcs(value)).toThrow(NotCanonical);
  });

  test('names the place of what it refuses', () => {
    expect(() => jcs({ a: [{}, { b: undefined }] })).toThrow('/a/1/b');
  });
});

test('text is brought into NFC, and a value that is in NFC is left as it is', () => {
  const value = { name: 'Zoë', list: ['a', { b: null }] };
  expect(inNfc(value)).toBe(value);
  expect(inNfc({ a: ['e\u0301'] })).toEqual({ a: ['\u00e9'] });
});
