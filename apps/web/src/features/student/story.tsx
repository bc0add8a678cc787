import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useRouteContext } from '@tanstack/react-router';
import { studentHistoryQuery } from '../../api/students.js';
import { useText } from '../../i18n/text.js';
import { EventList } from '../../ui/event-list.js';
import { Loaded } from '../../ui/query-state.js';

/** Everything recorded about this student, in plain words. */
export function Story({ studentId, knownAt }: { studentId: string; knownAt: string | undefined }) {
  const text = useText();
  const { me } = useRouteContext({ from: '/signed-in' });
  const query = useInfiniteQuery(studentHistoryQuery(studentId, knownAt));
  return (
    <section className="sheet" aria-labelledby="story">
      <h2 id="story">{text('student.story')}</h2>
      <Loaded query={query}>
        {({ pages }) => (
          <EventList
            entries={pages.flatMap((page) => page.body.items)}
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
