import { rounded } from '../statistics/goal.js';

export type Accuracy = { percent: number | null; comparedAs: number | null };

/**
 * Share of words read correctly, WC / (WC + errors) × 100, and the whole percent, half up, that is compared with a goal
 * (science.md 1.3). Nothing read, or a count missing: both null, not 0 %.
 */
export function accuracyOf(wordsCorrect: number | null, errors: number | null): Accuracy {
  if (wordsCorrect === null || errors === null || wordsCorrect + errors === 0)
    return { percent: null, comparedAs: null };
  const percent = (100 * wordsCorrect) / (wordsCorrect + errors);
  return { percent, comparedAs: rounded(percent, 'half_up') };
}

/** Maze, adjusted: correct − ½ × incorrect, in half points, not under 0 (science.md 1.3). A count missing: null. */
export function mazeAdjusted(correct: number | null, incorrect: number | null): number | null {
  if (correct === null || incorrect === null) return null;
  return Math.max(0, correct - incorrect / 2);
}
