import type { PlacementShown } from '#contracts/cycles';
import { useIntl } from 'react-intl';
import { useDates } from '../../i18n/dates.js';
import { useText } from '../../i18n/text.js';
import '../../ui/scores.css';

/** The scores a proposal rests on, and how common that is in the same grade. */
export function Evidence({ evidence }: { evidence: NonNullable<PlacementShown['evidence']> }) {
  const text = useText();
  const dates = useDates();
  const intl = useIntl();
  return (
    <>
      <table className="scores" aria-label={text('score.table')}>
        <thead>
          <tr>
            <th scope="col">{text('score.measure')}</th>
            <th scope="col">{text('score.value')}</th>
            <th scope="col">{text('score.criterion')}</th>
            <th scope="col">{text('score.on')}</th>
          </tr>
        </thead>
        <tbody>
          {evidence.scores.map((score) => (
            <tr key={score.eventId}>
              <th scope="row">{score.measure}</th>
              <td>
                {score.value ?? '–'}
                {score.level && <span className="quiet small"> {score.level}</span>}
                {score.percentile !== null && (
                  <span className="quiet small">
                    {' '}
                    {text('score.percentile', { n: score.percentile })}
                  </span>
                )}
              </td>
              <td>
                {score.criterion}
                {score.meets && (
                  <span className="quiet small"> {text('tier', { tier: score.meets })}</span>
                )}
              </td>
              <td>
                <time dateTime={score.on}>{dates.day(score.on)}</time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {evidence.baseRate !== null && (
        <p className="quiet">
          {text('placement.base-rate', {
            share: intl.formatNumber(evidence.baseRate, { style: 'percent' }),
          })}
        </p>
      )}
    </>
  );
}
