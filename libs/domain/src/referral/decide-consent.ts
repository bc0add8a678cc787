import type { Reference, Sent } from '../decider.js';
import { requireDay, requirePastDay } from '../fact-date.js';
import { RuleBroken } from '../rule-broken.js';
import { same } from '../same.js';
import { calendarOf, clocksStarted } from './clock.js';
import type { ReferralCommand, ReferralEvent } from './events.js';
import type { Known } from './state.js';

type Data<T extends ReferralCommand['type']> = Extract<ReferralCommand, { type: T }>['data'];

/** A refusal by the agency is a notice too, with its reason, and ends the referral (34 CFR 300.503(a)(2)). */
export function giveNotice(data: Data<'GivePriorWrittenNotice'>, referral: Known): ReferralEvent[] {
  if (referral.notice) {
    const { trigger: _, ...given } = referral.notice;
    if (same(given, data)) return [];
  }
  requireOpen(referral);
  if (data.action === 'evaluate') {
    if (referral.notice) throw new RuleBroken('notice-already-given', { on: referral.notice.on });
    return [{ type: 'PriorWrittenNoticeGiven', data }];
  }
  if (data.reason.trim() === '') throw new RuleBroken('refusal-without-reason');
  if (referral.consent) throw new RuleBroken('consent-already-received');
  return [
    { type: 'PriorWrittenNoticeGiven', data },
    { type: 'ReferralClosed', data: { on: data.on, reason: 'refused-by-agency' } },
  ];
}

export function giveSafeguards(data: Data<'GiveSafeguards'>, referral: Known): ReferralEvent[] {
  if (referral.safeguardsOn === data.on) return [];
  requireOpen(referral);
  return [{ type: 'SafeguardsGiven', data }];
}

/** May be asked again after a silence; each asking starts its own wait. */
export function requestConsent(data: Data<'RequestConsent'>, referral: Known): ReferralEvent[] {
  if (referral.asked?.on === data.on) return [];
  requireOpen(referral);
  if (referral.consent) throw new RuleBroken('consent-already-received');
  if (referral.asked && data.on < referral.asked.on)
    throw new RuleBroken('consent-asked-later', { on: referral.asked.on });
  return [{ type: 'ConsentRequested', data }];
}

/** Signed and received are two dates; only the receipt starts the clock, whoever had asked for it. */
export function receiveConsent(
  { data, meta }: Sent<{ data: Data<'ReceiveConsent'> }>,
  referral: Known,
  reference: Reference,
): ReferralEvent[] {
  if (same(referral.consent, data)) return [];
  requireOpen(referral);
  if (referral.consent) throw new RuleBroken('consent-already-received');
  requireDay(data.signedOn, 'signedOn');
  requirePastDay(data.receivedOn, 'receivedOn', meta, reference);
  if (data.receivedOn < data.signedOn) throw new RuleBroken('consent-received-before-signed');
  if (data.receivedOn < referral.request.received)
    throw new RuleBroken('date-before-request', {
      date: data.receivedOn,
      received: referral.request.received,
    });
  const received = { ...referral, consent: data };
  return [{ type: 'ConsentReceived', data }, ...clocksStarted(received, calendarOf(reference))];
}

export function refuseConsent(
  data: Data<'RecordConsentRefused'>,
  referral: Known,
): ReferralEvent[] {
  if (referral.closed?.reason === 'consent-refused') return [];
  requireOpen(referral);
  if (referral.consent) throw new RuleBroken('consent-already-received');
  return [
    { type: 'ConsentRefused', data },
    { type: 'ReferralClosed', data: { on: data.on, reason: 'consent-refused' } },
  ];
}

/** Not retroactive: what was done under the consent stays done (34 CFR 300.9(c)(2)). */
export function revokeConsent(data: Data<'RevokeConsent'>, referral: Known): ReferralEvent[] {
  if (referral.closed?.reason === 'consent-revoked') return [];
  requireOpen(referral);
  if (!referral.consent) throw new RuleBroken('consent-not-received');
  if (data.on < referral.consent.receivedOn)
    throw new RuleBroken('consent-revoked-before-received');
  return [
    { type: 'ConsentRevoked', data },
    { type: 'ReferralClosed', data: { on: data.on, reason: 'consent-revoked' } },
  ];
}

export function requireOpen(referral: Known): void {
  if (referral.closed) throw new RuleBroken('referral-closed', { ...referral.closed });
}
