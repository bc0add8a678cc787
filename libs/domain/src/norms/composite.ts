/** A subtest of a composite; `score` null: not given. `discontinued`: stopped by the publisher's rule, which scores 0. */
export type Subtest = {
  name: string;
  score: number | null;
  discontinued?: boolean;
  weight?: number;
};

export type Composite = {
  composite: number | null;
  flags: readonly 'discontinued'[];
  reason: 'missing_score' | null;
  because: string | null;
};

/**
 * A composite from all of its subtests: Σ weight × score, weights (default 1) as the publisher's scoring guide has them. A
 * subtest that is missing leaves no composite; a discontinued one counts 0 and is flagged (science.md 1.6). A composite
 * that rests on scaled scores (DIBELS 8) is imported, not computed from raw ones.
 */
export function compositeOf(subtests: readonly Subtest[]): Composite {
  const missing = subtests.filter(({ score, discontinued }) => score === null && !discontinued);
  const flags = subtests.some(({ discontinued }) => discontinued)
    ? (['discontinued'] as const)
    : [];
  if (subtests.length === 0 || missing.length > 0)
    return {
      composite: null,
      flags,
      reason: 'missing_score',
      because:
        subtests.length === 0
          ? 'No subtest was given.'
          : `No score for ${missing.map(({ name }) => name).join(', ')}.`,
    };
  const composite = subtests.reduce(
    (sum, { score, discontinued, weight = 1 }) => sum + (discontinued ? 0 : weight * score!),
    0,
  );
  return { composite, flags, reason: null, because: null };
}
