import type { LocalDate } from '#domain/time';
import { useDates } from '../i18n/dates.js';
import { useText } from '../i18n/text.js';
import './due.css';

/** When something is due, in school days; the date stands beside it. Overdue has the one warm edge and the word. */
export function Due({ on, schoolDays }: { on: LocalDate; schoolDays: number | null }) {
  const text = useText();
  const dates = useDates();
  const words =
    schoolDays === null
      ? null
      : schoolDays < 0
        ? text('due.overdue', { days: -schoolDays })
        : schoolDays === 0
          ? text('due.today')
          : text('due.in', { days: schoolDays });
  return (
    <span className={schoolDays !== null && schoolDays < 0 ? 'due due-over' : 'due'}>
      {words && <span className="due-words">{words}</span>}
      <time dateTime={on}>{dates.day(on)}</time>
    </span>
  );
}
