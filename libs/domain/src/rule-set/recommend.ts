import type { Pin } from '../decider.js';
import type { Direction } from '../measure/measure.js';
import type { Aimline, Position } from '../statistics/aimline.js';
import { medianOfLastThree } from '../statistics/aimline.js';
import { compare } from '../statistics/compare.js';
import type { Gap } from '../statistics/gap.js';
import { gapOf } from '../statistics/gap.js';
import type { DatedValue } from '../statistics/occasions.js';
import { calendarWeeks, occasionsOf, timed } from '../statistics/occasions.js';
import { ols } from '../statistics/ols.js';
import type { Projection } from '../statistics/projection.js';
import { project } from '../statistics/projection.js';
import { theilSen } from '../statistics/theil-sen.js';
import type { LocalDate } from '../time.js';
import { explainReview } from './recommend-because.js';

export type Outcome =
  'not_interpretable' | 'insufficient_data' | 'inadequate' | 'uncertain' | 'on_track' | 'exceeds';

export type Decision =
  'continue' | 'raise-goal' | 'adjust' | 'intensify' | 'refer' | 'exit' | 'fix-delivery';

/** Changes with every change of a formula or of the order of the questions; old recommendations keep theirs. */
export const reviewMethodVersion = 'aimline-review/1';

/**
 * The whole input of one recommendation, plain JSON, pinned in the event: the numbers of the rules are copied in beside
 * the rule set's pin, so that a review can be run again without any other document.
 */
export type RecommendInputs = {
  methodVersion: string;
  ruleSet: Pin;
  calendar: Pin;
  /** The day of the review. */
  on: LocalDate;
  rules: {
    method: 'ols' | 'theil-sen';
    minPoints: number;
    decideFrom: number;
    interval: number;
    seeFloor: number;
    sessionShare: number;
    minuteShare: number;
    fidelityShare: number;
    intensifyAfter: number;
    referAfter: number;
    consecutivePointsAtGoal: number;
  };
  measure: { key: string; unit: string; direction: Direction };
  phase: {
    phaseId: string;
    tier: 1 | 2 | 3;
    startsOn: LocalDate;
    baseline: { on: LocalDate; value: number; flags: readonly string[] };
    goal: { on: LocalDate; value: number };
  };
  /** The phase's probes that stand (voided and corrected ones left out), with the events that recorded them. */
  points: readonly { eventId: string; on: LocalDate; value: number }[];
  /** Of the phase so far: sessions planned, held at all, and attended by this student; minutes likewise. */
  dosage: {
    planned: number;
    held: number;
    attended: number;
    plannedMinutes: number;
    attendedMinutes: number;
  };
  fidelity: readonly { eventId: string; implemented: number; applicable: number }[];
  /** Reviews held in this tier of this cycle that ended `inadequate`, in a row up to now, this one not counted. */
  history: { inadequateInARow: number };
};

export type ReviewFigures = {
  /** Occasions: several probes of one day are one. */
  n: number;
  sessionShare: number | null;
  minuteShare: number | null;
  /** Mean over the observations of steps implemented / applicable, and the lowest of them. */
  fidelityShare: number | null;
  fidelityLowest: number | null;
  /** Of `rules.method`; per calendar week. */
  slopePerWeek: number | null;
  projection: Projection | null;
  medianOfLast3: {
    value: number;
    on: LocalDate;
    aimline: number | null;
    result: Position | null;
  } | null;
  gap: Gap | null;
  goalMet: boolean;
  /** The median of the last three or the gap says otherwise than the outcome: the team writes a note. */
  disagrees: boolean;
};

/** A recommendation with its whole input, so that anyone can run it again in ten years. */
export type Recommendation = {
  outcome: Outcome;
  decision: Decision;
  /** `low` where the point estimate decides because the interval covers the goal. */
  confidence: 'low' | null;
  /** Plain sentences, in the order in which the engine asked. */
  because: readonly string[];
  methodVersion: string;
  inputs: RecommendInputs;
  figures: ReviewFigures;
};

/**
 * The review rule of science.md 2.6, in its order: was the plan delivered? are there enough points? where does the trend,
 * carried to the goal date, end against the goal? Pure: the same input gives the same bytes.
 *
 * Undefined is never "met": no planned session, or no fidelity check, leaves delivery unknown, and a plan that nobody can
 * say was delivered is not interpretable. Theil–Sen has no interval, so nothing excludes the goal before `decideFrom`.
 */
export function recommend(inputs: RecommendInputs): Recommendation {
  const occasions = occasionsOf(inputs.points);
  const delivery = deliveryOf(inputs);
  const trend = trendOf(inputs, occasions);
  const { outcome, confidence } = outcomeOf(inputs, delivery.met, occasions.length, trend);
  const line: Aimline = { baseline: inputs.phase.baseline, goal: inputs.phase.goal };
  const medianOfLast3 = medianOfLastThree(occasions, line);
  const gap = gapAt(inputs, occasions, medianOfLast3?.value ?? null);
  const figures: ReviewFigures = {
    n: occasions.length,
    ...delivery.shares,
    ...trend,
    medianOfLast3,
    gap,
    goalMet: goalMet(inputs, occasions),
    disagrees: disagrees(outcome, inputs.measure.direction, medianOfLast3?.result ?? null, gap),
  };
  const decision = decisionFor(outcome, inputs, figures.goalMet);
  return {
    outcome,
    decision,
    confidence,
    because: explainReview({ outcome, decision, confidence, inputs, figures }),
    methodVersion: reviewMethodVersion,
    inputs,
    figures,
  };
}

