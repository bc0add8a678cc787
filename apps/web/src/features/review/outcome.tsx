import type { RecommendationShown } from '#contracts/reviews';
import { useText } from '../../i18n/text.js';
import { Status } from '../../ui/marks.js';

/** What the rule set's method says, and on what it rests. It recommends; people decide. */
export function Outcome({ recommendation }: { recommendation: RecommendationShown }) {
  const text = useText();
  return (
    <section className="sheet" aria-labelledby="outcome">
      <h2 id="outcome">{text('review.outcome')}</h2>
      <p className="review-outcome">
        <Status outcome={recommendation.outcome} />
        {recommendation.confidence === 'low' && (
          <span className="quiet">{text('review.low-confidence')}</span>
        )}
      </p>
      <ul className="review-because">
        {recommendation.because.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p className="quiet small">
        {text('review.method', { method: recommendation.methodVersion })}
      </p>
    </section>
  );
}
