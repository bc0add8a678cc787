import type { GroupRow } from '#contracts/groups';
import type { Text } from '../../i18n/text.js';

/** A group's week in few words: days that begin at the same time stand together, "Mon, Wed 9:00 AM · Fri 1:30 PM". */
export function timetable(
  slots: GroupRow['slots'],
  text: Text,
  time: (hhmm: string) => string,
): string {
  const days = new Map<string, string[]>();
  for (const { weekday, startsAt } of slots) {
    const day = text(`weekday.${weekday as 1 | 2 | 3 | 4 | 5 | 6 | 7}`);
    days.set(startsAt, [...(days.get(startsAt) ?? []), day]);
  }
  return [...days].map(([startsAt, names]) => `${names.join(', ')} ${time(startsAt)}`).join(' · ');
}
