import { isSchoolDay, schoolDaysIn, yearOf } from '../calendar/calendar-days.js';
import type { CommandMeta, Reference } from '../decider.js';
import { requireDay, today } from '../fact-date.js';
import { RuleBroken } from '../rule-broken.js';
import type { PlanByDays, WindowPlan } from './events.js';
import { datesOf } from './instructional-days.js';

const dates = ['opensOn', 'closesOn', 'makeUpsUntil'] as const;

/** A window planned by instructional days gets its dates from the calendar; any other has them. */
export function withDates(plan: WindowPlan | PlanByDays, { calendar }: Reference): WindowPlan {
  if ('opensOn' in plan) return plan;
  if (!calendar) throw new RuleBroken('calendar-not-published');
  return { ...plan, ...datesOf(plan.instructionalDays, plan.schoolYear, calendar) };
}

/** A plan that can be kept: days of school in order, within its own school year, with rules for each grade once. */
export function requirePlan(plan: WindowPlan, meta: CommandMeta, reference: Reference): void {
  for (const field of dates) requireDay(plan[field], field);
  if (plan.opensOn > plan.closesOn || plan.closesOn > plan.makeUpsUntil)
    throw new RuleBroken('window-dates-not-in-order', {
      opensOn: plan.opensOn,
      closesOn: plan.closesOn,
      makeUpsUntil: plan.makeUpsUntil,
    });
  requireSchoolDays(plan, reference);
  requireRules(plan, reference);
  const now = today(meta, reference);
  if (plan.makeUpsUntil < now)
    throw new RuleBroken('window-already-over', { makeUpsUntil: plan.makeUpsUntil, today: now });
}

function requireSchoolDays(plan: WindowPlan, { calendar }: Reference): void {
  if (!calendar) throw new RuleBroken('calendar-not-published');
  for (const field of dates) {
    const date = plan[field];
    const year = yearOf(calendar, date);
    if (year === null || !year.firstDay.startsWith(`${plan.schoolYear}-`))
      throw new RuleBroken('outside-school-year', { field, date, schoolYear: plan.schoolYear });
    if (!isSchoolDay(calendar, date)) throw new RuleBroken('no-school-that-day', { field, date });
  }
}

function requireRules(plan: WindowPlan, { ruleSet, calendar }: Reference): void {
  if (plan.ruleSets.length === 0 || !ruleSet) throw new RuleBroken('rule-set-missing');
  if (ruleSet.area !== plan.area)
    throw new RuleBroken('rule-set-of-another-area', { area: plan.area, ruleSet: ruleSet.area });
  const { windowSchoolDays } = ruleSet.screening;
  const schoolDays = calendar ? schoolDaysIn(calendar, plan.opensOn, plan.closesOn) : 0;
  if (windowSchoolDays !== undefined && schoolDays > windowSchoolDays)
    throw new RuleBroken('window-too-long', { schoolDays, atMost: windowSchoolDays });
  const covered = plan.ruleSets.flatMap(({ grades }) => grades);
  const twice = covered.find((grade, i) => covered.indexOf(grade) !== i);
  if (twice !== undefined) throw new RuleBroken('grade-under-two-rule-sets', { grade: twice });
}
