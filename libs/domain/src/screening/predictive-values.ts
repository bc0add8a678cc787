/** Shares of 0–1: of those at risk how many the screener finds, of those not at risk how many it leaves alone. */
export type ScreenerAccuracy = { sensitivity: number; specificity: number };

export type PredictiveValues = {
  sensitivity: number | null;
  specificity: number | null;
  ppv: number | null;
  npv: number | null;
};

/**
 * PPV = Se·π / (Se·π + (1 − Sp)(1 − π)), NPV = Sp(1 − π) / (Sp(1 − π) + (1 − Se)π), π the base rate (science.md 1.7).
 * Without a base rate both are null; so is one whose denominator is 0 (nobody positive, nobody negative).
 */
export function predictiveValues(
  { sensitivity, specificity }: ScreenerAccuracy,
  baseRate: number | null,
): PredictiveValues {
  if (baseRate === null) return { sensitivity, specificity, ppv: null, npv: null };
  const negatives = 1 - baseRate;
  return {
    sensitivity,
    specificity,
    ppv: shareOf(sensitivity * baseRate, (1 - specificity) * negatives),
    npv: shareOf(specificity * negatives, (1 - sensitivity) * baseRate),
  };
}

/**
 * Screeners in series, under conditional independence: `and` (positive on all) Se = Π Seᵢ, Sp = 1 − Π(1 − Spᵢ); `or` (positive
 * on any) the other way round. Real gates correlate, so the figures are bounds. No gate: all null.
 */
export function gated(
  gates: readonly ScreenerAccuracy[],
  mode: 'and' | 'or',
  baseRate: number | null,
): PredictiveValues & { bound: true } {
  if (gates.length === 0)
    return { sensitivity: null, specificity: null, ppv: null, npv: null, bound: true };
  const sensitivities = gates.map((gate) => gate.sensitivity);
  const specificities = gates.map((gate) => gate.specificity);
  const whole =
    mode === 'and'
      ? { sensitivity: allOf(sensitivities), specificity: anyOf(specificities) }
      : { sensitivity: anyOf(sensitivities), specificity: allOf(specificities) };
  return { ...predictiveValues(whole, baseRate), bound: true };
}

const allOf = (shares: readonly number[]) => shares.reduce((product, share) => product * share, 1);
const anyOf = (shares: readonly number[]) => 1 - allOf(shares.map((share) => 1 - share));

function shareOf(part: number, rest: number): number | null {
  return part + rest === 0 ? null : part / (part + rest);
}
