import type { Decider, Reference, ReferenceNeeds, Sent } from '../decider.js';
import { requirePastDay } from '../fact-date.js';
import { escalationOf } from '../ladder.js';
import type { Duty } from '../obligation.js';
import { stepLadder } from '../obligation.js';
import { RuleBroken } from '../rule-broken.js';
import { same } from '../same.js';
import { streamId } from '../streams.js';
import type { LocalDate } from '../time.js';
import { adoptCalendar } from './adopt-calendar.js';
import { calendarOf, clocksMoved, clocksStarted } from './clock.js';
import {
  giveNotice,
  giveSafeguards,
  receiveConsent,
  refuseConsent,
  requestConsent,
  revokeConsent,
} from './decide-consent.js';
import {
  completeAssessment,
  determineEligibility,
  extendClock,
  holdIepMeeting,
  recordAbsences,
  reportEvaluation,
} from './decide-evaluation.js';
import type {
  AskedEvaluation,
  ReferralCommand,
  ReferralEvent,
  RequestForEvaluation,
} from './events.js';
import { clockOf, ladderOf, obligations } from './obligations.js';
import type { Known, Referral } from './state.js';
import { evolve, initial, requested } from './state.js';

type Of<T extends ReferralCommand['type']> = Sent<Extract<ReferralCommand, { type: T }>>;

export function decide(
  command: Sent<ReferralCommand>,
  referral: Referral,
  reference: Reference,
): readonly ReferralEvent[] {
  switch (command.type) {
    case 'RequestEvaluation':
      return requestEvaluation(command, referral, reference);
    case 'StepLadder':
      return step(command, referral, reference);
    case 'AdoptCalendar':
      return adoptCalendar(command.data, known(referral), reference);
    case 'TransferReferral':
      return transferReferral(command, known(referral), reference);
    case 'CloseReferral':
      return closeReferral(command, known(referral), reference);
    case 'GivePriorWrittenNotice':
      return giveNotice(command.data, dated(command, referral, reference));
    case 'GiveSafeguards':
      return giveSafeguards(command.data, dated(command, referral, reference));
    case 'RequestConsent':
      return requestConsent(command.data, dated(command, referral, reference));
    case 'ReceiveConsent':
      return receiveConsent(command, known(referral), reference);
    case 'RecordConsentRefused':
      return refuseConsent(command.data, dated(command, referral, reference));
    case 'RevokeConsent':
      return revokeConsent(command.data, dated(command, referral, reference));
    case 'ExtendClock':
      return extendClock(command.data, known(referral));
    case 'RecordAbsences':
      return recordAbsences(command, known(referral), reference);
    case 'ReportEvaluation':
      return reportEvaluation(command.data, dated(command, referral, reference));
    case 'CompleteAssessment':
      return completeAssessment(command.data, dated(command, referral, reference));
    case 'DetermineEligibility':
      return determineEligibility(command.data, dated(command, referral, reference), reference);
    case 'HoldIepMeeting':
      return holdIepMeeting(command.data, dated(command, referral, reference));
  }
}

/**
 * Accepted from every state, by guardian or staff (34 CFR 300.301(b); OSEP 11-07): no tier, count or gate stands before
 * it. Only the date of receipt is checked, because a clock and an auditor will count from it. The clocks are those of the
 * district's jurisdiction on that day, for good: a pack chosen later is for later requests.
 */
function requestEvaluation(
  { data, meta }: Of<'RequestEvaluation'>,
  referral: Referral,
  reference: Reference,
): ReferralEvent[] {
  if (referral.status !== 'none') {
    const { jurisdiction: _jurisdiction, parameters: _parameters, ...asked } = referral.request;
    if (same(asked, data)) return [];
    throw new RuleBroken('referral-already-requested');
  }
  requirePastDay(data.received, 'received', meta, reference);
  const request: RequestForEvaluation = { ...data, ...jurisdictionOf(reference) };
  const asked = requested(request, { stream: streamId('referral', meta.commandId), trigger: '' });
  return [
    { type: 'EvaluationRequested', data: request },
    ...clocksStarted(asked, calendarOf(reference)),
  ];
}

