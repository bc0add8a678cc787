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

/** Every open group of a school, for a choice. */
export const groupsOfSchoolQuery = (schoolId: string) =>
  queryOptions({
    queryKey: ['groups', { schoolId }],
    queryFn: ({ signal }) =>
      read<Page<GroupRow>>('/groups', { schoolId, open: 'yes', limit: 200 }, signal),
  });
