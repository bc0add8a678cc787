import { expect, test } from 'vitest';
import { normalCdf, normalDensity, normalQuantile } from './normal.js';

const relativeError = (actual: number, expected: number) =>
  Math.abs(actual - expected) / Math.abs(expected);

// erfc(−z/√2)/2 with sixty digits (mpmath).
test.each([
  [-30, 4.906713927148187e-198],
  [-20, 2.7536241186062337e-89],
  [-10, 7.619853024160525e-24],
  [-8, 6.220960574271784e-16],
  [-6, 9.86587645037698e-10],
  [-5, 2.866515718791939e-7],
  [-4, 3.1671241833119924e-5],
  [-3, 0.0013498980316300946],
  [-2.5, 0.006209665325776135],
  [-2, 0.02275013194817921],
  [-1.959963984540054, 0.025000000000000012],
  [-1.6, 0.05479929169955798],
  [-1.5, 0.06680720126885807],
  [-1.4, 0.08075665923377107],
  [-1, 0.15865525393145705],
  [-0.5, 0.3085375387259869],
  [-0.1, 0.460172162722971],
  [0.1, 0.539827837277029],
  [0.5, 0.6914624612740131],
  [1, 0.8413447460685429],
  [1.4, 0.9192433407662289],
  [1.6, 0.945200708300442],
  [2, 0.9772498680518208],
  [3, 0.9986501019683699],
])('the share below z = %f', (z, share) => {
  expect(relativeError(normalCdf(z), share)).toBeLessThan(Math.abs(z) < 5 ? 2e-15 : 2e-14);
});

// The root of the same function with sixty digits.
test.each([
  [1e-300, -37.0470962993612],
  [1e-100, -21.273453560965326],
  [1e-20, -9.262340089798407],
  [1e-10, -6.361340902404057],
  [1e-5, -4.264890793922825],
  [0.001, -3.0902323061678136],
  [0.005, -2.575829303548901],
  [0.025, -1.9599639845400543],
  [0.05, -1.6448536269514726],
  [0.1, -1.2815515655446004],
  [0.125, -1.150349380376008],
  [0.2, -0.8416212335729142],
  [0.25, -0.6744897501960817],
  [0.3, -0.5244005127080408],
  [0.4, -0.2533471031357997],
  [0.49, -0.025068908258711057],
  [0.499, -0.002506630899571766],
  [0.5000001, 2.506628273311648e-7],
  [0.6, 0.2533471031357997],
  [0.8, 0.8416212335729144],
  [0.875, 1.150349380376008],
  [0.975, 1.9599639845400538],
  [0.995, 2.5758293035489004],
  [0.999, 3.090232306167813],
])('the quantile of p = %f', (p, z) => {
  expect(relativeError(normalQuantile(p)!, z)).toBeLessThan(3e-15);
});

test('the two halves mirror each other and meet at the middle', () => {
  expect(normalCdf(0)).toBe(0.5);
  expect(normalQuantile(0.5)).toBe(0);
  for (let z = 0; z <= 8; z += 0.01)
    expect(Math.abs(normalCdf(z) + normalCdf(-z) - 1)).toBeLessThan(4e-16);
});

test('the share grows with z, across the seams of series and fraction too', () => {
  let before = 0;
  for (let z = -12; z <= 7; z += 1 / 512) {
    expect(normalCdf(z)).toBeGreaterThan(before);
    before = normalCdf(z);
  }
});

test('ends of the scale, and no quantile outside of it', () => {
  expect(normalCdf(-Infinity)).toBe(0);
  expect(normalCdf(Infinity)).toBe(1);
  expect(normalCdf(-1e308)).toBe(0);
  expect(normalDensity(0)).toBe(1 / Math.sqrt(2 * Math.PI));
  expect(normalDensity(1e308)).toBe(0);
  for (const p of [0, 1, -0.1, 1.1, Number.NaN]) expect(normalQuantile(p)).toBeNull();
});