/** The district's own choice; else what its rules name, else the federal default. */
function jurisdictionOf({ jurisdiction, ruleSet }: Reference) {
  if (!jurisdiction) return { jurisdiction: ruleSet?.referral.jurisdiction ?? ('us' as const) };
  const { parameters } = jurisdiction;
  const own = Object.keys(parameters).length > 0 ? { parameters } : {};
  return { jurisdiction: jurisdiction.jurisdiction, ...own };
}

/**
 * Clocks run on: a transfer within the district moves no clock of calendar days (34 CFR 300.301(c)); what counts school
 * days goes on by the new school's calendar.
 */
function transferReferral(
  { data, meta }: Of<'TransferReferral'>,
  referral: Known,
  reference: Reference,
): ReferralEvent[] {
  if (referral.status === 'closed' || referral.schoolId === data.toSchoolId) return [];
  requirePastDay(data.on, 'on', meta, reference);
  const moved = { ...referral, schoolId: data.toSchoolId, calendar: data.calendar };
  return [
    { type: 'ReferralTransferred', data: { fromSchoolId: referral.schoolId, ...data } },
    ...clocksMoved(moved, calendarOf(reference), 'student-transferred'),
  ];
}

function closeReferral(
  { data, meta }: Of<'CloseReferral'>,
  referral: Known,
  reference: Reference,
): ReferralEvent[] {
  if (referral.status === 'closed') return []; // it ended by itself before the student left
  requirePastDay(data.on, 'on', meta, reference);
  return [{ type: 'ReferralClosed', data }];
}

function step(
  { data, meta }: Of<'StepLadder'>,
  referral: Referral,
  reference: Reference,
): readonly ReferralEvent[] {
  if (referral.status !== 'open') return [];
  return stepLadder<ReferralEvent>(
    obligations(referral, reference),
    data.key,
    meta.at,
    (duty) => deadlineMissed(duty, referral),
    () => [],
    (duty) => escalationOf(duty, ladderOf(reference), referral.schoolId),
  );
}

/** The first silence on a legal clock is the missed deadline; what follows is ObligationMissed as everywhere. */
function deadlineMissed(duty: Duty, referral: Known): ReferralEvent[] | null {
  const clock = clockOf(duty.kind, referral);
  if (clock === null || referral.clocks[clock]?.missedAt !== null) return null;
  return [{ type: 'DeadlineMissed', data: { clock, dueOn: duty.dueOn } }];
}

function known(referral: Referral): Known {
  if (referral.status === 'none') throw new RuleBroken('no-such-referral');
  return referral;
}

/** The referral of a fact dated `on`: a day that has come, and not before the request. */
function dated(
  { data, meta }: Sent<{ data: { on: LocalDate } }>,
  referral: Referral,
  reference: Reference,
): Known {
  const it = known(referral);
  requirePastDay(data.on, 'on', meta, reference);
  if (data.on < it.request.received)
    throw new RuleBroken('date-before-request', { date: data.on, received: it.request.received });
  return it;
}

function needs(referral: Referral, command?: Sent<ReferralCommand>): ReferenceNeeds {
  if (referral.status === 'none')
    return command?.type === 'RequestEvaluation'
      ? { ...pinned(command.data), jurisdiction: true }
      : {};
  const own = pinned({ calendar: referral.calendar, ruleSet: referral.request.ruleSet });
  switch (command?.type) {
    case 'AdoptCalendar':
      return { ...own, calendar: command.data.calendar, previousCalendar: referral.calendar };
    case 'TransferReferral':
      return { ...own, calendar: command.data.calendar };
    default:
      return own;
  }
}

function pinned({ calendar, ruleSet }: Pick<AskedEvaluation, 'calendar' | 'ruleSet'>) {
  return ruleSet === null ? { calendar } : { calendar, ruleSet };
}

export const referralDecider: Decider<Referral, Sent<ReferralCommand>, ReferralEvent> = {
  kind: 'referral',
  initial,
  evolve,
  decide,
  needs,
};
