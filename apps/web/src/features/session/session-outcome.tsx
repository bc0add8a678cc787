import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { SessionShown } from '#contracts/sessions';
import { sessionsOfDayQuery } from '../../api/sessions.js';
import { useDates } from '../../i18n/dates.js';
import { useText } from '../../i18n/text.js';
import { whoIs } from '../../ui/names.js';
import { ProblemNote } from '../../ui/problem-note.js';
import { useSendSession } from './use-send-session.js';

/** What was said, and that it can still be taken back. */
export function SessionOutcome({ session }: { session: SessionShown }) {
  const text = useText();
  const dates = useDates();
  const { undo, sending, error } = useSendSession(session.group.id, session.slot);
  const { data: day } = useQuery(sessionsOfDayQuery());
  const next = day?.body.items.find(
    (other) => other.status === 'planned' && other.sessionId !== session.sessionId,
  );
  return (
    <>
      <section className="sheet" aria-labelledby="outcome">
        <h2 id="outcome">
          {session.status === 'held'
            ? text('session.was-held', { minutes: session.minutes ?? 0 })
            : text('session.was-not-held')}
        </h2>
        {session.notHeldReason && <p>{text(`not-held.${session.notHeldReason}`)}</p>}
        {session.loggedLate && <p className="quiet">{text('session.logged-late')}</p>}
        {session.status === 'held' && (
          <>
            <ul className="plain session-members">
              {session.members.map((member) => (
                <li key={member.cycleId} className="row between member-said">
                  <span className="member-who">{whoIs(member.student, text)}</span>
                  <span className="numbers">
                    {member.attendance && text(`attendance.${member.attendance}`)}
                    {member.attendance === 'out' && member.reason
                      ? ` · ${text(`out.${member.reason}`)}`
                      : ` · ${text('minutes', { n: member.minutes ?? 0 })}`}
                  </span>
                </li>
              ))}
            </ul>
            <p className="quiet">
              {session.steps ? text(`steps.${session.steps}`) : text('session.no-fidelity')}
            </p>
          </>
        )}
        <ProblemNote error={error} />
        <Button variant="default" size="lg" loading={sending} onClick={() => void undo()}>
          {text('session.undo')}
        </Button>
      </section>
      {next && (
        <p>
          <Link
            to="/groups/$groupId/sessions/$slot"
            params={{ groupId: next.group.id, slot: next.slot }}
            className="button-link"
          >
            {text('session.next', { group: next.group.name, time: dates.time(next.startsAt) })}
          </Link>
        </p>
      )}
    </>
  );
}
