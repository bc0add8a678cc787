import type { CycleDetail } from '#contracts/cycles';
import { useIntl } from 'react-intl';
import { useDates } from '../../i18n/dates.js';
import { useText } from '../../i18n/text.js';
import { actorName } from '../../ui/names.js';

/** Steps seen of steps that applied, each time somebody looked. Nobody looked is said, never taken as well done. */
export function Fidelity({ checks }: { checks: CycleDetail['fidelity'] }) {
  const text = useText();
  const dates = useDates();
  const intl = useIntl();
  if (checks.length === 0)
    return <p className="quiet review-fidelity">{text('review.no-fidelity')}</p>;
  return (
    <ul className="plain review-fidelity">
      {checks.map((check) => (
        <li key={check.eventId}>
          {text('review.fidelity', {
            implemented: check.implemented,
            applicable: check.applicable,
            share:
              check.share === null ? '–' : intl.formatNumber(check.share, { style: 'percent' }),
          })}{' '}
          <span className="quiet small">
            {dates.day(check.on)} · {actorName(check.observer, text)} ·{' '}
            {text(`observer.${check.kind}`)}
          </span>
        </li>
      ))}
    </ul>
  );
}
