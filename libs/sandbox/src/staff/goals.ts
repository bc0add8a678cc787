import type { StartPhase } from '#domain/cycle/commands';
import type { Grade } from '#domain/measure/measure';
import { defaultRuleSets } from '#domain/rule-set/defaults';
import type { SandboxArea } from '../truth.js';

/** A goal reaches to the end of the half-year, beyond the plan of twelve weeks, so that a review looks ahead to it. */
export const goalWeeks = 18;
/** The usual goal of check-in/check-out is 80 % of the points (science.md 8); nobody has more than all of them. */
const usualShare = 80;
const allPoints = 100;

/** The goal that a specialist sets from a baseline, and the growth a week that it asks for. */
export type SandboxGoal = {
  goal: StartPhase['data']['goal'];
  ratePerWeek: number;
};

export function goalFor(area: SandboxArea, grade: Grade, baseline: number): SandboxGoal {
  if (area === 'behaviour') {
    const value = baseline <= usualShare - 5 ? usualShare : Math.min(allPoints, baseline + 8);
    const source = 'The usual goal of check-in/check-out: 80 % of the points';
    return {
      goal: { method: 'benchmark', weeks: goalWeeks, value, ratePerWeek: null, source },
      ratePerWeek: (value - baseline) / goalWeeks,
    };
  }
  const ratePerWeek = defaultRuleSets[area].goal.ratePerWeek[grade] ?? 1;
  const source = 'Rate of the district’s rule set for the grade';
  return {
    goal: { method: 'rate', weeks: goalWeeks, value: null, ratePerWeek, source },
    ratePerWeek,
  };
}

/** Four weeks' growth more, as far as the measure goes; null where it goes no further. */
export function raisedGoal(
  area: SandboxArea,
  { value, ratePerWeek }: { value: number; ratePerWeek: number },
): number | null {
  const raised = Math.round(value + Math.max(1, 4 * ratePerWeek));
  const reachable = area === 'behaviour' ? Math.min(allPoints, raised) : raised;
  return reachable > value ? reachable : null;
}
