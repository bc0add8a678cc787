import type { Sent } from '../decider.js';
import type { ProcessOf } from '../process.js';
import { referralDecider } from './decide.js';
import type { ReferralCommand, ReferralEvent } from './events.js';
import { obligations, workKinds } from './obligations.js';
import type { Referral } from './state.js';
import { about, course } from './state.js';

export const evaluationReferral: ProcessOf<Referral, Sent<ReferralCommand>, ReferralEvent> = {
  decider: referralDecider,
  obligations,
  course,
  about,
  chapter: (referral) => course(referral).stage,
  workKinds,
};
