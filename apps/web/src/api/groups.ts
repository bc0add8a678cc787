import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { GroupDetail, GroupRow } from '#contracts/groups';
import type { Page } from '#contracts/page';
import { read } from './client.js';

export const groupsQuery = () =>
  infiniteQueryOptions({
    queryKey: ['groups'],
    queryFn: ({ pageParam, signal }) =>
      read<Page<GroupRow>>('/groups', { open: 'yes', after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.body.next ?? undefined,
  });

export const groupQuery = (id: string) =>
  queryOptions({
    queryKey: ['group', id],
    queryFn: ({ signal }) => read<GroupDetail>(`/groups/${id}`, {}, signal),
  });
