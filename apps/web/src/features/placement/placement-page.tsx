import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { CycleDetail } from '#contracts/cycles';
import { placementQuery } from '../../api/cycles.js';
import { useDates } from '../../i18n/dates.js';
import { useText } from '../../i18n/text.js';
import { Tier } from '../../ui/marks.js';
import { actorName, whoIs } from '../../ui/names.js';
import { NextList } from '../../ui/next-list.js';
import { Page } from '../../ui/page.js';
import { Loaded } from '../../ui/query-state.js';
import { Evidence } from './evidence.js';
import { PlacementForm } from './placement-form.js';
import { useRouteContext } from '@tanstack/react-router';

/** A proposal for a team, with its evidence and the base rate beside it; never an automatic label. */
export function PlacementPage() {
  const { cycleId } = useParams({ from: '/signed-in/cycles/$cycleId/placement' });
  const query = useQuery(placementQuery(cycleId));
  return (
    <Loaded query={query}>
      {(answer) => <Placement cycle={answer.body} onReload={() => void query.refetch()} />}
    </Loaded>
  );
}

function Placement({
  cycle,
  onReload,
}: {
  cycle: CycleDetail;

  onReload: () => void;
}) {
  const text = useText();
  const dates = useDates();
  const { me } = useRouteContext({ from: '/signed-in' });
  const placement = cycle.placements.at(-1);
  const who = whoIs(cycle.student, text);
  const area = text(`area.${cycle.area}`).toLocaleLowerCase();
  return (
    <Page
      title={text('placement.title', { who, area })}
      aside={placement && <Tier tier={placement.tier} />}
      intro={
        <Link to="/students/$studentId" params={{ studentId: cycle.student.id }}>
          {text('review.to-student')}
        </Link>
      }
      narrow
    >
      {!placement && <p>{text('placement.none')}</p>}
      {placement && (
        <>
          <section className="sheet" aria-labelledby="evidence">
            <h2 id="evidence">{text('placement.evidence')}</h2>
            <p>{placement.reason}</p>
            <p className="quiet small">
              {text('placement.proposed', {
                day: dates.long(placement.proposedOn),
                by: actorName(placement.proposedBy, text),
              })}
            </p>
            {placement.evidence && <Evidence evidence={placement.evidence} />}
          </section>
          {placement.decided ? (
            <>
              <section className="sheet">
                <h2>{text(`placement.${placement.status}`)}</h2>
                {placement.decided.tier && <Tier tier={placement.decided.tier} />}
                {placement.decided.reason && <p>{placement.decided.reason}</p>}
                <p className="quiet small">
                  {dates.long(placement.decided.on)} ·{' '}
                  {placement.decided.present.map((person) => actorName(person, text)).join(', ')}
                </p>
              </section>
              <section className="sheet" aria-labelledby="after">
                <h2 id="after">{text('student.next')}</h2>
                <NextList duties={cycle.next} timeZone={me.district.timeZone} />
              </section>
            </>
          ) : (
            <PlacementForm
              cycle={cycle}
              placement={placement}

              onReload={onReload}
            />
          )}
        </>
      )}
    </Page>
  );
}
