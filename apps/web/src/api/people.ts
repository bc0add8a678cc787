import { queryOptions } from '@tanstack/react-query';
import type { Page } from '#contracts/page';
import type { Person } from '#contracts/people';
import { read } from './client.js';

/** Staff of a school, for "who was present". */
export const peopleQuery = (schoolId: string) =>
  queryOptions({
    queryKey: ['people', { schoolId }],
    queryFn: ({ signal }) => read<Page<Person>>('/people', { schoolId, limit: 200 }, signal),
    staleTime: 300_000,
  });
