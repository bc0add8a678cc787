import type { Direction } from '../measure/measure.js';
import { betterBy } from './compare.js';
import type { DatedValue } from './occasions.js';
import type { Projection } from './projection.js';

/** How a student responds, by the default rule (science.md 2.6). Not enough data is an answer of its own. */
export type Outcome =
  'not_interpretable' | 'insufficient_data' | 'inadequate' | 'uncertain' | 'on_track' | 'exceeds';

export type Response<O extends Outcome | null = Outcome> = {
  outcome: O;
  /** `low` where the point estimate decides because the interval covers the goal. */
  confidence: 'low' | null;
};

export type ResponseInputs = {
  /** Dosage and fidelity met: a plan that was not delivered says nothing about the student (science.md 3). */
  delivered: boolean;
  /** Occasions in the phase, the baseline not among them. */
  n: number;
  minPoints: number;
  decideFrom: number;
  /** The trend at the goal date. */
  projection: Projection | null;
  /** Least squares decide by an interval; a robust line has none, and nothing excludes the goal before `decideFrom`. */
  needsInterval: boolean;
  direction: Direction;
};

/**
 * The default rule of science.md 2.6, in its order: was the plan delivered? are there enough points? does the interval at
 * the goal date exclude the goal? If it does not, `uncertain` before `decideFrom` occasions; from then on the point
 * estimate decides, with low confidence. Touching the goal is covering it. Null (only where `goal` is) without a goal.
 */
export function responseOf(inputs: ResponseInputs, goal: number): Response;
export function responseOf(inputs: ResponseInputs, goal: number | null): Response<Outcome | null>;
export function responseOf(inputs: ResponseInputs, goal: number | null): Response<Outcome | null> {
  const { n, projection } = inputs;
  if (!inputs.delivered) return { outcome: 'not_interpretable', confidence: null };
  if (n < inputs.minPoints) return { outcome: 'insufficient_data', confidence: null };
  if (goal === null) return { outcome: null, confidence: null };
  const interval = projection !== null && projection.low !== null && projection.high !== null;
  if (!projection || (inputs.needsInterval && !interval))
    return { outcome: 'insufficient_data', confidence: null };
  if (interval) {
    const low = betterBy(projection.low!, goal, inputs.direction);
    const high = betterBy(projection.high!, goal, inputs.direction);
    if (low < 0 && high < 0) return { outcome: 'inadequate', confidence: null };
    if (low > 0 && high > 0) return { outcome: 'exceeds', confidence: null };
  }
  if (n < inputs.decideFrom) return { outcome: 'uncertain', confidence: null };
  const reaches = betterBy(projection.value, goal, inputs.direction) >= 0;
  return { outcome: reaches ? 'on_track' : 'inadequate', confidence: 'low' };
}

/** "Goal met" needs `inARow` occasions in a row, up to the last, at or beyond the goal (science.md 2.8). */
export function goalReached(
  occasions: readonly DatedValue[],
  goal: number,
  direction: Direction,
  inARow: number,
): boolean {
  if (occasions.length < inARow) return false;
  for (let i = occasions.length - inARow; i < occasions.length; i++)
    if (betterBy(occasions[i]!.value, goal, direction) < 0) return false;
  return true;
}
