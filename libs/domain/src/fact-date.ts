import type { CommandMeta, DomainEvent, Reference } from './decider.js';
import { RuleBroken } from './rule-broken.js';
import type { LocalDate } from './time.js';
import { instantOf, isLocalDate, localDateOf } from './time.js';

/** Today, on the district's clock and in its zone. */
export function today(meta: CommandMeta, reference: Reference): LocalDate {
  return localDateOf(meta.at, reference.calendar?.timeZone ?? reference.district.timeZone);
}

/** A day that exists; `field` names it in the refusal. */
export function requireDay(date: LocalDate, field: string): void {
  if (!isLocalDate(date)) throw new RuleBroken('date-does-not-exist', { field });
}

/** A day that exists and has come: a fact is never dated ahead. */
export function requirePastDay(
  date: LocalDate,
  field: string,
  meta: CommandMeta,
  reference: Reference,
): void {
  requireDay(date, field);
  const now = today(meta, reference);
  if (date > now) throw new RuleBroken('date-in-future', { field, date, today: now });
}

/** A fact that is entered on a later day keeps the day on which it happened: at noon, because nobody noted the hour. */
export function datedOn<E extends DomainEvent>(
  on: LocalDate,
  event: E,
  meta: CommandMeta,
  reference: Reference,
): E {
  if (on >= today(meta, reference)) return event;
  return { occurredAt: instantOf(on, '12:00', reference.district.timeZone), ...event };
}
