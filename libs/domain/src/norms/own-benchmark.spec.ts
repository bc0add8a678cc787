import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lookUpOwn } from './own-benchmark.js';

const list = [
  { name: 'green', min: 49 },
  { name: 'yellow', min: 29 },
  { name: 'red', min: null },
];

test.each([
  [28, 'red', null, 28],
  [29, 'yellow', 29, 48],
  [48, 'yellow', 29, 48],
  [49, 'green', 49, null],
])('%i is %s', (value, band, lower, upper) => {
  expect(lookUpOwn(list, value)).toMatchObject({ band, lower, upper, reason: null, because: null });
  expect(lookUpOwn([...list].reverse(), value)).toEqual(lookUpOwn(list, value));
});

test('a value under every band, no value and no band are told apart', () => {
  expect(lookUpOwn(list.slice(0, 2), 28)).toMatchObject({ band: null, reason: 'no_norm' });
  expect(lookUpOwn(list, null)).toMatchObject({ band: null, reason: 'missing_score' });
  expect(lookUpOwn(list, null).bands).toHaveLength(3);
  expect(lookUpOwn(list, 30).source).toBe('the benchmark list given with the question');
  expect(lookUpOwn([], 5)).toMatchObject({ band: null, bands: [], reason: 'no_norm' });
});

test('half points and tenths make smaller steps, without floating residue', () => {
  expect(
    lookUpOwn(
      [
        { name: 'a', min: 14.5 },
        { name: 'b', min: 9 },
      ],
      9,
    ),
  ).toMatchObject({
    band: 'b',
    upper: 14,
  });
  expect(
    lookUpOwn(
      [
        { name: 'a', min: 0.3 },
        { name: 'b', min: 0.1 },
      ],
      0.2,
    ),
  ).toMatchObject({
    band: 'b',
    upper: 0.2,
  });
  const hundredths = [
    { name: 'a', min: 0.35 },
    { name: 'b', min: 0.28 },
  ];
  expect(lookUpOwn(hundredths, 0.3)).toMatchObject({ band: 'b', lower: 0.28, upper: 0.34 });
  expect(lookUpOwn([{ name: 'a', min: 0.3 }], 0.1 + 0.2).band).toBe('a');
});

test('against a scan of the list in any order', () => {
  const lists = fc.uniqueArray(fc.integer({ min: -40, max: 40 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(lists, fc.integer({ min: -50, max: 50 }), (tenths, value) => {
      const bands = tenths.map((n) => ({ name: `from ${n}`, min: n / 10 }));
      const reached = tenths.filter((n) => n <= value);
      const expected = reached.length === 0 ? null : `from ${Math.max(...reached)}`;
      const answer = lookUpOwn(bands, value / 10);
      expect(answer.band).toBe(expected);
      if (answer.upper !== null) expect(answer.upper).toBeGreaterThanOrEqual(value / 10);
    }),
  );
});
