import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Page, TimeQuery } from '#contracts/page';
import type { HistoryPage } from '#contracts/history';
import type { StudentDetail, StudentRow } from '#contracts/students';
import { read } from './client.js';

export const studentsQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ['students', { q }],
    queryFn: ({ pageParam, signal }) =>
      read<Page<StudentRow>>('/students', { q: q || undefined, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.body.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const studentQuery = (id: string, time: TimeQuery) =>
  queryOptions({
    queryKey: ['student', id, time],
    queryFn: ({ signal }) => read<StudentDetail>(`/students/${id}`, time, signal),
    placeholderData: keepPreviousData,
  });

export const studentHistoryQuery = (id: string, knownAt: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['student', id, 'history', { knownAt }],
    queryFn: ({ pageParam, signal }) =>
      read<HistoryPage>(
        `/students/${id}/history`,
        { order: 'newest', limit: 100, knownAt, after: pageParam },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.body.next ?? undefined,
  });
