import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReviewScreen } from '#contracts/cycles';
import { reviewScreenQuery } from '../../api/cycles.js';
import { useDates } from '../../i18n/dates.js';
import { useText } from '../../i18n/text.js';
import { CycleGraph } from '../../ui/cycle-graph.js';
import { Delivery } from '../../ui/delivery.js';
import { Tier } from '../../ui/marks.js';
import { whoIs } from '../../ui/names.js';
import { Page } from '../../ui/page.js';
import { Loaded } from '../../ui/query-state.js';
import { Fidelity } from './fidelity.js';
import { Outcome } from './outcome.js';
import { ReviewForm } from './review-form.js';
import { ReviewRecord } from './review-record.js';
import './review.css';

/** Hold a review on one screen: was the plan given, what do the scores say, what was decided (web.md 4.4). */
export function ReviewPage() {
  const { cycleId, reviewId } = useParams({ from: '/signed-in/cycles/$cycleId/reviews/$reviewId' });
  const query = useQuery(reviewScreenQuery(cycleId, reviewId));
  return (
    <Loaded query={query}>
      {(answer) => <Review screen={answer.body} onReload={() => void query.refetch()} />}
    </Loaded>
  );
}

function Review({
  screen,
  onReload,
}: {
  screen: ReviewScreen;

  onReload: () => void;
}) {
  const text = useText();
  const dates = useDates();
  const { cycle, review } = screen;
  const phase = cycle.phases.find((one) => one.phaseId === review.phaseId);
  return (
    <Page
      title={text('review.title', {
        who: whoIs(cycle.student, text),
        area: text(`area.${cycle.area}`).toLocaleLowerCase(),
      })}
      aside={cycle.tier && <Tier tier={cycle.tier} />}
      intro={
        <>
          {text('review.number', { n: review.number, day: dates.day(review.dueOn) })}{' '}
          <Link to="/students/$studentId" params={{ studentId: cycle.student.id }}>
            {text('review.to-student')}
          </Link>
        </>
      }
    >
      {(phase?.delivered.asDesigned === false ||
        review.recommendation.outcome === 'not_interpretable') && (
        <p className="review-warning">
          <span aria-hidden>⊘</span> {text('review.not-as-designed')}
        </p>
      )}
      <div className="review">
        <div className="review-evidence">
          <section className="sheet" aria-labelledby="given">
            <h2 id="given">{text('review.given')}</h2>
            {phase && <Delivery delivered={phase.delivered} />}
            <Fidelity checks={cycle.fidelity.filter((check) => check.phaseId === review.phaseId)} />
          </section>
          <section className="sheet" aria-labelledby="progress">
            <h2 id="progress">{text('review.progress')}</h2>
            <CycleGraph cycle={cycle} />
          </section>
        </div>
        <div className="review-decision">
          <Outcome recommendation={review.recommendation} />
          {review.held ? (
            <ReviewRecord held={review.held} next={cycle.next} />
          ) : (
            <ReviewForm screen={screen} onReload={onReload} />
          )}
        </div>
      </div>
    </Page>
  );
}
