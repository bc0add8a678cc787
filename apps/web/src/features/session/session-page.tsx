import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { SessionShown } from '#contracts/sessions';
import { sessionQuery } from '../../api/sessions.js';
import { useDates } from '../../i18n/dates.js';
import { useText } from '../../i18n/text.js';
import { Page } from '../../ui/page.js';
import { Loaded } from '../../ui/query-state.js';
import { LogForm } from './log-form.js';
import { SessionOutcome } from './session-outcome.js';
import './session.css';

/** Say how a group's session went: two taps when it went as planned (web.md 4.3). */
export function SessionPage() {
  const { groupId, slot } = useParams({ from: '/signed-in/groups/$groupId/sessions/$slot' });
  const query = useQuery(sessionQuery(groupId, slot));
  return <Loaded query={query}>{(session) => <Session session={session} />}</Loaded>;
}

function Session({ session }: { session: SessionShown }) {
  const text = useText();
  const dates = useDates();
  const [kept, setKept] = useState(false);
  const open = session.status === 'planned' || session.status === 'unlogged';
  return (
    <Page
      title={text('session.title', { group: session.group.name })}
      intro={[
        `${dates.day(session.on)}, ${dates.time(session.startsAt)}`,
        text('minutes', { n: session.plannedMinutes }),
        session.intervention.name,
        session.place,
      ]
        .filter(Boolean)
        .join(' · ')}
      narrow
    >
      {kept && <output className="sheet">{text('session.kept')}</output>}
      {open && !kept && <LogForm session={session} onKept={() => setKept(true)} />}
      {!open && <SessionOutcome session={session} />}
    </Page>
  );
}
