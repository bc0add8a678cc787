import type { LocalDate } from '#domain/time';
import { isLocalDate } from '#domain/time';

/**
 * A day as files write it: `2025-08-27`, an ISO timestamp (its own day, whatever the zone), `8/27/2025`, with or
 * without a time. `unreadable`: no date at all, or a two-digit year; `impossible`: 30 February.
 */
export type Day =
  | { kind: 'day'; on: LocalDate }
  | { kind: 'blank' }
  | { kind: 'unreadable' }
  | { kind: 'impossible' };

export function dayOf(text: string): Day {
  const cell = text.trim();
  if (cell === '') return { kind: 'blank' };
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:$|[T ])/.exec(cell);
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:$|[T ])/.exec(cell);
  const [year, month, day] = iso ? iso.slice(1) : us ? [us[3], us[1], us[2]] : [];
  if (!year || !month || !day) return { kind: 'unreadable' };
  const on = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isLocalDate(on) && on >= '1900-01-01' ? { kind: 'day', on } : { kind: 'impossible' };
}
