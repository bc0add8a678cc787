import type { Aimline } from './aimline.js';
import { difference, figure } from './compare.js';
import { goalByRate, intraIndividualGoal, rounded } from './goal.js';
import { baselineOf, isStale, singleProbeBaseline, staleBaseline } from './baseline.js';
import { occasionsOf, timed } from './occasions.js';
import type { GoalMethod, ProgressInput } from './progress-input.js';
import type { TimeAxis } from './time-axis.js';
import { weeksBetween } from './time-axis.js';

export type GoalFigures = {
  baseline: number | null;
  flags: readonly (typeof singleProbeBaseline | typeof staleBaseline)[];
  goal: number | null;
  /** The slope of the aimline, so of the goal as rounded. */
  goalRatePerWeek: number | null;
  goalBasis: {
    method: GoalMethod['method'] | null;
    /** The student's own growth, under an intra-individual goal. */
    slopePerWeek: number | null;
    /** From the baseline's date to the goal's. */
    weeks: number | null;
  };
};

/** Baseline and goal (science.md 2.1); `axis` is null where its weeks cannot be counted. */
export function goalFiguresOf(input: ProgressInput, axis: TimeAxis | null): GoalFigures {
  const { on } = input.baseline;
  const { by } = input.goal;
  const weeks = axis && on && input.goal.on ? weeksBetween(axis, on, input.goal.on) : null;
  const { flags, ...from } = startOf(input, axis, weeks);
  const goal = by && figure(from.goal ?? stated(by, from.baseline, weeks));
  const rises = goal !== null && from.baseline !== null && weeks !== null && weeks > 0;
  return {
    baseline: figure(from.baseline),
    flags: isStaleAtFirst(input) ? [...flags, staleBaseline] : flags,
    goal,
    goalRatePerWeek: rises ? figure(difference(goal, from.baseline!) / weeks) : null,
    goalBasis: { method: by?.method ?? null, slopePerWeek: figure(from.slopePerWeek), weeks },
  };
}

/** Old when the first occasion after it came, of those that stand. */
function isStaleAtFirst({ baseline, points, options }: ProgressInput): boolean {
  const { on } = baseline;
  const first =
    on && occasionsOf(points.filter((point) => !point.voided)).find((one) => one.on > on);
  return isStale(on, first ? first.on : null, options.baselineMaxAgeDays);
}

/** The line from baseline to goal, where both are known and the goal's date is later. */
export function aimlineOf(
  { baseline, goal }: ProgressInput,
  figures: GoalFigures,
  axis: TimeAxis | null,
): Aimline | null {
  if (!axis || !baseline.on || !goal.on) return null;
  if (figures.baseline === null || figures.goal === null) return null;
  if (weeksBetween(axis, baseline.on, goal.on) <= 0) return null;
  return {
    baseline: { on: baseline.on, value: figures.baseline },
    goal: { on: goal.on, value: figures.goal },
  };
}

/** The baseline: of the day's probes, or, for a goal by the student's own growth, of the weeks before. */
function startOf(input: ProgressInput, axis: TimeAxis | null, weeks: number | null) {
  const { baseline, goal, measure } = input;
  if (goal.by?.method !== 'intra-individual') {
    const of = baselineOf(baseline.probes);
    const flags = of?.flags ?? [];
    return { baseline: of?.median ?? null, flags, slopePerWeek: null, goal: null };
  }
  const occasions = occasionsOf(baseline.points);
  const origin = baseline.on ?? occasions[0]?.on;
  const { direction } = measure;
  const own = intraIndividualGoal(occasions, axis && origin ? timed(occasions, origin, axis) : [], {
    ...goal.by,
    weeks,
    direction,
  });
  return { ...own, flags: [] };
}

function stated(by: GoalMethod, baseline: number | null, weeks: number | null): number | null {
  switch (by.method) {
    case 'value':
      return rounded(by.value, by.rounding);
    case 'rate':
      return baseline === null || weeks === null
        ? null
        : goalByRate(baseline, by.ratePerWeek, weeks, by.rounding);
    case 'intra-individual':
      return null;
  }
}
