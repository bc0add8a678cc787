import { dutyDay, isSchoolDay } from '../../calendar/calendar-days.js';
import { measureOf, mustBeOnScale } from '../../measure/catalogue.js';
import { RuleBroken } from '../../rule-broken.js';
import { goalByRate } from '../../statistics/goal.js';
import { baselineOf, isStale, staleBaseline } from '../../statistics/baseline.js';
import { addDays, daysBetween } from '../../time.js';
import type { ChangeSpecialist, RaiseGoal, StartPhase } from '../commands.js';
import type { Context } from '../context.js';
import { mustBeOpen, mustGiveReason, mustNotBeFuture } from '../context.js';
import { tierPlan } from '../due-days.js';
import { directionOf } from '../evidence.js';
import type { CycleEvent, Dosage } from '../events.js';
import type { Cycle, Phase } from '../state.js';
import { runningPhase } from '../state.js';

/** Baseline, goal, dosage, intervention and group: one decision on one screen. */
export function startPhase(
  phase: StartPhase['data'],
  before: Cycle,
  context: Context,
): readonly CycleEvent[] {
  const cycle = mustBeOpen(before);
  const { calendar, rules, meta } = context;
  if (runningPhase(cycle)) throw new RuleBroken('phase-already-running');
  if (cycle.at.stage !== 'start' || cycle.tier === null || cycle.placedOn === null)
    throw new RuleBroken('placement-not-confirmed');
  const { startsOn, dosage } = phase;
  if (!isSchoolDay(calendar, startsOn))
    throw new RuleBroken('no-school-that-day', { on: startsOn });
  const lastEnd = cycle.phases.at(-1)?.endedOn ?? cycle.placedOn;
  if (startsOn < cycle.placedOn || startsOn < lastEnd)
    throw new RuleBroken('phase-before-placement', { startsOn, placedOn: cycle.placedOn });
  mustFit(dosage, cycle.tier, context);
  const number = cycle.phases.length + 1;
  if (number > 1) mustGiveReason(phase.changed, 'changed');
  const phaseId = meta.commandId;
  const started: CycleEvent = {
    type: 'PhaseStarted',
    data: {
      phaseId,
      number,
      tier: cycle.tier,
      interventionId: phase.interventionId,
      groupId: phase.groupId,
      specialistId: phase.specialistId,
      dosage,
      measure: rules.monitoring.measure,
      startsOn,
      plannedEndOn: dutyDay(calendar, startsOn, dosage.weeks * 5),
      changed: number > 1 ? phase.changed : null,
    },
  };
  return [started, { type: 'GoalSet', data: { phaseId, ...goalOf(phase, cycle.grade, context) } }];
}

/** The goal of the running phase is raised between reviews; the aimline is drawn anew from the same baseline. */
export function raiseGoal(
  { to, goalOn, reason }: RaiseGoal['data'],
  before: Cycle,
  context: Context,
): readonly CycleEvent[] {
  const cycle = mustBeOpen(before);
  const phase = runningPhase(cycle);
  if (!phase) throw new RuleBroken('no-phase-running');
  mustGiveReason(reason, 'raise-goal');
  return [goalRaised(phase, to, goalOn, reason, context)];
}

export function goalRaised(
  phase: Phase,
  to: number,
  goalOn: string | null,
  reason: string,
  { today: on }: Context,
): CycleEvent {
  const from = phase.goal.value;
  mustBeOnScale(phase.measure, to);
  const harder = directionOf(phase) === 'increase' ? to > from : to < from;
  if (!harder) throw new RuleBroken('goal-not-raised', { phaseId: phase.phaseId });
  const day = goalOn ?? phase.goal.on;
  if (day <= on && goalOn !== null) throw new RuleBroken('goal-date-passed', { goalOn: day });
  const data = { phaseId: phase.phaseId, from, to, on, goalOn: day, reason };
  return { type: 'GoalRaised', data };
}

export function changeSpecialist(
  { groupId, to, on }: ChangeSpecialist['data'],
  cycle: Cycle,
): readonly CycleEvent[] {
  const phase = cycle.status === 'open' ? runningPhase(cycle) : null;
  if (!phase || phase.groupId !== groupId || phase.specialistId === to) return [];
  const data = { phaseId: phase.phaseId, from: phase.specialistId, to, on };
  return [{ type: 'PhaseSpecialistChanged', data }];
}

function mustFit(
  { sessionsPerWeek, minutes, groupSize, weeks }: Dosage,
  tier: number,
  { rules }: Context,
) {
  const plan = tierPlan(rules, tier);
  const outside = (part: string, value: number, min: number, max: number) => {
    if (value < min || value > max)
      throw new RuleBroken('dosage-outside-tier', { tier, part, value, min, max });
  };
  outside('sessionsPerWeek', sessionsPerWeek, plan.sessionsPerWeek.min, plan.sessionsPerWeek.max);
  outside('minutes', minutes, plan.minutes.min, plan.minutes.max);
  outside('groupSize', groupSize, 1, plan.groupSize.max);
  outside('weeks', weeks, 1, plan.hardStopWeeks);
}

/** Baseline = median of the probes; the goal by a value, a rate, or the rule set's rate for the grade (science.md 2.1). */
function goalOf({ baseline, goal, startsOn }: StartPhase['data'], grade: string, context: Context) {
  const { rules } = context;
  mustNotBeFuture(baseline.on, context);
  if (baseline.on > startsOn)
    throw new RuleBroken('baseline-after-start', { baselineOn: baseline.on, startsOn });
  const { measure } = rules.monitoring;
  for (const probe of baseline.probes) mustBeOnScale(measure, probe);
  const median = baselineOf(baseline.probes);
  if (!median) throw new RuleBroken('baseline-missing');
  if (!rules.goal.methods.includes(goal.method))
    throw new RuleBroken('goal-method-not-allowed', { method: goal.method });
  const goalOn = addDays(baseline.on, Math.round(goal.weeks * 7));
  if (goalOn <= startsOn) throw new RuleBroken('goal-date-passed', { goalOn });
  const weeks = daysBetween(baseline.on, goalOn) / 7;
  const rates: Readonly<Record<string, number | undefined>> = rules.goal.ratePerWeek;
  const rate = goal.ratePerWeek ?? rates[grade];
  if (goal.value === null && rate === undefined) throw new RuleBroken('goal-missing', { grade });
  const value = goal.value ?? goalByRate(median.median, rate!, weeks, rules.goal.rounding);
  mustBeOnScale(measure, value);
  mustAskForMore(value, median.median, measure);
  const ratePerWeek = goal.value === null ? rate! : (value - median.median) / weeks;
  const { baselineProbes, baselineMaxAgeDays } = rules.monitoring;
  const few = baseline.probes.length < baselineProbes && median.flags.length === 0;
  const stale = isStale(baseline.on, startsOn, baselineMaxAgeDays ?? null);
  const flags = [
    ...median.flags,
    ...(few ? ['few_baseline_probes'] : []),
    ...(stale ? [staleBaseline] : []),
  ];
  return {
    baseline: { on: baseline.on, probes: baseline.probes, median: median.median, flags },
    goal: { on: goalOn, value, ratePerWeek, method: goal.method, source: goal.source },
  };
}

function mustAskForMore(goal: number, baseline: number, measure: string): void {
  const direction = measureOf(measure)?.direction ?? null;
  const worse = direction === 'increase' ? goal < baseline : direction && goal > baseline;
  if (worse || goal === baseline) throw new RuleBroken('goal-not-beyond-baseline', { measure });
}
