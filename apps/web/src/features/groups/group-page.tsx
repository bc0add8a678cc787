import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { GroupDetail } from '#contracts/groups';
import { groupQuery } from '../../api/groups.js';
import { useText } from '../../i18n/text.js';
import { Figures } from '../../ui/figures.js';
import { Tier } from '../../ui/marks.js';
import { actorName, whoIs } from '../../ui/names.js';
import { Page } from '../../ui/page.js';
import { Loaded } from '../../ui/query-state.js';
import { SessionLine } from './session-line.js';
import './groups.css';

/** Two weeks of daily sessions; the rest is asked for. */
const fewSessions = 10;

/** One group: who is in it, what was planned and what became of it. */
export function GroupPage() {
  const { groupId } = useParams({ from: '/signed-in/groups/$groupId' });
  const query = useQuery(groupQuery(groupId));
  return <Loaded query={query}>{(answer) => <Group group={answer.body} />}</Loaded>;
}

function Group({ group }: { group: GroupDetail }) {
  const text = useText();
  const { planned, held, notHeld, unlogged } = group.totals;
  const [shown, setShown] = useState(fewSessions);
  const newestFirst = [...group.sessions].sort((a, b) => (a.slot < b.slot ? 1 : -1));
  return (
    <Page
      title={group.name}
      aside={<Tier tier={group.tier} />}
      intro={`${group.intervention.name} · ${actorName(group.specialist, text)} · ${group.school.name}`}
    >
      <div className="sheet">
        <Figures
          label={text('groups.totals')}
          figures={[
            { name: text('figure.planned'), value: planned },
            { name: text('figure.held'), value: held },
            { name: text('figure.not-held'), value: notHeld },
            { name: text('figure.unlogged'), value: unlogged },
          ]}
        />
      </div>
      <section aria-labelledby="members">
        <h2 id="members">{text('groups.members')}</h2>
        <ul className="plain lines">
          {group.members
            .filter((member) => member.until === null)
            .map((member) => (
              <li key={member.cycleId} className="line">
                <Link
                  to="/students/$studentId"
                  params={{ studentId: member.student.id }}
                  className="line-title"
                >
                  {whoIs(member.student, text)}
                </Link>
              </li>
            ))}
        </ul>
      </section>
      <section aria-labelledby="sessions">
        <h2 id="sessions">{text('groups.sessions')}</h2>
        <ul className="plain lines">
          {newestFirst.slice(0, shown).map((session) => (
            <SessionLine key={session.sessionId} session={session} />
          ))}
        </ul>
        {newestFirst.length > shown && (
          <Button variant="default" onClick={() => setShown(newestFirst.length)}>
            {text('more-rows')}
          </Button>
        )}
      </section>
    </Page>
  );
}
