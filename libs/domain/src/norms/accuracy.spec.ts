import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accuracyOf, mazeAdjusted } from './accuracy.js';

test.each([
  [181, 19, 90.5, 91],
  [903, 97, 90.3, 90],
  [906, 94, 90.6, 91],
  [0, 7, 0, 0],
  [7, 0, 100, 100],
  [1, 199, 0.5, 1],
  [199, 1, 99.5, 100],
])('%i right and %i wrong: %d percent, compared as %i', (right, wrong, percent, comparedAs) => {
  expect(accuracyOf(right, wrong)).toEqual({ percent, comparedAs });
});

test('nothing read is not 0 percent', () => {
  for (const [right, wrong] of [
    [0, 0],
    [null, 3],
    [3, null],
    [null, null],
  ] as const)
    expect(accuracyOf(right, wrong)).toEqual({ percent: null, comparedAs: null });
});

test('half up in whole numbers, for any counts', () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.nat(5000), (right, wrong) => {
      fc.pre(right + wrong > 0);
      const [r, all] = [BigInt(right), BigInt(right + wrong)];
      expect(accuracyOf(right, wrong).comparedAs).toBe(Number((200n * r + all) / (2n * all)));
    }),
  );
});

test.each([
  [20, 3, 18.5],
  [20, 4, 18],
  [1, 2, 0],
  [1, 3, 0],
  [0, 0, 0],
  [0, 9, 0],
])('Maze: %i right, %i wrong is %d', (right, wrong, adjusted) => {
  expect(mazeAdjusted(right, wrong)).toBe(adjusted);
});

test('Maze without one of its counts has no score', () => {
  expect(mazeAdjusted(null, 1)).toBeNull();
  expect(mazeAdjusted(1, null)).toBeNull();
});

test('as many errors as words read correctly are half, and nothing read is no share at all', () => {
  expect(accuracyOf(5, 5)).toEqual({ percent: 50, comparedAs: 50 });
  expect(accuracyOf(0, 0)).toEqual({ percent: null, comparedAs: null });
});
