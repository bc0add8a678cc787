import { Button } from '@mantine/core';
import { useDates } from '../../i18n/dates.js';
import { useText } from '../../i18n/text.js';
import { useOutbox } from './use-outbox.js';
import './outbox-notice.css';

/** "2 sessions waiting to send": nothing said on weak wifi is lost, and nothing refused goes unheard. */
export function OutboxNotice() {
  const text = useText();
  const dates = useDates();
  const { waiting, sendNow, discard } = useOutbox();
  const pending = waiting.filter((report) => report.refused === null);
  const refused = waiting.filter((report) => report.refused !== null);
  return (
    <output className="outbox">
      {pending.length > 0 && (
        <div className="outbox-line">
          <span>{text('outbox.waiting', { n: pending.length })}</span>
          <Button variant="default" size="compact-md" onClick={() => void sendNow()}>
            {text('outbox.send')}
          </Button>
        </div>
      )}
      {refused.map((report) => (
        <div key={report.key} className="outbox-line">
          <span>
            {text('outbox.refused', { day: dates.day(report.slot.slice(0, 10)) })} {report.refused}
          </span>
          <Button variant="default" size="compact-md" onClick={() => void discard(report.key)}>
            {text('outbox.dismiss')}
          </Button>
        </div>
      ))}
    </output>
  );
}
