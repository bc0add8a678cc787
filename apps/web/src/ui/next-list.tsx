import type { DutyShown } from '#contracts/duties';
import { localDateOf } from '#domain/time';
import { useDates } from '../i18n/dates.js';
import { useText } from '../i18n/text.js';
import { Due } from './due.js';
import { dutyWords, ownerWords } from './duty-words.js';
import './next-list.css';

/** What happens next and when: who owes it, why, and what follows if nobody does it. */
export function NextList({ duties, timeZone }: { duties: readonly DutyShown[]; timeZone: string }) {
  const text = useText();
  const dates = useDates();
  if (duties.length === 0) return <p className="quiet">{text('next.nothing')}</p>;
  const nearestFirst = [...duties].sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  return (
    <ol className="plain next">
      {nearestFirst.map((duty) => (
        <li
          key={duty.key}
          className={(duty.schoolDays ?? 0) < 0 ? 'next-item next-over' : 'next-item'}
        >
          <span className="next-what">{dutyWords(duty, text)}</span>
          <Due on={duty.dueOn} schoolDays={duty.schoolDays} />
          <p className="quiet small">
            {ownerWords(duty.owner, text)}. {text(`why.${duty.kind}`)}
            {duty.nextRung && duty.nextRung.act !== 'do' && (
              <>
                {' '}
                {text(`rung.${duty.nextRung.act}`, {
                  day: dates.day(localDateOf(duty.nextRung.at, timeZone)),
                })}
              </>
            )}
          </p>
        </li>
      ))}
    </ol>
  );
}