function deliveryOf({ dosage, fidelity, rules }: RecommendInputs) {
  const shares = {
    sessionShare: share(dosage.attended, dosage.planned),
    minuteShare: share(dosage.attendedMinutes, dosage.plannedMinutes),
    ...fidelityOf(fidelity),
  };
  const met =
    reaches(shares.sessionShare, rules.sessionShare) &&
    reaches(shares.minuteShare, rules.minuteShare) &&
    reaches(shares.fidelityShare, rules.fidelityShare);
  return { shares, met };
}

/** Each observation's share; one with no applicable step says nothing (science.md 3.2). */
function fidelityOf(observations: RecommendInputs['fidelity']) {
  const shares = observations
    .map((o) => share(o.implemented, o.applicable))
    .filter((s) => s !== null);
  if (shares.length === 0) return { fidelityShare: null, fidelityLowest: null };
  return {
    fidelityShare: shares.reduce((sum, s) => sum + s, 0) / shares.length,
    fidelityLowest: Math.min(...shares),
  };
}

function share(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

function reaches(value: number | null, mark: number): boolean {
  return value !== null && compare(value, mark) >= 0;
}

type Trend = { slopePerWeek: number | null; projection: Projection | null };

function trendOf({ phase, rules }: RecommendInputs, occasions: readonly DatedValue[]): Trend {
  const points = timed(occasions, phase.baseline.on);
  const at = calendarWeeks(phase.baseline.on, phase.goal.on);
  if (rules.method === 'ols') {
    const fit = ols(points);
    const options = { level: rules.interval, seeFloor: rules.seeFloor };
    return { slopePerWeek: fit?.slope ?? null, projection: project(fit, at, options) };
  }
  const fit = theilSen(points);
  if (!fit) return { slopePerWeek: null, projection: null };
  const value = fit.intercept + fit.slope * at;
  const none = { se: null, t: null, low: null, high: null };
  return { slopePerWeek: fit.slope, projection: { value, ...none, level: rules.interval } };
}

function outcomeOf(
  { rules, phase, measure }: RecommendInputs,
  delivered: boolean,
  n: number,
  { projection }: Trend,
): { outcome: Outcome; confidence: 'low' | null } {
  if (!delivered) return { outcome: 'not_interpretable', confidence: null };
  const interval = projection !== null && projection.low !== null;
  if (n < rules.minPoints || !projection || (rules.method === 'ols' && !interval))
    return { outcome: 'insufficient_data', confidence: null };
  const better = (value: number) => betterBy(value, phase.goal.value, measure.direction);
  const ends = [projection.low, projection.high].filter((end) => end !== null);
  if (ends.length > 0 && ends.every((end) => better(end) < 0))
    return { outcome: 'inadequate', confidence: null };
  if (ends.length > 0 && ends.every((end) => better(end) > 0))
    return { outcome: 'exceeds', confidence: null };
  if (n < rules.decideFrom) return { outcome: 'uncertain', confidence: null };
  return { outcome: better(projection.value) >= 0 ? 'on_track' : 'inadequate', confidence: 'low' };
}

/** 1 = on the better side of the goal, 0 = on it, -1 = on the worse. Data are never negated (science.md 2.8). */
function betterBy(value: number, goal: number, direction: Direction): -1 | 0 | 1 {
  return direction === 'increase' ? compare(value, goal) : compare(goal, value);
}

/** "Goal met" needs this many occasions in a row, up to the last, at or beyond the goal (science.md 2.8). */
function goalMet(
  { phase, measure, rules }: RecommendInputs,
  occasions: readonly DatedValue[],
): boolean {
  const last = occasions.slice(-rules.consecutivePointsAtGoal);
  return (
    last.length >= rules.consecutivePointsAtGoal &&
    last.every((o) => betterBy(o.value, phase.goal.value, measure.direction) >= 0)
  );
}

function gapAt(
  { phase, measure }: RecommendInputs,
  occasions: readonly DatedValue[],
  current: number | null,
): Gap | null {
  const last = occasions.at(-1);
  if (!last || current === null) return null;
  return gapOf({
    expected: phase.goal.value,
    current,
    weeksLeft: calendarWeeks(last.on, phase.goal.on),
    attainedRatePerWeek: ols(timed(occasions, phase.baseline.on))?.slope ?? null,
    direction: measure.direction,
  });
}

function disagrees(
  outcome: Outcome,
  direction: Direction,
  median: Position | null,
  gap: Gap | null,
): boolean {
  const [worse, better] = direction === 'increase' ? ['below', 'above'] : ['above', 'below'];
  switch (outcome) {
    case 'on_track':
    case 'exceeds':
      return median === worse || gap?.significant === true;
    case 'inadequate':
      return median === better;
    case 'uncertain':
    case 'insufficient_data':
    case 'not_interpretable':
      return false;
  }
}

function decisionFor(
  outcome: Outcome,
  { phase, history, rules }: RecommendInputs,
  met: boolean,
): Decision {
  switch (outcome) {
    case 'not_interpretable':
      return 'fix-delivery';
    case 'insufficient_data':
      return 'continue';
    case 'uncertain':
    case 'on_track':
      return met ? 'exit' : 'continue';
    case 'exceeds':
      return met ? 'exit' : 'raise-goal';
    case 'inadequate': {
      const inARow = history.inadequateInARow + 1;
      if (phase.tier === 3) return inARow >= rules.referAfter ? 'refer' : 'adjust';
      return inARow >= rules.intensifyAfter ? 'intensify' : 'adjust';
    }
  }
}
