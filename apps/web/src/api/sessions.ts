import { queryOptions } from '@tanstack/react-query';
import type { LogSessionRequest, NotHeldRequest, SessionList } from '#contracts/sessions';
import { read, write } from './client.js';
import { ApiProblem } from './problem.js';

export const sessionsOfDayQuery = () =>
  queryOptions({
    queryKey: ['sessions', 'today'],
    queryFn: ({ signal }) => read<SessionList>('/sessions', {}, signal),
  });

/** One session, found in its group's list of that day. */
export const sessionQuery = (groupId: string, slot: string) =>
  queryOptions({
    queryKey: ['session', groupId, slot],
    queryFn: async ({ signal }) => {
      const day = { groupId, on: slot.slice(0, 10), mine: 'no' };
      const answer = await read<SessionList>('/sessions', day, signal);
      const session = answer.body.items.find((one) => one.slot === slot);
      if (!session) throw new ApiProblem(404, 'not_found', 'No session is planned at that time.');
      return session;
    },
  });

export const logSession = (groupId: string, slot: string, body: LogSessionRequest, key: string) =>
  write('POST', `${sessionPath(groupId, slot)}/log`, body, { key });

export const declareNotHeld = (groupId: string, slot: string, body: NotHeldRequest, key: string) =>
  write('POST', `${sessionPath(groupId, slot)}/not-held`, body, { key });

export const undoSession = (groupId: string, slot: string, reason: string, key: string) =>
  write('POST', `${sessionPath(groupId, slot)}/undo`, { reason }, { key });

const sessionPath = (groupId: string, slot: string) => `/groups/${groupId}/sessions/${slot}`;
