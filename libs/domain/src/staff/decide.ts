import type { Decider, Sent } from '../decider.js';
import { RuleBroken } from '../rule-broken.js';
import { same } from '../same.js';
import { claims } from './claims.js';
import type { Identity, Scope, StaffCommand, StaffEvent, StaffRole } from './events.js';
import type { Authorisation, Staff } from './state.js';
import { evolve, initial } from './state.js';

type ChangeScope = Extract<StaffCommand, { type: 'ChangeStaffScope' }>;

export function decide(command: Sent<StaffCommand>, staff: Staff): StaffEvent[] {
  switch (command.type) {
    case 'AuthoriseStaff':
      return authorise(command.data, staff);
    case 'ChangeStaffScope':
      return changeScope(command, staff);
    case 'LinkIdentity':
      return linkIdentity(command.data, staff);
  }
}

function authorise(data: Authorisation, staff: Staff): StaffEvent[] {
  if (staff.status === 'authorised') {
    if (same(staff.authorisation, data)) return [];
    throw new RuleBroken('staff-already-authorised');
  }
  requireScope(data.role, data.scope);
  return [{ type: 'StaffAuthorised', data }];
}

function changeScope({ data }: ChangeScope, staff: Staff): StaffEvent[] {
  if (staff.status === 'none') throw new RuleBroken('staff-not-authorised');
  if (staff.role === data.role && same(staff.scope, data.scope)) return [];
  requireScope(data.role, data.scope);
  if (data.reason.trim() === '') throw new RuleBroken('reason-required');
  return [{ type: 'StaffScopeChanged', data }];
}

function linkIdentity(identity: Identity, staff: Staff): StaffEvent[] {
  if (staff.status === 'none') throw new RuleBroken('staff-not-authorised');
  if (staff.identities.some((known) => same(known, identity))) return [];
  return [{ type: 'IdentityLinked', data: identity }];
}

/** A district admin answers for the whole district; every narrower scope names at least one school. */
function requireScope(role: StaffRole, scope: Scope): void {
  if (role === 'district-admin' && scope.kind !== 'district')
    throw new RuleBroken('role-needs-district-scope', { role });
  if (scope.kind !== 'district' && scope.schoolIds.length === 0)
    throw new RuleBroken('scope-without-schools', { scope: scope.kind });
  if (scope.kind === 'grades' && scope.grades.length === 0)
    throw new RuleBroken('scope-without-grades');
}

export const staffDecider: Decider<Staff, Sent<StaffCommand>, StaffEvent> = {
  kind: 'staff',
  initial,
  evolve,
  decide,
  needs: () => ({}),
  claims,
};
