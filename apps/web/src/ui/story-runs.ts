import type { HistoryEntry } from '#contracts/history';
import type { LocalDate } from '#domain/time';
import { addDays, localDateOf, weekdayOf } from '#domain/time';

/** Kinds that come by the dozen: those of one week are told as one line that opens. */
const everyday = new Set([
  'SessionAttended',
  'SessionMissed',
  'ScoreRecorded',
  'StudentPlacedInClass',
  'DueDatesMoved',
]);

/**
 * Entries as they are told: of an everyday kind, all of one week and one actor together, where the first of them stands;
 * everything else alone. No entry is left out, and the order of what stands alone is kept.
 */
export function runsOf(
  entries: readonly HistoryEntry[],
  timeZone: string,
): readonly (readonly HistoryEntry[])[] {
  const runs: HistoryEntry[][] = [];
  const open = new Map<string, HistoryEntry[]>();
  for (const entry of entries) {
    const key = everyday.has(entry.type) ? keyOf(entry, timeZone) : null;
    const run = key === null ? undefined : open.get(key);
    if (run) {
      run.push(entry);
      continue;
    }
    const begun = [entry];
    runs.push(begun);
    if (key !== null) open.set(key, begun);
  }
  return runs;
}

function keyOf(entry: HistoryEntry, timeZone: string): string {
  const week = mondayOf(localDateOf(entry.occurredAt, timeZone));
  return [entry.type, week, entry.actor.id, entry.voided].join(' ');
}

function mondayOf(day: LocalDate): LocalDate {
  return addDays(day, 1 - weekdayOf(day));
}
