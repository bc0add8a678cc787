/**
 * The value that Student's t with `df` degrees of freedom stays below with probability `p`: accurate to 1e-9 for
 * probabilities that intervals ask for (.001 to .999). Null where it is undefined: `p` outside (0, 1), `df` no whole
 * number ≥ 1. Inverts the finite series for whole degrees of freedom (Abramowitz & Stegun 26.7.3, 26.7.4) by bisection
 * over θ = atan(t/√df), where the distribution function has no infinite end.
 */
export function tQuantile(p: number, df: number): number | null {
  if (!(p > 0 && p < 1) || !Number.isInteger(df) || df < 1) return null;
  if (p === 0.5) return 0;
  const key = p + df;
  const known = quantiles.get(key);
  if (known?.p === p && known.df === df) return known.t;
  const t = inverted(p, df);
  if (quantiles.size >= 1_000) quantiles.clear();
  quantiles.set(key, { p, df, t });
  return t;
}

/** A rule set asks for the same few levels with the same few degrees of freedom, review after review. */
const quantiles = new Map<number, { p: number; df: number; t: number }>();

function inverted(p: number, df: number): number {
  const central = Math.abs(2 * p - 1);
  let low = 0;
  let high = Math.PI / 2;
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (centralProbability(middle, df) < central) low = middle;
    else high = middle;
  }
  const t = Math.sqrt(df) * Math.tan((low + high) / 2);
  return p < 0.5 ? -t : t;
}

/** P(|T| < t) for t = √df·tan θ. */
function centralProbability(theta: number, df: number): number {
  const cosine = Math.cos(theta);
  const odd = df % 2 === 1;
  // Odd: cos θ + (2/3)cos³θ + (2·4)/(3·5)cos⁵θ + … up to cos^(df−2); even: 1 + (1/2)cos²θ + (1·3)/(2·4)cos⁴θ + …
  let term = odd ? cosine : 1;
  let sum = df === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k <= df - 2; k += 2) {
    term *= ((k - 1) / k) * cosine * cosine;
    sum += term;
  }
  const series = Math.sin(theta) * sum;
  return odd ? (2 / Math.PI) * (theta + series) : series;
}
