import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/** At most one look a few seconds, however much is being recorded. */
const atMostEvery = 3_000;

/**
 * Listens while the tab is seen, and looks again at what is shown when the record has moved on. What a person is judging
 * stays as it is (`meta.judged`): nothing may change under a decision.
 */
export function useLiveHints(): void {
  const queries = useQueryClient();
  useEffect(() => {
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const lookAgain = () => {
      timer ??= setTimeout(() => {
        timer = null;
        void queries.invalidateQueries({
          predicate: (query) => !query.meta?.['judged'] && query.queryKey[0] !== 'outbox',
        });
      }, atMostEvery);
    };
    const listen = () => {
      if (document.visibilityState === 'hidden') {
        source?.close();
        source = null;
      } else if (!source) {
        source = new EventSource('/v1/stream');
        source.addEventListener('changed', lookAgain);
      }
    };
    listen();
    document.addEventListener('visibilitychange', listen);
    return () => {
      document.removeEventListener('visibilitychange', listen);
      source?.close();
      if (timer) clearTimeout(timer);
    };
  }, [queries]);
}
