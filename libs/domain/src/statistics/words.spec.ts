import { expect, test } from 'vitest';
import { count, decimal, percent } from './words.js';

test('figures in sentences', () => {
  expect([1.005, 42, -0.001, 1e307].map(decimal)).toEqual(['1', '42', '0', '1e+307']);
  expect([decimal(null), decimal(undefined)]).toEqual(['undefined', 'undefined']);
  expect([0.75, 0.8888888888888888].map(percent)).toEqual(['75 %', '88.9 %']);
  expect([count(0, 'probe'), count(1, 'probe'), count(2, 'probe')]).toEqual([
    '0 probes',
    '1 probe',
    '2 probes',
  ]);
});
