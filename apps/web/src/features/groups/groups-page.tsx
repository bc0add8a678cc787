import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { groupsQuery } from '../../api/groups.js';
import { sessionsOfDayQuery } from '../../api/sessions.js';
import { useDates } from '../../i18n/dates.js';
import { useText } from '../../i18n/text.js';
import { Tier } from '../../ui/marks.js';
import { actorName } from '../../ui/names.js';
import { Page } from '../../ui/page.js';
import { Loaded } from '../../ui/query-state.js';
import { SessionLine } from './session-line.js';
import { timetable } from './timetable.js';
import './groups.css';

/** Today's sessions first, then every group with its week. */
export function GroupsPage() {
  const text = useText();
  const dates = useDates();
  const today = useQuery(sessionsOfDayQuery());
  const groups = useInfiniteQuery(groupsQuery());
  return (
    <Page title={text('groups.title')}>
      <section aria-labelledby="sessions-today">
        <h2 id="sessions-today">{text('groups.today')}</h2>
        <Loaded query={today}>
          {({ body }) =>
            body.items.length === 0 ? (
              <p className="quiet">{text('groups.none-today')}</p>
            ) : (
              <ul className="plain lines">
                {body.items.map((session) => (
                  <SessionLine key={session.sessionId} session={session} named />
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
      <section aria-labelledby="all-groups">
        <h2 id="all-groups">{text('groups.all')}</h2>
        <Loaded query={groups}>
          {({ pages }) => (
            <ul className="plain lines">
              {pages
                .flatMap((page) => page.body.items)
                .map((group) => (
                  <li key={group.id} className="line">
                    <div>
                      <Link
                        to="/groups/$groupId"
                        params={{ groupId: group.id }}
                        className="line-title"
                      >
                        {group.name}
                      </Link>
                      <p className="quiet small">
                        {group.intervention.name} · {actorName(group.specialist, text)} ·{' '}
                        {text('groups.students', { n: group.members })}
                      </p>
                    </div>
                    <span className="quiet small numbers line-wide">
                      {timetable(group.slots, text, dates.time)}
                    </span>
                    <Tier tier={group.tier} />
                  </li>
                ))}
            </ul>
          )}
        </Loaded>
        {groups.hasNextPage && (
          <Button
            variant="default"
            loading={groups.isFetchingNextPage}
            onClick={() => void groups.fetchNextPage()}
          >
            {text('more-rows')}
          </Button>
        )}
      </section>
    </Page>
  );
}
