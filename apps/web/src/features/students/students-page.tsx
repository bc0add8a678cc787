import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { StudentRow } from '#contracts/students';
import { studentsQuery } from '../../api/students.js';
import { useDates } from '../../i18n/dates.js';
import { useText } from '../../i18n/text.js';
import { Icon } from '../../ui/icons.js';
import { Tier } from '../../ui/marks.js';
import { fullName } from '../../ui/names.js';
import { Page } from '../../ui/page.js';
import { Loaded } from '../../ui/query-state.js';
import './students.css';

/** Find a student by name; whoever has an open plan shows it. */
export function StudentsPage() {
  const text = useText();
  const { q = '' } = useSearch({ from: '/signed-in/students' });
  const navigate = useNavigate({ from: '/students' });
  const query = useInfiniteQuery(studentsQuery(q));
  const search = useDebouncedCallback(
    (words: string) => void navigate({ search: words ? { q: words } : {}, replace: true }),
    250,
  );
  return (
    <Page title={text('students.title')}>
      <TextInput
        type="search"
        size="md"
        label={text('students.search')}
        defaultValue={q}
        leftSection={<Icon name="search" />}
        onChange={(event) => search(event.currentTarget.value.trim())}
        className="students-search"
      />
      <Loaded query={query}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.body.items);
          return (
            <>
              <output className="quiet students-count">
                {text(query.hasNextPage ? 'students.first' : 'students.count', { n: rows.length })}
              </output>
              {rows.length > 0 && (
                <ul className="plain lines">
                  {rows.map((row) => (
                    <Row key={row.id} row={row} />
                  ))}
                </ul>
              )}
              {query.hasNextPage && (
                <Button
                  variant="default"
                  loading={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {text('more-rows')}
                </Button>
              )}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function Row({ row }: { row: StudentRow }) {
  const text = useText();
  const dates = useDates();
  return (
    <li className="line">
      <div>
        <Link to="/students/$studentId" params={{ studentId: row.id }} className="line-title">
          {fullName(row.name)}
        </Link>
        <p className="quiet small">
          {text('grade', { grade: row.grade })} · {row.school.name}
          {row.enrolled ? '' : ` · ${text('students.left')}`}
        </p>
      </div>
      <div className="row line-wide">
        {row.openCycles.map((cycle) => (
          <span key={cycle.id} className="row students-cycle">
            {text(`area.${cycle.area}`)}
            {cycle.tier ? (
              <Tier tier={cycle.tier} />
            ) : (
              <span className="quiet">{text('tier.none')}</span>
            )}
          </span>
        ))}
        {row.openReferral && <span className="quiet">{text('students.referral')}</span>}
      </div>
      <span className="quiet small line-act">
        {row.nextDueOn && <time dateTime={row.nextDueOn}>{dates.day(row.nextDueOn)}</time>}
      </span>
    </li>
  );
}
