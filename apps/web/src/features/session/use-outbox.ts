import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouteContext } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';
import { indexedDbShelf } from './indexed-db-shelf.js';
import { flush, mine } from './outbox.js';
import { sendWaiting } from './send-waiting.js';

const tryAgainEvery = 30_000;

/** The signed-in person's waiting reports, sent as soon as the network is back. */
export function useOutbox() {
  const { me } = useRouteContext({ from: '/signed-in' });
  const queries = useQueryClient();
  const { data: waiting = [] } = useQuery({
    queryKey: ['outbox', me.id],
    queryFn: () => mine(indexedDbShelf, me.id),
    networkMode: 'always',
    staleTime: 0,
  });
  const sendNow = useCallback(async () => {
    const sent = await flush(indexedDbShelf, me.id, sendWaiting);
    await queries.invalidateQueries({ queryKey: ['outbox'] });
    if (sent > 0) await queries.invalidateQueries();
  }, [me.id, queries]);
  const discard = useCallback(
    async (key: string) => {
      await indexedDbShelf.remove(key);
      await queries.invalidateQueries({ queryKey: ['outbox'] });
    },
    [queries],
  );
  const pending = waiting.some((report) => report.refused === null);
  useEffect(() => {
    if (!pending) return;
    const now = () => void sendNow();
    window.addEventListener('online', now);
    const timer = setInterval(now, tryAgainEvery);
    return () => {
      window.removeEventListener('online', now);
      clearInterval(timer);
    };
  }, [pending, sendNow]);
  return { waiting, sendNow, discard };
}
