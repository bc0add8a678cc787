import {
  instructionalWeeksAfter,
  lastSchoolDayFor,
  nextSchoolDay,
} from '../calendar/calendar-days.js';
import type { SchoolCalendar } from '../calendar/school-calendar.js';
import type { RuleSetDocument } from '../rule-set/document.js';
import type { LocalDate } from '../time.js';
import { cadenceDay } from './cadence.js';
import { probeCadence, tierPlan, yearLater } from './due-days.js';
import type { Phase } from './state.js';

/** When a review is due, and which rule says so. */
export type ReviewDay = { on: LocalDate; rule: string };

/**
 * The later of the review cadence (counted from the phase's start or its last review) and the day after which there are
 * enough points, or would be if every probe were given. Never later than the planned end, the tier's hard stop or the
 * last school day of the year. A phase reviewed on the year's last day is reviewed again on the next year's first; where
 * none is known, a year later.
 */
export function reviewDay(
  phase: Phase,
  calendar: SchoolCalendar,
  rules: RuleSetDocument,
): ReviewDay {
  if (phase.reviewAskedOn !== null)
    return { on: phase.reviewAskedOn, rule: '/review/everyInstructionalWeeks' };
  const since = phase.reviewedOn ?? phase.startsOn;
  const { everyInstructionalWeeks, minPoints } = rules.review;
  const { hardStopWeeks } = tierPlan(rules, phase.tier);
  const scheduled = instructionalWeeksAfter(calendar, since, everyInstructionalWeeks);
  const points = enoughPoints(phase, calendar, rules, minPoints);
  const byRule: ReviewDay | null =
    scheduled === null || points === null
      ? null
      : points > scheduled
        ? { on: points, rule: '/review/minPoints' }
        : { on: scheduled, rule: '/review/everyInstructionalWeeks' };
  const limits: (ReviewDay | null)[] = [
    byRule,
    dated(phase.plannedEndOn, `/tiers/${phase.tier}/weeks`),
    dated(
      instructionalWeeksAfter(calendar, phase.startsOn, hardStopWeeks),
      `/tiers/${phase.tier}/hardStopWeeks`,
    ),
    dated(lastSchoolDayFor(calendar, since), '/review/everyInstructionalWeeks'),
  ];
  const ahead = limits.filter((limit) => limit !== null && limit.on > since) as ReviewDay[];
  const yearIsOver = (lastSchoolDayFor(calendar, since) ?? since) <= since;
  if (yearIsOver || ahead.length === 0)
    return {
      on: nextSchoolDay(calendar, since) ?? yearLater(since),
      rule: '/review/everyInstructionalWeeks',
    };
  return ahead.reduce((first, limit) => (limit.on < first.on ? limit : first));
}

function dated(on: LocalDate | null, rule: string): ReviewDay | null {
  return on === null ? null : { on, rule };
}

/** The school day after the last of the points that are needed, or after the day on which it would be due. */
function enoughPoints(
  phase: Phase,
  calendar: SchoolCalendar,
  rules: RuleSetDocument,
  minPoints: number,
): LocalDate | null {
  const occasions = [...new Set(phase.probes.filter((p) => !p.voided).map((p) => p.on))].sort();
  const last =
    occasions[minPoints - 1] ?? cadenceDay(probeCadence(phase, calendar, rules), minPoints);
  return last === null ? null : nextSchoolDay(calendar, last);
}
