import { queryOptions } from '@tanstack/react-query';
import type { Intervention } from '#contracts/interventions';
import type { Page } from '#contracts/page';
import { read } from './client.js';

/** The district's catalogue of one area. */
export const interventionsQuery = (area: string) =>
  queryOptions({
    queryKey: ['interventions', { area }],
    queryFn: ({ signal }) =>
      read<Page<Intervention>>('/interventions', { area, limit: 200 }, signal),
    staleTime: 300_000,
  });
