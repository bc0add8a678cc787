import type { SchoolCalendar } from '../calendar/school-calendar.js';
import type { CommandMeta, DomainEvent, Reference } from '../decider.js';
import type { DutyDays } from '../duty-days.js';
import { schoolDays } from '../duty-days.js';
import { RuleBroken } from '../rule-broken.js';
import type { RuleSetDocument } from '../rule-set/document.js';
import type { Instant, LocalDate } from '../time.js';
import { localDateOf } from '../time.js';
import { documents } from './obligations.js';
import type { FormedGroup, Group } from './state.js';

/** What every decision of a group knows beside its state. */
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

/** Dissolved groups still take what was forgotten about their sessions. */
export function mustBeFormed(group: Group): FormedGroup {
  if (group.status === 'none') throw new RuleBroken('group-not-formed');
  return group;
}

export function mustBeOpen(group: Group): FormedGroup {
  const formed = mustBeFormed(group);
  if (formed.status === 'dissolved') throw new RuleBroken('group-dissolved');
  return formed;
}

export function mustGiveReason(reason: string, about: string): void {
  if (!reason.trim()) throw new RuleBroken('reason-required', { about });
}

/** A fact that happened, or was owed, at another moment than that of its command. */
export function happenedAt<E extends DomainEvent>(occurredAt: Instant, event: E): E {
  return { occurredAt, ...event };
}
