import type { Reference, Sent } from '../decider.js';
import { requireDay, requirePastDay } from '../fact-date.js';
import { definitionOf } from '../legal-clock/packs.js';
import { RuleBroken } from '../rule-broken.js';
import { same } from '../same.js';
import { calendarOf, clocksMoved, clocksStarted } from './clock.js';
import { requireOpen } from './decide-consent.js';
import type { ReferralCommand, ReferralEvent } from './events.js';
import type { Known } from './state.js';

type Data<T extends ReferralCommand['type']> = Extract<ReferralCommand, { type: T }>['data'];

/** Only the main clock, only by agreement in writing, only later, and not after the day has passed. */
export function extendClock(data: Data<'ExtendClock'>, referral: Known): ReferralEvent[] {
  requireOpen(referral);
  requireDay(data.to, 'to');
  const running = referral.clocks[data.clock];
  if (!running) throw new RuleBroken('clock-not-started', { clock: data.clock });
  if (running.dueOn === data.to && running.agreedOn === data.to) return [];
  if (!definitionOf(referral.request.jurisdiction, data.clock)?.main)
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

/** The day on which the whole evaluation is in writing; it ends the clock of the report. */
export function reportEvaluation(data: Data<'ReportEvaluation'>, referral: Known): ReferralEvent[] {
  if (referral.reportedOn === data.on) return [];
  requireOpen(referral);
  if (referral.reportedOn !== null)
    throw new RuleBroken('evaluation-already-reported', { on: referral.reportedOn });
  if (referral.eligibility) throw new RuleBroken('eligibility-already-determined');
  requireConsent(referral, data.on);
  return [{ type: 'EvaluationReported', data }];
}

/** The whole list as attendance has it, so that a corrected one replaces it; where the law counts absences, days move. */
export function recordAbsences(
  { data, meta }: Sent<{ data: Data<'RecordAbsences'> }>,
  referral: Known,
  reference: Reference,
): ReferralEvent[] {
  const dates = [...new Set(data.dates)].sort();
  if (same(referral.absences, dates)) return [];
  requireOpen(referral);
  for (const date of dates) {
    requirePastDay(date, 'dates', meta, reference);
    if (date < referral.request.received)
      throw new RuleBroken('date-before-request', { date, received: referral.request.received });
  }
  const absent = { ...referral, absences: dates };
  return [
    { type: 'AbsencesRecorded', data: { dates } },
    ...clocksMoved(absent, calendarOf(reference), 'absences-recorded'),
  ];
}

/** Ends the evaluation's clock. Eligible: the clock of the first IEP meeting starts; not eligible: the referral ends. */
export function determineEligibility(
  data: Data<'DetermineEligibility'>,
  referral: Known,
  reference: Reference,
): ReferralEvent[] {
  if (same(referral.eligibility, data)) return [];
  requireOpen(referral);
  if (referral.eligibility) throw new RuleBroken('eligibility-already-determined');
  requireConsent(referral, data.on);
  if (data.eligible && data.categories.length === 0)
    throw new RuleBroken('eligible-without-category');
  const determined: ReferralEvent = { type: 'EligibilityDetermined', data };
  return data.eligible
    ? [determined, ...clocksStarted({ ...referral, eligibility: data }, calendarOf(reference))]
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
