import type { React } from '../process.js';
import { streamId, uuidOf } from '../streams.js';
import type { GroupEvent } from './events.js';

/** Another specialist takes over: the duties of the members' phases move along. */
export const groupReact: React<GroupEvent> = {
  listensTo: ['SpecialistAssigned'],
  concerns: () => null,
  react: (event) => {
    if (event.type !== 'SpecialistAssigned') return [];
    const { to, on, cycleIds } = event.data;
    const data = { groupId: uuidOf(event.stream), to, on };
    return cycleIds.map((cycleId) => ({
      to: streamId('cycle', cycleId),
      type: 'ChangeSpecialist',
      data,
    }));
  },
};
