import type { SchoolCalendar } from '../calendar/school-calendar.js';
import type { Direction } from '../measure/measure.js';
import type { LocalDate } from '../time.js';
import type { GrowthEstimator, Rounding } from './goal.js';
import type { DatedValue } from './occasions.js';
import type { WeekBasis } from './time-axis.js';

/** A student's course in one phase, as far as it is known; what a missing part is needed for comes out null. */
export type ProgressInput = {
  measure: { unit: string | null; direction: Direction; sem: number | null };
  /** `probes` of the day; `points` of the weeks before, for an intra-individual goal only. */
  baseline: {
    on: LocalDate | null;
    probes: readonly number[];
    points: readonly DatedValue[];
  };
  goal: { on: LocalDate | null; by: GoalMethod | null };
  points: readonly (DatedValue & { voided: boolean })[];
  /** Dosage and fidelity met; null = not said, and then not doubted. */
  delivered: boolean | null;
  /** Which days are school days: for instructional and ISO weeks, and for gaps without breaks. */
  calendar: SchoolCalendar | null;
  options: ProgressOptions;
};

/** How a goal is set (science.md 2.1); a stated value is rounded only where that is asked for. */
export type GoalMethod =
  | { method: 'value'; value: number; rounding: Rounding }
  | { method: 'rate'; ratePerWeek: number; rounding: Rounding }
  | {
      method: 'intra-individual';
      factor: number;
      estimator: GrowthEstimator;
      rounding: Rounding;
    };

export type ProgressOptions = {
  /** Whose projection decides; only least squares have an interval. */
  method: 'ols' | 'theil-sen' | 'tukey-med-x';
  /** The baseline enters least squares and their projection as one more occasion at t = 0. */
  includeBaseline: boolean;
  /** In the measure's unit. */
  seeFloor: number;
  /** Occasions before the first decision, and from which on the point estimate decides. */
  minPoints: number;
  decideFrom: number;
  /** Two-sided level of the projection's interval, one-sided level of the slope's bounds; fractions. */
  interval: number;
  slopeLevel: number;
  k: number;
  ruleMinPoints: number;
  ruleMinWeeks: number;
  maxGapDays: number;
  /** Most days from the baseline to the first occasion after it; an older one is flagged as stale. Null: never. */
  baselineMaxAgeDays: number | null;
  medianDate: 'middle' | 'last';
  weekBasis: WeekBasis;
  /** Dates at which the aimline is asked for. */
  aimlineAt: readonly LocalDate[];
};

/** The defaults of interfaces.md 2.1. */
export const progressDefaults: ProgressOptions = {
  method: 'ols',
  includeBaseline: false,
  seeFloor: 0,
  minPoints: 8,
  decideFrom: 12,
  interval: 0.75,
  slopeLevel: 0.8,
  k: 4,
  ruleMinPoints: 6,
  ruleMinWeeks: 3,
  maxGapDays: 21,
  baselineMaxAgeDays: null,
  medianDate: 'middle',
  weekBasis: 'calendar',
  aimlineAt: [],
};
