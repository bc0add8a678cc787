import type { CaseFileEvent } from './case-file/events.js';
import type { CycleEvent } from './cycle/events.js';
import type { DomainEvent } from './decider.js';
import type { ReferralEvent } from './referral/events.js';

/** Codes beside an event's body, in clear: never a name, a score or a text. */
export type Meta = Readonly<Record<string, string | number | boolean | null>>;

const none: Meta = {};

/**
 * What of a decision must outlive its body: that it was taken, and how it came out. When the bodies of a class are destroyed, the
 * history still says which decisions stood in it (domain.md 7).
 */
export function outcomeCodesOf(event: DomainEvent): Meta {
  const decision = event as CycleEvent | ReferralEvent | CaseFileEvent;
  switch (decision.type) {
    case 'PlacementConfirmed':
      return { tier: decision.data.tier };
    case 'PlacementOverridden':
      return { tier: decision.data.tier, proposed: decision.data.proposed };
    case 'ReviewHeld': {
      const { outcome, recommended, decision: decided } = decision.data;
      return { outcome, recommended, decision: decided };
    }
    case 'CycleClosed':
    case 'ReferralClosed':
      return { reason: decision.data.reason };
    case 'EarlierFactReceived':
      return decision.data.codes;
    default:
      return none;
  }
}
