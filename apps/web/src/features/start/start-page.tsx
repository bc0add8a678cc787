import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { CycleDetail } from '#contracts/cycles';
import { placementQuery } from '../../api/cycles.js';
import { groupsOfSchoolQuery } from '../../api/groups.js';
import { interventionsQuery } from '../../api/interventions.js';
import { useText } from '../../i18n/text.js';
import { Tier } from '../../ui/marks.js';
import { whoIs } from '../../ui/names.js';
import { Page } from '../../ui/page.js';
import { Loaded } from '../../ui/query-state.js';
import { StartForm } from './start-form.js';

/** Baseline, goal, dose, intervention and group: a phase is started on one screen. */
export function StartPage() {
  const { cycleId } = useParams({ from: '/signed-in/cycles/$cycleId/start' });
  const query = useQuery(placementQuery(cycleId));
  return (
    <Loaded query={query}>
      {(answer) => <Start cycle={answer.body} onReload={() => void query.refetch()} />}
    </Loaded>
  );
}

function Start({ cycle, onReload }: { cycle: CycleDetail; onReload: () => void }) {
  const text = useText();
  const groups = useQuery(groupsOfSchoolQuery(cycle.school.id));
  const catalogue = useQuery(interventionsQuery(cycle.area));
  return (
    <Page
      title={text('start.title', {
        who: whoIs(cycle.student, text),
        area: text(`area.${cycle.area}`).toLocaleLowerCase(),
      })}
      aside={cycle.tier && <Tier tier={cycle.tier} />}
      intro={
        <Link to="/students/$studentId" params={{ studentId: cycle.student.id }}>
          {text('review.to-student')}
        </Link>
      }
      narrow
    >
      {cycle.stage !== 'start' ? (
        <p>{text('start.none')}</p>
      ) : (
        <Loaded query={groups}>
          {({ body }) => (
            <Loaded query={catalogue}>
              {(interventions) => (
                <StartForm
                  cycle={cycle}
                  groups={body.items.filter(
                    (group) => group.area === cycle.area && group.tier === cycle.tier,
                  )}
                  interventions={interventions.body.items}
                  onReload={onReload}
                />
              )}
            </Loaded>
          )}
        </Loaded>
      )}
    </Page>
  );
}
