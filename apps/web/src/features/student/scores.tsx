import type { StudentDetail } from '#contracts/students';
import { useDates } from '../../i18n/dates.js';
import { useText } from '../../i18n/text.js';
import '../../ui/scores.css';

/** Screening scores, newest first, each with what the vendor called it. */
export function Scores({ scores }: { scores: StudentDetail['scores'] }) {
  const text = useText();
  const dates = useDates();
  const standing = scores.filter((score) => score.voided === null);
  if (standing.length === 0) return null;
  const newestFirst = [...standing].sort((a, b) => (a.on < b.on ? 1 : -1));
  return (
    <section className="sheet" aria-labelledby="scores">
      <h2 id="scores">{text('student.scores')}</h2>
      <table className="scores" aria-label={text('score.table')}>
        <thead>
          <tr>
            <th scope="col">{text('score.measure')}</th>
            <th scope="col">{text('score.value')}</th>
            <th scope="col">{text('score.on')}</th>
          </tr>
        </thead>
        <tbody>
          {newestFirst.map((score) => (
            <tr key={score.eventId}>
              <th scope="row">{score.measure.name}</th>
              <td>
                {score.value ?? score.text ?? '–'}
                {score.level && <span className="quiet small"> {score.level}</span>}
              </td>
              <td>
                <time dateTime={score.on}>{dates.day(score.on)}</time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
