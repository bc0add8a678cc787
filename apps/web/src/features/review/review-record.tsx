import { useRouteContext } from '@tanstack/react-router';
import type { DutyShown } from '#contracts/duties';
import type { ReviewShown } from '#contracts/reviews';
import { useDates } from '../../i18n/dates.js';
import { useText } from '../../i18n/text.js';
import { actorName } from '../../ui/names.js';
import { NextList } from '../../ui/next-list.js';

type Props = { held: NonNullable<ReviewShown['held']>; next: readonly DutyShown[] };

/** What was decided, by whom and why, and what follows from it. */
export function ReviewRecord({ held, next }: Props) {
  const text = useText();
  const dates = useDates();
  const { me } = useRouteContext({ from: '/signed-in' });
  return (
    <>
      <section className="sheet" aria-labelledby="decided">
        <h2 id="decided">
          {text('review.decided', { decision: text(`decision.${held.decision}`) })}
        </h2>
        {held.decision !== held.recommended && (
          <p>
            {text('review.against', { recommended: text(`decision.${held.recommended}`) })}{' '}
            {held.reason}
          </p>
        )}
        {held.note && <p>{held.note}</p>}
        <p className="quiet small">
          {dates.long(held.on)} · {held.present.map((person) => actorName(person, text)).join(', ')}
        </p>
      </section>
      <section className="sheet" aria-labelledby="after">
        <h2 id="after">{text('student.next')}</h2>
        <NextList duties={next} timeZone={me.district.timeZone} />
      </section>
    </>
  );
}
