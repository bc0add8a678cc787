import { requireDay } from '../fact-date.js';
import { RuleBroken } from '../rule-broken.js';
import { same } from '../same.js';
import { federalPack, startClock } from './clock.js';
import { requireOpen } from './decide-consent.js';
import type { ReferralCommand, ReferralEvent } from './events.js';
import type { Known } from './state.js';

type Data<T extends ReferralCommand['type']> = Extract<ReferralCommand, { type: T }>['data'];

/** Only by agreement in writing, only where the clock's law knows it, only later, and not after the day has passed. */
export function extendClock(data: Data<'ExtendClock'>, referral: Known): ReferralEvent[] {
  requireOpen(referral);
  requireDay(data.to, 'to');
  const running = referral.clocks[data.clock];
  if (!running) throw new RuleBroken('clock-not-started', { clock: data.clock });
  if (running.dueOn === data.to && running.extended > 0) return [];
  if (!federalPack.clocks[data.clock].extensions.includes(data.kind))
    throw new RuleBroken('clock-cannot-be-extended', { clock: data.clock, kind: data.kind });
  if (!data.agreedInWriting) throw new RuleBroken('extension-needs-written-agreement');
  if (running.missedAt !== null)
    throw new RuleBroken('deadline-already-missed', { clock: data.clock, dueOn: running.dueOn });
  if (data.to <= running.dueOn)
    throw new RuleBroken('extension-not-later', { dueOn: running.dueOn, to: data.to });
  const { clock, to, kind } = data;
  return [{ type: 'ClockExtended', data: { clock, from: running.dueOn, to, kind } }];
}

export function completeAssessment(
  data: Data<'CompleteAssessment'>,
  referral: Known,
): ReferralEvent[] {
  if (referral.assessments.some((known) => same(known, data))) return [];
  requireOpen(referral);
  requireConsent(referral, data.on);
  return [{ type: 'AssessmentCompleted', data }];
}

/** Ends the evaluation's clock. Eligible: the clock of the first IEP meeting starts; not eligible: the referral ends. */
export function determineEligibility(
  data: Data<'DetermineEligibility'>,
  referral: Known,
): ReferralEvent[] {
  if (same(referral.eligibility, data)) return [];
  requireOpen(referral);
  if (referral.eligibility) throw new RuleBroken('eligibility-already-determined');
  requireConsent(referral, data.on);
  if (data.eligible && data.categories.length === 0)
    throw new RuleBroken('eligible-without-category');
  const determined: ReferralEvent = { type: 'EligibilityDetermined', data };
  return data.eligible
    ? [determined, startClock('initial-iep', data.on)]
    : [determined, { type: 'ReferralClosed', data: { on: data.on, reason: 'not-eligible' } }];
}

export function holdIepMeeting(data: Data<'HoldIepMeeting'>, referral: Known): ReferralEvent[] {
  if (referral.iepMeetingOn === data.on) return [];
  requireOpen(referral);
  const { eligibility } = referral;
  if (!eligibility?.eligible) throw new RuleBroken('not-found-eligible');
  if (data.on < eligibility.on)
    throw new RuleBroken('date-before-eligibility', { date: data.on, eligibility: eligibility.on });
  return [
    { type: 'IepMeetingHeld', data },
    { type: 'ReferralClosed', data: { on: data.on, reason: 'iep' } },
  ];
}

/** Nothing of an evaluation before informed written consent (34 CFR 300.300(a)). */
function requireConsent(referral: Known, on: string): void {
  if (!referral.consent) throw new RuleBroken('consent-not-received');
  if (on < referral.consent.receivedOn)
    throw new RuleBroken('date-before-consent', {
      date: on,
      received: referral.consent.receivedOn,
    });
}
