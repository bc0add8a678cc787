import type { Recorded } from '../decider.js';
import type { LocalDate } from '../time.js';
import type { AccessEvent } from './events.js';

/** Who looked last on which day, and what was disclosed: enough to record each once. */
export type Access = {
  lastViews: ReadonlyMap<string, LocalDate>;
  disclosed: ReadonlySet<string>;
};

export const initial: Access = { lastViews: new Map(), disclosed: new Set() };

export function evolve(access: Access, event: Recorded<AccessEvent>): Access {
  switch (event.type) {
    case 'FileViewed': {
      const { staffId, on } = event.data;
      return { ...access, lastViews: new Map(access.lastViews).set(staffId, on) };
    }
    case 'RecordDisclosed':
      return { ...access, disclosed: new Set(access.disclosed).add(disclosureKey(event.data)) };
    case 'StudentEventsCounted':
      return access;
  }
}

export function disclosureKey(data: { to: string; interest: string; on: LocalDate }): string {
  return JSON.stringify([data.on, data.to, data.interest]);
}
