import { Link } from '@tanstack/react-router';
import type { SessionShown } from '#contracts/sessions';
import { useDates } from '../../i18n/dates.js';
import { useCan } from '../../app/use-can.js';
import { useText } from '../../i18n/text.js';

/** One session of a list: when, whose, how it ended, and the way to say so. */
export function SessionLine({
  session,
  named = false,
}: {
  session: SessionShown;
  named?: boolean;
}) {
  const text = useText();
  const dates = useDates();
  const can = useCan();
  const open =
    can('log-session') && (session.status === 'planned' || session.status === 'unlogged');
  const when = named
    ? dates.time(session.startsAt)
    : `${dates.day(session.on)}, ${dates.time(session.startsAt)}`;
  return (
    <li className="line">
      <div>
        <Link
          to="/groups/$groupId/sessions/$slot"
          params={{ groupId: session.group.id, slot: session.slot }}
          className="line-title"
        >
          {named ? `${when} · ${session.group.name}` : when}
        </Link>
        <p className="quiet small">
          {text('minutes', { n: session.minutes ?? session.plannedMinutes })}
          {session.place ? ` · ${session.place}` : ''}
        </p>
      </div>
      <span className={session.status === 'unlogged' ? 'session-unlogged' : undefined}>
        {text(`session-status.${session.status}`)}
        {session.notHeldReason ? `: ${text(`not-held.${session.notHeldReason}`)}` : ''}
      </span>
      <span className="line-act">
        {open && (
          <Link
            to="/groups/$groupId/sessions/$slot"
            params={{ groupId: session.group.id, slot: session.slot }}
            className="button-link"
            aria-label={`${text('act.log')}: ${session.group.name}, ${when}`}
          >
            {text('act.log')}
          </Link>
        )}
      </span>
    </li>
  );
}
