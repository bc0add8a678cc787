import { expect, test } from 'vitest';
import { classwideShare } from './classwide.js';

test.each([
  [5, 25, 0.2, 0.2, false],
  [6, 25, 0.2, 0.24, true],
  [3, 10, 0.1 + 0.2, 0.3, false],
  [0, 25, 0.2, 0, false],
  [25, 25, 1, 1, false],
])('%i of %i below the cut, threshold %d', (below, screened, threshold, share, classwide) => {
  expect(classwideShare(below, screened, threshold)).toEqual({ share, classwide });
});

test('nobody screened, or not known how many: nothing to say', () => {
  for (const [below, screened] of [
    [0, 0],
    [null, 10],
    [3, null],
  ] as const)
    expect(classwideShare(below, screened, 0.2)).toEqual({ share: null, classwide: null });
});
