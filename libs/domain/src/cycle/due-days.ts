import type { SchoolCalendar } from '../calendar/school-calendar.js';
import type { Ladder } from '../obligation.js';
import type { RuleSetDocument } from '../rule-set/document.js';
import type { LocalDate } from '../time.js';
import { addDays } from '../time.js';
import type { Cadence } from './cadence.js';
import type { Phase } from './state.js';

/** The plan of an intervention tier; Tier 1 is core instruction and has no phase. */
export function tierPlan(rules: RuleSetDocument, tier: number) {
  return rules.tiers[tier === 3 ? '3' : '2'];
}

export function probeCadence(
  phase: Phase,
  calendar: SchoolCalendar,
  rules: RuleSetDocument,
): Cadence {
  const every = tierPlan(rules, phase.tier).probeEverySchoolWeeks;
  return { calendar, startsOn: phase.startsOn, every };
}

export function checkCadence(
  phase: Phase,
  calendar: SchoolCalendar,
  rules: RuleSetDocument,
): Cadence {
  return { calendar, startsOn: phase.startsOn, every: rules.delivery.fidelity.everySchoolWeeks };
}

/** A probe is recorded as missed when its days of grace are over. */
export function probeLadder({ monitoring }: RuleSetDocument): Ladder {
  return { ...monitoring.ladder, recordAfter: monitoring.graceSchoolDays };
}

/** The same weekday a year later: where no next school year is known, something must still be owed. */
export function yearLater(date: LocalDate): LocalDate {
  return addDays(date, 364);
}

/** The latest due day that was answered, by a fact that stands or by its recorded silence. */
export function lastSettled(
  facts: readonly { dueOn: LocalDate | null; voided: boolean }[],
  missed: readonly LocalDate[],
): LocalDate | null {
  let last: LocalDate | null = null;
  for (const { dueOn, voided } of facts)
    if (!voided && dueOn !== null && (last === null || dueOn > last)) last = dueOn;
  for (const dueOn of missed) if (last === null || dueOn > last) last = dueOn;
  return last;
}
