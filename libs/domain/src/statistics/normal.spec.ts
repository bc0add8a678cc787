import { expect, test } from 'vitest';
import { normalCdf, normalDensity, normalQuantile } from './normal.js';

const relativeError = (actual: number, expected: number) =>
  Math.abs(actual - expected) / Math.abs(expected);

// erfc(−z/√2)/2 with sixty digits (mpmath), printed to eighteen.
test.each([
  [-30, 4.90671392714818706e-198],
  [-20, 2.7536241186062337e-89],
  [-10, 7.61985302416052607e-24],
  [-8, 6.22096057427178412e-16],
  [-6, 9.86587645037698141e-10],
  [-5, 2.86651571879193912e-7],
  [-4, 0.0000316712418331199213],
  [-3, 0.00134989803163009453],
  [-2.5, 0.00620966532577613517],
  [-2, 0.0227501319481792072],
  [-1.959963984540054, 0.0250000000000000109],
  [-1.6, 0.0547992916995579841],
  [-1.5, 0.066807201268858066],
  [-1.4, 0.0807566592337710598],
  [-1, 0.158655253931457051],
  [-0.5, 0.308537538725986896],
  [-0.1, 0.460172162722971016],
  [0.1, 0.539827837277028984],
  [0.5, 0.691462461274013104],
  [1, 0.841344746068542949],
  [1.4, 0.91924334076622894],
  [1.6, 0.945200708300442016],
  [2, 0.977249868051820793],
  [3, 0.998650101968369905],
])('the share below z = %f', (z, share) => {
  expect(relativeError(normalCdf(z), share)).toBeLessThan(Math.abs(z) < 5 ? 2e-15 : 2e-14);
});

// The root of the same function with sixty digits.
test.each([
  [1e-300, -37.0470962993611992],
  [1e-100, -21.2734535609653243],
  [1e-20, -9.26234008979840758],
  [1e-10, -6.3613409024040562],
  [1e-5, -4.26489079392282461],
  [0.001, -3.09023230616781354],
  [0.005, -2.57582930354890075],
  [0.025, -1.95996398454005421],
  [0.05, -1.64485362695147269],
  [0.1, -1.28155156554460044],
  [0.125, -1.15034938037600818],
  [0.2, -0.841621233572914166],
  [0.25, -0.674489750196081743],
  [0.3, -0.524400512708040816],
  [0.4, -0.253347103135799741],
  [0.49, -0.025068908258711058],
  [0.499, -0.00250663089957176623],
  [0.5000001, 2.5066282733116483e-7],
  [0.6, 0.253347103135799741],
  [0.8, 0.841621233572914364],
  [0.875, 1.15034938037600818],
  [0.975, 1.95996398454005386],
  [0.995, 2.57582930354890045],
  [0.999, 3.09023230616781328],
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
