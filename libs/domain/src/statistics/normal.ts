const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);
/** Up to here the series around 0 is summed, beyond it the continued fraction of the tail. */
const BODY = 1;

/**
 * P(Z < z) of the standard normal distribution, each tail with its own relative accuracy: about 1e-15 in the body, 1e-14 far
 * out. For the upper tail ask for `normalCdf(-z)`, never for `1 - normalCdf(z)`. Series and continued fraction of
 * Abramowitz & Stegun 26.2.11 and 26.2.14.
 */
export function normalCdf(z: number): number {
  if (z > BODY) return 1 - upperTail(z);
  if (z < -BODY) return upperTail(-z);
  return 0.5 + central(z);
}

/** The density e^(−z²/2)/√(2π). */
export function normalDensity(z: number): number {
  if (Math.abs(z) > 40) return 0;
  // z² is split into a part without rounding error and a small rest, so that the exponent of a far z keeps its last digits.
  const coarse = Math.trunc(z * 16) / 16;
  return (
    (Math.exp((-coarse * coarse) / 2) * Math.exp((-(z - coarse) * (z + coarse)) / 2)) / ROOT_TWO_PI
  );
}

/**
 * The value that a standard normal variable stays below with probability `p`; null outside (0, 1). Inverts `normalCdf` by
 * Halley's method from the approximation of Abramowitz & Stegun 26.2.23.
 */
export function normalQuantile(p: number): number | null {
  if (!(p > 0 && p < 1)) return null;
  if (p === 0.5) return 0;
  // 1 − p and p − ½ are exact where they are used.
  if (p > 0.5) return -lowerQuantile(1 - p);
  return lowerQuantile(p);
}

function lowerQuantile(p: number): number {
  const t = Math.sqrt(-2 * Math.log(p));
  let z =
    (2.515517 + t * (0.802853 + t * 0.010328)) /
      (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) -
    t;
  // The first guess is good to 4.5e-4 and each step triples its digits.
  for (let i = 0; i < 3; i++) {
    const excess = z > -BODY ? central(z) - (p - 0.5) : upperTail(-z) - p;
    const step = excess / normalDensity(z);
    z -= step / (1 + (z * step) / 2);
  }
  return z;
}

/** P(0 < Z < z), negative for z < 0: φ(z)·(z + z³/3 + z⁵/(3·5) + …), whose terms all have one sign. */
function central(z: number): number {
  let term = z;
  let sum = z;
  for (let k = 3; Math.abs(term) > 1e-18 * Math.abs(sum); k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return normalDensity(z) * sum;
}

/** P(Z > z) for z > 0: φ(z)/(z + 1/(z + 2/(z + 3/(z + …)))), from the inside out. */
function upperTail(z: number): number {
  let denominator = z;
  // What is left out is about e^(−2z√k) of the whole: under its last digit.
  for (let k = Math.ceil(400 / (z * z)) + 12; k > 0; k--) denominator = z + k / denominator;
  return normalDensity(z) / denominator;
}
