import type { StreamRef } from '#domain/streams';
import { follow, type Process } from './follow.js';

/** The special-education evaluation: starts from any state, is never gated by a tier, and keeps the legal clocks. */
export async function evaluationReferral(ref: StreamRef): Promise<void> {
  await follow(ref, { notice, consent, evaluation, iep });
}

/** Prior written notice and procedural safeguards, whether the agency will evaluate or refuses (34 CFR 300.503). */
async function notice(referral: Process): Promise<void> {
  await referral.waitFor('give-notice', 'request-consent');
}

/** Consent is asked for; a silence is recorded and the duty opens again. */
async function consent(referral: Process): Promise<void> {
  await referral.waitFor('request-consent', 'obtain-consent');
}

/** The clock runs from the receipt of consent, through breaks and weekends (34 CFR 300.301(c)(1)). */
async function evaluation(referral: Process): Promise<void> {
  await referral.waitFor('finish-evaluation');
}

/** An eligible student's IEP meeting within 30 days (34 CFR 300.323(c)(1)). */
async function iep(referral: Process): Promise<void> {
  await referral.waitFor('hold-iep-meeting');
}
