/** Gauss–Legendre nodes and weights on [-1, 1]: exact for polynomials up to degree 31. */
const nodes = gaussLegendre(16);

/**
 * ∫ f from `from` to `to`, by Gauss–Legendre quadrature on panels no wider than `panel`. A panel of twice the standard
 * deviation of a bell leaves an error under 1e-14 of the whole. 0 where `to` is not beyond `from`.
 */
export function integrate(
  f: (x: number) => number,
  from: number,
  to: number,
  panel: number,
): number {
  if (!(to > from)) return 0;
  const panels = Math.ceil((to - from) / panel);
  const half = (to - from) / panels / 2;
  let sum = 0;
  for (let i = 0; i < panels; i++) {
    const middle = from + (2 * i + 1) * half;
    for (const { at, weight } of nodes) sum += weight * f(middle + half * at);
  }
  return sum * half;
}

/** The roots of the Legendre polynomial of degree `n` by Newton's method, with their weights 2/((1 − x²)·P′(x)²). */
function gaussLegendre(n: number): readonly { at: number; weight: number }[] {
  return Array.from({ length: n }, (_, i) => {
    let at = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 0;
    for (let step = 0; step < 8; step++) {
      let [before, value] = [1, at];
      for (let k = 2; k <= n; k++)
        [before, value] = [value, ((2 * k - 1) * at * value - (k - 1) * before) / k];
      slope = (n * (at * value - before)) / (at * at - 1);
      at -= value / slope;
    }
    return { at, weight: 2 / ((1 - at * at) * slope * slope) };
  });
}
