import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useRouteContext } from '@tanstack/react-router';
import type { HistoryEntry } from '#contracts/history';
import type { TimeQuery } from '#contracts/page';
import { localDateOf } from '#domain/time';
import { studentHistoryQuery } from '../../api/students.js';
import { useText } from '../../i18n/text.js';
import { EventList } from '../../ui/event-list.js';
import { Loaded } from '../../ui/query-state.js';

/** Everything recorded about this student, in plain words. */
export function Story({ studentId, time }: { studentId: string; time: TimeQuery }) {
  const text = useText();
  const { me } = useRouteContext({ from: '/signed-in' });
  const query = useInfiniteQuery(studentHistoryQuery(studentId, time.knownAt));
  return (
    <section className="sheet" aria-labelledby="story">
      <h2 id="story">{text('student.story')}</h2>
      <Loaded query={query}>
        {({ pages }) => (
          <EventList
            entries={pages
              .flatMap((page) => page.body.items)
              .filter((entry) => happenedBy(entry, time.asOf, me.district.timeZone))}
            timeZone={me.district.timeZone}
          />
        )}
      </Loaded>
      {query.hasNextPage && (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {text('story.earlier')}
        </Button>
      )}
    </section>
  );
}

/** As of a day, the story ends with that day: later events are not yet part of it. */
function happenedBy(entry: HistoryEntry, day: string | undefined, timeZone: string): boolean {
  return day === undefined || localDateOf(entry.occurredAt, timeZone) <= day;
}
