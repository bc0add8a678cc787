import type { SchoolCalendar } from '../calendar/school-calendar.js';
import type { CommandMeta, Reference } from '../decider.js';
import type { DutyDays } from '../duty-days.js';
import { schoolDays } from '../duty-days.js';
import { RuleBroken } from '../rule-broken.js';
import type { RuleSetDocument } from '../rule-set/document.js';
import type { LocalDate } from '../time.js';
import { instantOf, localDateOf } from '../time.js';
import type { CycleEvent } from './events.js';
import { documents } from './obligations.js';
import type { Cycle, OpenCycle } from './state.js';

/** What every decision of a cycle knows beside its state: who and when, the documents, and the day it is. */
export type Context = {
  meta: CommandMeta;
  reference: Reference;
  calendar: SchoolCalendar;
  rules: RuleSetDocument;
  days: DutyDays;
  today: LocalDate;
};

export function contextOf(meta: CommandMeta, reference: Reference): Context {
  const { calendar, rules } = documents(reference);
  const today = localDateOf(meta.at, reference.district.timeZone);
  return { meta, reference, calendar, rules, days: schoolDays(calendar), today };
}

/** Refuses a command that needs an open cycle. */
export function mustBeOpen(cycle: Cycle): OpenCycle {
  if (cycle.status !== 'open') throw new RuleBroken('cycle-not-open', { status: cycle.status });
  return cycle;
}

export function mustNotBeFuture(on: LocalDate, { today }: Context): void {
  if (on > today) throw new RuleBroken('date-in-future', { on, today });
}

export function mustGiveReason(reason: string | null, about: string): string {
  const given = reason?.trim();
  if (!given) throw new RuleBroken('reason-required', { about });
  return given;
}

/** Facts entered late keep the day on which they happened: at noon, because nobody noted the hour. */
export function happenedOn(
  on: LocalDate,
  { today, reference }: Context,
  events: readonly CycleEvent[],
): readonly CycleEvent[] {
  if (on >= today) return events;
  const occurredAt = instantOf(on, '12:00', reference.district.timeZone);
  return events.map((event) => ({ occurredAt, ...event }));
}
