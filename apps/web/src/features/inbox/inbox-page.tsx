import { useQuery } from '@tanstack/react-query';
import { useRouteContext } from '@tanstack/react-router';
import type { Inbox, InboxItem } from '#contracts/inbox';
import { inboxQuery } from '../../api/inbox.js';
import { useDates } from '../../i18n/dates.js';
import type { MessageId } from '../../i18n/text.js';
import { useText } from '../../i18n/text.js';
import { Page } from '../../ui/page.js';
import { Loaded } from '../../ui/query-state.js';
import { InboxRow } from './inbox-row.js';
import './inbox.css';

const sections = [
  { bucket: 'overdue', title: 'inbox.overdue' },
  { bucket: 'today', title: 'inbox.today' },
  { bucket: 'this-week', title: 'inbox.this-week' },
  { bucket: 'later', title: 'inbox.later' },
  { bucket: 'waiting', title: 'inbox.waiting' },
] as const satisfies readonly { bucket: InboxItem['bucket']; title: MessageId }[];

/** What needs this person, nearest first (web.md 4.2). */
export function InboxPage() {
  const text = useText();
  const { me } = useRouteContext({ from: '/signed-in' });
  const query = useQuery(inboxQuery());
  return (
    <Page title={text('inbox.title')}>
      {me.schools.length === 0 && (
        <p>
          {text('inbox.no-school')} <code>npx aimline import roster FILE.zip</code>
        </p>
      )}
      <Loaded query={query}>{(answer) => <Sections inbox={answer.body} />}</Loaded>
    </Page>
  );
}

function Sections({ inbox }: { inbox: Inbox }) {
  const text = useText();
  const dates = useDates();
  const own = inbox.items.filter((item) => item.bucket !== 'waiting');
  return (
    <>
      <p className="quiet inbox-day">
        {text('inbox.day', { day: dates.day(inbox.today) })}{' '}
        {own.length === 0
          ? inbox.nextDueOn
            ? text('inbox.empty-until', { day: dates.day(inbox.nextDueOn) })
            : text('inbox.empty')
          : null}
      </p>
      {sections.map(({ bucket, title }) => {
        const items = inbox.items.filter((item) => item.bucket === bucket);
        if (items.length === 0) return null;
        return (
          <section key={bucket} aria-labelledby={`inbox-${bucket}`}>
            <h2 id={`inbox-${bucket}`} className="inbox-heading">
              {text(title)} <span className="inbox-count numbers">{items.length}</span>
            </h2>
            <ul className="plain inbox-list">
              {items.map((item) => (
                <InboxRow key={`${item.stream} ${item.key}`} item={item} />
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}
