import { queryOptions } from '@tanstack/react-query';
import type { Done } from '#contracts/fields';
import type {
  LogSessionRequest,
  NotHeldRequest,
  SessionList,
  SessionShown,
} from '#contracts/sessions';
import { read, write } from './client.js';

export const sessionsOfDayQuery = () =>
  queryOptions({
    queryKey: ['sessions', 'today'],
    queryFn: ({ signal }) => read<SessionList>('/sessions', {}, signal),
  });

export const sessionQuery = (groupId: string, slot: string) =>
  queryOptions({
    queryKey: ['session', groupId, slot],
    queryFn: ({ signal }) => read<SessionShown>(sessionPath(groupId, slot), {}, signal),
  });

export const logSession = (groupId: string, slot: string, body: LogSessionRequest, key: string) =>
  write<Done>('POST', `${sessionPath(groupId, slot)}/log`, body, { key });

export const declareNotHeld = (groupId: string, slot: string, body: NotHeldRequest, key: string) =>
  write<Done>('POST', `${sessionPath(groupId, slot)}/not-held`, body, { key });

export const undoSession = (groupId: string, slot: string, reason: string, key: string) =>
  write<Done>('POST', `${sessionPath(groupId, slot)}/undo`, { reason }, { key });

const sessionPath = (groupId: string, slot: string) => `/groups/${groupId}/sessions/${slot}`;
