import { queryOptions } from '@tanstack/react-query';
import type { Inbox } from '#contracts/inbox';
import { read } from './client.js';

export const inboxQuery = () =>
  queryOptions({
    queryKey: ['inbox'],
    queryFn: ({ signal }) => read<Inbox>('/inbox', {}, signal),
    refetchInterval: 60_000,
  });
