import type { ClockEnd } from '../legal-clock/pack.js';
import type { ReferralEvent } from './events.js';

/** The facts of an event that end clocks; asking for consent is implied by its receipt, the report by eligibility. */
export function ends(event: ReferralEvent): readonly ClockEnd[] {
  switch (event.type) {
    case 'PriorWrittenNoticeGiven':
      return ['notice'];
    case 'SafeguardsGiven':
      return ['safeguards'];
    case 'ConsentRequested':
    case 'ConsentReceived':
      return ['consent-asked'];
    case 'EvaluationReported':
      return ['report'];
    case 'EligibilityDetermined':
      return ['report', 'eligibility'];
    case 'IepMeetingHeld':
      return ['iep-meeting'];
    default:
      return [];
  }
}
