import type { Recorded } from '../decider.js';
import type { Identity, Scope, StaffEvent, StaffRole } from './events.js';

export type Authorisation = Extract<StaffEvent, { type: 'StaffAuthorised' }>['data'];

export type Staff =
  | { status: 'none' }
  | {
      status: 'authorised';
      /** As first authorised: what a roster imported again is compared with. */
      authorisation: Authorisation;
      role: StaffRole;
      scope: Scope;
      identities: readonly Identity[];
    };

export const initial: Staff = { status: 'none' };

export function evolve(staff: Staff, event: Recorded<StaffEvent>): Staff {
  switch (event.type) {
    case 'StaffAuthorised': {
      const { role, scope, identities } = event.data;
      return { status: 'authorised', authorisation: event.data, role, scope, identities };
    }
    case 'StaffScopeChanged':
      return staff.status === 'authorised'
        ? { ...staff, role: event.data.role, scope: event.data.scope }
        : staff;
    case 'IdentityLinked':
      return staff.status === 'authorised'
        ? { ...staff, identities: [...staff.identities, event.data] }
        : staff;
  }
}
