import { expect, test } from 'vitest';
import { occasionsOf } from './occasions.js';

test('several probes of one day are one occasion, their median', () => {
  expect(
    occasionsOf([
      { on: '2025-10-08', value: 50 },
      { on: '2025-10-01', value: 40 },
      { on: '2025-10-08', value: 54 },
    ]),
  ).toEqual([
    { on: '2025-10-01', value: 40 },
    { on: '2025-10-08', value: 52 },
  ]);
});
