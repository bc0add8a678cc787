import type { Claims } from '../decider.js';
import { noClaims } from '../process.js';
import type { Identity, StaffEvent } from './events.js';

/** One person signs in by one identity: (provider, subject), never the e-mail. Never released: a subject is not reused. */
export function claims(event: StaffEvent): Claims {
  switch (event.type) {
    case 'StaffAuthorised':
      return { take: event.data.identities.map(claimOf), release: [] };
    case 'IdentityLinked':
      return { take: [claimOf(event.data)], release: [] };
    case 'StaffScopeChanged':
      return noClaims;
  }
}

function claimOf({ provider, subject }: Identity): string {
  return `identity:${provider}:${subject}`;
}
