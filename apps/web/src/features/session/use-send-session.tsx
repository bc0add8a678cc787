import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useRouteContext } from '@tanstack/react-router';
import { useState } from 'react';
import type { SessionShown } from '#contracts/sessions';
import { undoSession } from '../../api/sessions.js';
import { useText } from '../../i18n/text.js';
import { tally } from './attendance.js';
import { indexedDbShelf } from './indexed-db-shelf.js';
import type { SessionReport } from './outbox.js';
import { sendOrKeep } from './outbox.js';
import { sendWaiting } from './send-waiting.js';
import { useProblemText } from '../../ui/problem-note.js';

const undoFor = 10_000;

/** Sends what was said about one session, or keeps it until the network is back; for ten seconds it can be undone. */
export function useSendSession(groupId: string, slot: string) {
  const text = useText();
  const say = useProblemText();
  const queries = useQueryClient();
  const { me } = useRouteContext({ from: '/signed-in' });
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const attempt = async <T,>(work: () => Promise<T>): Promise<T | null> => {
    setSending(true);
    setError(null);
    try {
      return await work();
    } catch (cause) {
      setError(cause);
      notifications.show({ message: say(cause), autoClose: 8_000 });
      return null;
    } finally {
      setSending(false);
      await queries.invalidateQueries();
    }
  };

  const undo = () =>
    attempt(() => undoSession(groupId, slot, 'undone by its author', crypto.randomUUID()));

  const send = (report: SessionReport, session: SessionShown) =>
    attempt(async () => {
      const waiting = {
        key: crypto.randomUUID(),
        actorId: me.id,
        groupId,
        slot,
        report,
        refused: null,
      };
      const outcome = await sendOrKeep(indexedDbShelf, waiting, sendWaiting);
      const id = `session-${groupId}-${slot}`;
      if (outcome === 'kept')
        notifications.show({ id, message: text('session.kept'), autoClose: undoFor });
      else
        notifications.show({
          id,
          autoClose: undoFor,
          withCloseButton: false,
          message: (
            <div className="row between">
              <span>{summary(report, session)}</span>
              <Button
                variant="default"
                size="compact-md"
                onClick={() => {
                  notifications.hide(id);
                  void undo();
                }}
              >
                {text('session.undo')}
              </Button>
            </div>
          ),
        });
      return outcome;
    });

  const summary = (report: SessionReport, session: SessionShown) =>
    report.kind === 'log'
      ? text('session.logged', { group: session.group.name, ...tally(report.body) })
      : text('session.declared', { group: session.group.name });

  return { send, undo, sending, error };
}
