import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CycleDetail } from '#contracts/cycles';
import type { TimeQuery } from '#contracts/page';
import { cycleQuery } from '../../api/cycles.js';
import { useDates } from '../../i18n/dates.js';
import { useText } from '../../i18n/text.js';
import { useCan } from '../../app/use-can.js';
import { isLookingBack } from '../../ui/as-of-bar.js';
import { CycleGraph } from '../../ui/cycle-graph.js';
import { Delivery } from '../../ui/delivery.js';
import { Tier } from '../../ui/marks.js';
import { actorName } from '../../ui/names.js';
import { Loaded } from '../../ui/query-state.js';
import { RecordScore } from './record-score.js';

/** One cycle of a student: the plan, its graph, and how much of it was given. */
export function CycleSheet({ cycleId, time }: { cycleId: string; time: TimeQuery }) {
  const query = useQuery(cycleQuery(cycleId, time));
  return (
    <section className="sheet cycle">
      <Loaded query={query}>
        {(answer) => <Cycle cycle={answer.body} acts={!isLookingBack(time)} />}
      </Loaded>
    </section>
  );
}

function Cycle({ cycle, acts }: { cycle: CycleDetail; acts: boolean }) {
  const text = useText();
  const dates = useDates();
  const can = useCan();
  const phase = cycle.phases.at(-1);
  return (
    <>
      <div className="row between cycle-head">
        <div className="row">
          <h2>{text(`area.${cycle.area}`)}</h2>
          {cycle.tier && <Tier tier={cycle.tier} />}
          <span className="quiet">{text(`stage.${cycle.stage}`)}</span>
        </div>
        {acts && <Acts cycle={cycle} />}
      </div>
      {phase && (
        <p className="cycle-plan">
          {text('cycle.plan', {
            intervention: phase.intervention.name,
            sessions: phase.dosage.sessionsPerWeek,
            minutes: phase.dosage.minutes,
          })}{' '}
          <Link to="/groups/$groupId" params={{ groupId: phase.group.id }}>
            {phase.group.name}
          </Link>
          {`, ${actorName(phase.specialist, text)}.`}
        </p>
      )}
      {cycle.closed && (
        <p className="quiet">
          {text('cycle.closed', {
            day: dates.long(cycle.closed.on),
            reason: text(`close.${cycle.closed.reason}`),
          })}
        </p>
      )}
      <CycleGraph cycle={cycle} />
      {acts && can('record-probe') && cycle.stage !== 'closed' && <RecordScore cycle={cycle} />}
      {phase && <Delivery delivered={phase.delivered} />}
      <p className="quiet small">
        {text('cycle.rules', { name: cycle.ruleSet.name, version: cycle.ruleSet.version })}
      </p>
    </>
  );
}

function Acts({ cycle }: { cycle: CycleDetail }) {
  const text = useText();
  const can = useCan();
  const open = can('hold-review') && cycle.reviews.find((review) => review.held === null);
  const proposed =
    can('decide-placement') &&
    cycle.placements.some((placement) => placement.status === 'proposed');
  return (
    <div className="row">
      {proposed && (
        <Link
          to="/cycles/$cycleId/placement"
          params={{ cycleId: cycle.id }}
          className="button-link"
        >
          {text('cycle.decide-placement')}
        </Link>
      )}
      {cycle.stage === 'start' && can('start-phase') && (
        <Link to="/cycles/$cycleId/start" params={{ cycleId: cycle.id }} className="button-link">
          {text('cycle.start')}
        </Link>
      )}
      {open && (
        <Link
          to="/cycles/$cycleId/reviews/$reviewId"
          params={{ cycleId: cycle.id, reviewId: open.reviewId }}
          className="button-link"
        >
          {text('cycle.hold-review')}
        </Link>
      )}
    </div>
  );
}
