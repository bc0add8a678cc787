import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type {
  ConfirmPlacementRequest,
  CycleDetail,
  DeclinePlacementRequest,
  OverridePlacementRequest,
  ReviewScreen,
  StartPhaseRequest,
} from '#contracts/cycles';
import type { TimeQuery } from '#contracts/page';
import type { RecordProbeRequest } from '#contracts/probes';
import type { HoldReviewRequest } from '#contracts/reviews';
import type { Write } from './client.js';
import { read, write } from './client.js';

/** Stays as it was when the person began to judge it, until they ask for it anew. */
const judged = {
  meta: { judged: true },
  staleTime: Infinity,
  refetchOnWindowFocus: false,
} as const;

export const cycleQuery = (id: string, time: TimeQuery = {}) =>
  queryOptions({
    queryKey: ['cycle', id, time],
    queryFn: ({ signal }) => read<CycleDetail>(`/cycles/${id}`, time, signal),
    placeholderData: keepPreviousData,
  });

export const reviewScreenQuery = (cycleId: string, reviewId: string) =>
  queryOptions({
    queryKey: ['cycle', cycleId, 'review', reviewId],
    queryFn: ({ signal }) =>
      read<ReviewScreen>(`/cycles/${cycleId}/reviews/${reviewId}`, {}, signal),
    ...judged,
  });

/** A cycle with a placement to decide: the same answer as `cycleQuery`, kept still while the team decides. */
export const placementQuery = (id: string) =>
  queryOptions({
    queryKey: ['cycle', id, 'placement'],
    queryFn: ({ signal }) => read<CycleDetail>(`/cycles/${id}`, {}, signal),
    ...judged,
  });

export const holdReview = (
  cycleId: string,
  reviewId: string,
  body: HoldReviewRequest,
  how: Write,
) => write('POST', `/cycles/${cycleId}/reviews/${reviewId}/hold`, body, how);

export const startPhase = (cycleId: string, body: StartPhaseRequest, how: Write) =>
  write('POST', `/cycles/${cycleId}/phases`, body, how);

export const recordProbe = (cycleId: string, body: RecordProbeRequest, how: Write) =>
  write('POST', `/cycles/${cycleId}/probes`, body, how);

type PlacementAnswer =
  | { as: 'confirm'; body: ConfirmPlacementRequest }
  | { as: 'override'; body: OverridePlacementRequest }
  | { as: 'decline'; body: DeclinePlacementRequest };

export const decidePlacement = (
  cycleId: string,
  placementId: string,
  answer: PlacementAnswer,
  how: Write,
) => write('POST', `/cycles/${cycleId}/placements/${placementId}/${answer.as}`, answer.body, how);
