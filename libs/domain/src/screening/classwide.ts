import { compare } from '../statistics/compare.js';

/**
 * The share of a class or grade below the cut, and whether it is more than the threshold: a signal about core instruction,
 * not many Tier 2 tasks (science.md 3.1). Nobody screened, or a count missing: both null.
 */
export function classwideShare(
  below: number | null,
  screened: number | null,
  threshold: number,
): { share: number | null; classwide: boolean | null } {
  if (below === null || screened === null || screened === 0)
    return { share: null, classwide: null };
  const share = below / screened;
  return { share, classwide: compare(share, threshold) > 0 };
}
