import canonicalize from 'canonicalize';
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

/** RFC 8785, appendix B: IEEE 754 in hexadecimal, and the number as JSON. */
const numbers: [bits: string, text: string][] = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
];

describe('numbers of RFC 8785, appendix B', () => {
  const numberOf = (bits: string) => Buffer.from(bits, 'hex').readDoubleBE();

  test.each(numbers)('%s is %s, unless it is a whole number beyond counting', (bits, text) => {
    const number = numberOf(bits);
    expect(canonicalize(number)).toBe(text);
    if (Number.isInteger(number) && !Number.isSafeInteger(number))
      expect(() => jcs(number)).toThrow('an unsafe integer has no canonical JSON text');
    else expect(jcs(number)).toBe(text);
  });

  test.each(['7fffffffffffffff', '7ff0000000000000', 'fff0000000000000'])('%s has none', (bits) => {
    expect(() => jcs(numberOf(bits))).toThrow(NotCanonical);
  });
});

/** The test data of the RFC's author (cyberphone/json-canonicalization, `testdata`): input and output. */
const documents: [name: string, input: string, output: string][] = [
  ['arrays', '[ 56, { "d": true, "10": null, "1": [ ] } ]', '[56,{"1":[],"10":null,"d":true}]'],
  [
    'french',
    '{ "peach": "This sorting order", "péché": "is wrong according to French", "pêche": "but canonicalization MUST", "sin": "ingnore locale" }',
    '{"peach":"This sorting order","péché":"is wrong according to French","pêche":"but canonicalization MUST","sin":"ingnore locale"}',
  ],
  [
    'structures',
    '{ "1": {"f": {"f": "hi","F": 5} ,"\\n": 56.0}, "10": { }, "": "empty", "a": { }, "111": [ { } ], "A": { } }',
    '{"":"empty","1":{"\\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{}],"A":{},"a":{}}',
  ],
  [
    'weird, without the one key that is not NFC',
    '{ "\\u20ac": "Euro Sign", "1": "One", "\\u0080": "Control\\u007f", "\\ud83d\\ude02": "Smiley", "\\u00f6": "Latin Small Letter O With Diaeresis", "</script>": "Browser Challenge" }',
    '{"1":"One","</script>":"Browser Challenge","\u0080":"Control\u007f","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😂":"Smiley"}',
  ],
];

test.each(documents)(
  'the document "%s" of the RFC’s author comes out as it should',
  (_, input, output) => {
    expect(jcs(JSON.parse(input))).toBe(output);
  },
);

test.each([
  ['a letter and its ring', '{"Unnormalized Unicode":"A\\u030a"}'],
  ['a Hebrew letter that NFC takes apart', '{"\\ufb33":"Hebrew Letter Dalet With Dagesh"}'],
])('stricter than the RFC, text that is not NFC is refused: %s', (_, input) => {
  expect(() => jcs(JSON.parse(input))).toThrow('text that is not NFC');
});

test('text is brought into NFC, and a value that is in NFC is left as it is', () => {
  const value = { name: 'Zoë', list: ['a', { b: null }] };
  expect(inNfc(value)).toBe(value);
  expect(inNfc({ a: ['e\u0301'] })).toEqual({ a: ['\u00e9'] });
});
