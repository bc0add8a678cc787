import { measureOf } from '../measure/catalogue.js';
import type { Direction } from '../measure/measure.js';
import type { RecommendInputs } from '../rule-set/recommend.js';
import { reviewMethodVersion, rulesOfReview } from '../rule-set/recommend.js';
import type { LocalDate } from '../time.js';
import type { Context } from './context.js';
import type { Course, Phase } from './state.js';
import { inadequateInARow, sessionsOf } from './state.js';

/** Everything that a review rests on, copied out of the phase as it stands: the pinned input of the recommendation. */
export function reviewInputs(
  cycle: Course,
  phase: Phase,
  { rules, today }: Pick<Context, 'rules' | 'today'>,
): RecommendInputs {
  return {
    methodVersion: reviewMethodVersion,
    ruleSet: cycle.ruleSet,
    calendar: cycle.calendar,
    on: today,
    rules: rulesOfReview(rules),
    measure: { key: phase.measure, unit: unitOf(phase), direction: directionOf(phase) },
    phase: {
      phaseId: phase.phaseId,
      tier: phase.tier,
      startsOn: phase.startsOn,
      baseline: phase.baseline,
      goal: phase.goal,
    },
    points: pointsOf(phase, today),
    dosage: dosageOf(phase),
    fidelity: phase.checks
      .filter((check) => !check.voided)
      .map(({ eventId, implemented, applicable }) => ({ eventId, implemented, applicable })),
    history: { inadequateInARow: inadequateInARow(cycle, phase.tier) },
  };
}

/** The probes that stand, in the order of their days, each with the event that gave its value. */
export function pointsOf(phase: Phase, until: LocalDate) {
  return phase.probes
    .filter((probe) => !probe.voided && probe.on <= until)
    .map(({ standsBy, on, value }) => ({ eventId: standsBy, on, value }))
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

/** The catalogue's; for a measure of the district's own a goal below its baseline says that less is better. */
export function directionOf(phase: Pick<Phase, 'measure' | 'baseline' | 'goal'>): Direction {
  const known = measureOf(phase.measure);
  if (known) return known.direction;
  return phase.goal.value < phase.baseline.value ? 'decrease' : 'increase';
}

/**
 * Planned, held and attended are three numbers. A closure leaves the plan; a student's or a specialist's absence, and a
 * session that nobody logged, does not (science.md 3.2).
 */
export function dosageOf(phase: Phase): RecommendInputs['dosage'] {
  const dosage = { planned: 0, held: 0, attended: 0, plannedMinutes: 0, attendedMinutes: 0 };
  for (const { missed, minutes, plannedMinutes } of sessionsOf(phase)) {
    if (missed === 'closure') continue;
    dosage.planned++;
    dosage.plannedMinutes += plannedMinutes;
    if (missed === null || missed === 'student-absent' || missed === 'refused') dosage.held++;
    if (missed === null) dosage.attended++;
    dosage.attendedMinutes += minutes;
  }
  return dosage;
}

function unitOf({ measure }: Phase): string {
  return measureOf(measure)?.unit ?? 'points';
}
