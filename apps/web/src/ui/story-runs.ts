import type { HistoryEntry } from '#contracts/history';

/** Kinds that come by the dozen; three or more in a row are told as one line that opens. */
const everyday = new Set([
  'SessionAttended',
  'SessionMissed',
  'SessionPlanned',
  'SessionHeld',
  'ScoreRecorded',
  'StudentPlacedInClass',
  'DueDatesMoved',
]);

/** Neighbours of one everyday kind by one actor, kept in order; everything else stands alone. */
export function runsOf(entries: readonly HistoryEntry[]): readonly (readonly HistoryEntry[])[] {
  const runs: HistoryEntry[][] = [];
  for (const entry of entries) {
    const last = runs.at(-1)?.[0];
    const joins =
      last !== undefined &&
      everyday.has(entry.type) &&
      last.type === entry.type &&
      last.actor.id === entry.actor.id &&
      last.voided === entry.voided;
    if (joins) runs.at(-1)?.push(entry);
    else runs.push([entry]);
  }
  return runs;
}
