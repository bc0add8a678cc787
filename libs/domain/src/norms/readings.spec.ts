import { expect, test } from 'vitest';
import { isCandidate, meanOfReadings } from './readings.js';
import { dibels82020 } from './tables/dibels-8-2020.js';
import { hasbrouckTindal2017 } from './tables/hasbrouck-tindal-2017.js';

const winterOf3 = { measure: 'orf-wcpm', grade: '3', season: 'winter' } as const; // 50th: 97

test.each([
  [[88, 86], 87, true],
  [[87, 88], 87.5, false],
  [[101, 95], 98, false],
  [[20, 30, 40], 30, true],
  [[86.9, 87.1], 87, true],
])('readings %j: mean %d, candidate %s', (readings, mean, candidate) => {
  expect(meanOfReadings(readings)).toBeCloseTo(mean, 9);
  expect(isCandidate(hasbrouckTindal2017, winterOf3, meanOfReadings(readings))).toBe(candidate);
});

test('one reading is no mean; a reading that was not taken is left out, not 0', () => {
  for (const readings of [[], [87], [87, null], [null, null]]) {
    expect(meanOfReadings(readings)).toBeNull();
    expect(isCandidate(hasbrouckTindal2017, winterOf3, meanOfReadings(readings))).toBeNull();
  }
  expect(meanOfReadings([88, null, 86])).toBe(87);
});

test('readings of another grade’s material tell nothing', () => {
  const offGrade = { ...winterOf3, testGrade: '2' } as const;
  expect(isCandidate(hasbrouckTindal2017, offGrade, 20)).toBeNull();
  expect(isCandidate(hasbrouckTindal2017, { ...winterOf3, testGrade: '3' }, 20)).toBe(true);
});

test('without a 50th percentile nobody is a candidate or not', () => {
  const inFall = { measure: 'orf-wcpm', grade: '1', season: 'fall' } as const;
  expect(isCandidate(hasbrouckTindal2017, inFall, 5)).toBeNull();
  const benchmark = { measure: 'orf-wc', grade: '3', season: 'fall' } as const;
  expect(isCandidate(dibels82020, benchmark, 5)).toBeNull();
});
