import type { HistoryEntry } from '#contracts/history';
import { localDateOf } from '#domain/time';
import { useIntl } from 'react-intl';
import { useDates } from '../i18n/dates.js';
import { useText } from '../i18n/text.js';
import { actorName } from './names.js';
import { storyWords } from './story-words.js';
import { runsOf } from './story-runs.js';
import './event-list.css';

/** The story of a record, newest first: what happened, who said so, and when it was recorded if that was another day. */
export function EventList({
  entries,
  timeZone,
}: {
  entries: readonly HistoryEntry[];
  timeZone: string;
}) {
  const text = useText();
  const dates = useDates();
  const intl = useIntl();
  return (
    <ol className="plain story">
      {runsOf(entries, timeZone).map((run) => {
        const [first] = run as [HistoryEntry];
        const last = run.at(-1) as HistoryEntry;
        if (run.length < 2)
          return run.map((entry) => (
            <Entry key={entry.eventId} entry={entry} timeZone={timeZone} />
          ));
        return (
          <li key={first.eventId} className="story-item">
            <details>
              <summary>
                {text('story.run', {
                  n: run.length,
                  what: storyWords(first, intl, dates, true),
                  from: dates.day(localDateOf(last.occurredAt, timeZone)),
                  to: dates.day(localDateOf(first.occurredAt, timeZone)),
                })}
              </summary>
              <ol className="plain story">
                {run.map((entry) => (
                  <Entry key={entry.eventId} entry={entry} timeZone={timeZone} />
                ))}
              </ol>
            </details>
          </li>
        );
      })}
    </ol>
  );
}

function Entry({ entry, timeZone }: { entry: HistoryEntry; timeZone: string }) {
  const text = useText();
  const dates = useDates();
  const intl = useIntl();
  const happened = localDateOf(entry.occurredAt, timeZone);
  const recorded = localDateOf(entry.recordedAt, timeZone);
  return (
    <li
      className={`story-item${entry.actor.name ? ' story-person' : ''}${entry.voided ? ' story-voided' : ''}`}
    >
      <span className="story-what">{storyWords(entry, intl, dates)}</span>
      <span className="quiet small">
        <time dateTime={entry.occurredAt}>{dates.day(happened)}</time>
        {' · '}
        {actorName(entry.actor, text)}
        {recorded !== happened && ` · ${text('story.recorded', { day: dates.day(recorded) })}`}
        {entry.voided && ` · ${text('story.voided')}`}
      </span>
    </li>
  );
}
