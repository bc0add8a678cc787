import type { Pin } from '../decider.js';
import type { Direction } from '../measure/measure.js';
import type { MedianOfLastThree, Position } from '../statistics/aimline.js';
import { medianOfLastThree } from '../statistics/aimline.js';
import type { Residue } from '../statistics/compare.js';
import { compare } from '../statistics/compare.js';
import type { Gap } from '../statistics/gap.js';
import { gapOf } from '../statistics/gap.js';
import type { DatedValue } from '../statistics/occasions.js';
import { calendarWeeks, occasionsOf, timed } from '../statistics/occasions.js';
import { ols } from '../statistics/ols.js';
import type { Projection } from '../statistics/projection.js';
import { project, projectLine } from '../statistics/projection.js';
import type { Outcome } from '../statistics/response.js';
import { goalReached, responseOf } from '../statistics/response.js';
import { theilSen } from '../statistics/theil-sen.js';
import type { LocalDate } from '../time.js';
import { explainReview } from './recommend-because.js';

export type { Outcome } from '../statistics/response.js';

export type Decision =
  'continue' | 'raise-goal' | 'adjust' | 'intensify' | 'refer' | 'exit' | 'fix-delivery';

/**
 * Changes with every change of a formula or of the order of the questions. Old recommendations keep theirs: they are run
 * again by the version that their input names.
 */
export const reviewMethodVersion = 'aimline-review/2';

/** It took the residue of floating arithmetic about a goal or an aimline of 0 for a distance from it. */
const firstVersion = 'aimline-review/1';

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
  medianOfLast3: MedianOfLastThree | null;
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
  const { phase, rules, measure } = inputs;
  const residue: Residue = inputs.methodVersion === firstVersion ? 'kept' : 'dropped';
  const occasions = occasionsOf(inputs.points);
  const delivery = deliveryOf(inputs);
  const { attainedRatePerWeek, ...trend } = trendOf(inputs, occasions, residue);
  const { outcome, confidence } = responseOf(
    {
      delivered: delivery.met,
      n: occasions.length,
      minPoints: rules.minPoints,
      decideFrom: rules.decideFrom,
      projection: trend.projection,
      needsInterval: rules.method === 'ols',
      direction: measure.direction,
    },
    phase.goal.value,
  );
  const medianOfLast3 = medianOfLastThree(occasions, phase, { residue });
  const gap = gapAt(inputs, occasions, medianOfLast3?.value ?? null, attainedRatePerWeek);
  const { direction } = measure;
  const figures: ReviewFigures = {
    n: occasions.length,
    ...delivery.shares,
    ...trend,
    medianOfLast3,
    gap,
    goalMet: goalReached(occasions, phase.goal.value, direction, rules.consecutivePointsAtGoal),
    disagrees: disagrees(outcome, direction, medianOfLast3?.result ?? null, gap),
  };
  const decision = decisionFor(outcome, inputs, figures.goalMet);
  return {
    outcome,
    decision,
    confidence,
    because: explainReview({ outcome, decision, confidence, inputs, figures }),
    methodVersion: residue === 'kept' ? firstVersion : reviewMethodVersion,
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

type Trend = {
  slopePerWeek: number | null;
  projection: Projection | null;
  /** Growth so far, by least squares whatever the method of the rules. */
  attainedRatePerWeek: number | null;
};

function trendOf(
  { phase, rules }: RecommendInputs,
  occasions: readonly DatedValue[],
  residue: Residue,
): Trend {
  const points = timed(occasions, phase.baseline.on);
  const at = calendarWeeks(phase.baseline.on, phase.goal.on);
  const options = { level: rules.interval, seeFloor: rules.seeFloor, residue };
  const fit = ols(points);
  const attainedRatePerWeek = fit?.slope ?? null;
  if (rules.method === 'ols')
    return {
      slopePerWeek: attainedRatePerWeek,
      projection: project(fit, at, options),
      attainedRatePerWeek,
    };
  const line = theilSen(points);
  const projection = projectLine(line, at, options);
  return { slopePerWeek: line?.slope ?? null, projection, attainedRatePerWeek };
}

function gapAt(
  { phase, measure }: RecommendInputs,
  occasions: readonly DatedValue[],
  current: number | null,
  attainedRatePerWeek: number | null,
): Gap | null {
  const last = occasions.at(-1);
  if (!last || current === null) return null;
  return gapOf({
    expected: phase.goal.value,
    current,
    weeksLeft: calendarWeeks(last.on, phase.goal.on),
    attainedRatePerWeek,
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
