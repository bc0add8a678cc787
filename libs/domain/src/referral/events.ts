import type { Pin } from '../decider.js';
import type { ProcessEvent, StepLadder } from '../obligation.js';
import type { LocalDate } from '../time.js';

/** The eight areas of 34 CFR 300.309(a)(1), and others that a request may name. */
export const areasOfConcern = [
  'oral-expression',
  'listening-comprehension',
  'written-expression',
  'basic-reading-skill',
  'reading-fluency',
  'reading-comprehension',
  'maths-calculation',
  'maths-problem-solving',
  'behaviour',
  'other',
] as const;
export type AreaOfConcern = (typeof areasOfConcern)[number];

export type RequestForEvaluation = {
  studentId: string;
  schoolId: string;
  by: 'guardian' | 'staff';
  /** Guardian or staff id where known. */
  requesterId: string | null;
  received: LocalDate;
  written: boolean;
  areasOfConcern: readonly AreaOfConcern[];
  concern: string;
  calendar: Pin;
  ruleSet: Pin | null;
  /** Jurisdiction pack; `us` = federal default. */
  jurisdiction: 'us';
};

export type ReferralEvent =
  | { type: 'EvaluationRequested'; data: RequestForEvaluation }
  | {
      type: 'PriorWrittenNoticeGiven';
      data: { on: LocalDate; action: 'evaluate' | 'refuse'; reason: string };
    }
  | { type: 'SafeguardsGiven'; data: { on: LocalDate } }
  /** Requested, signed and received are three dates; only the last starts a clock. */
  | { type: 'ConsentRequested'; data: { on: LocalDate } }
  | { type: 'ConsentReceived'; data: { signedOn: LocalDate; receivedOn: LocalDate } }
  | { type: 'ConsentRefused'; data: { on: LocalDate } }
  | { type: 'ConsentRevoked'; data: { on: LocalDate } }
  | {
      type: 'ClockStarted';
      data: {
        clock: 'evaluation' | 'initial-iep';
        kind: 'calendar-days';
        days: number;
        startsOn: LocalDate;
        dueOn: LocalDate;
        citation: string;
        packVersion: number;
      };
    }
  | {
      type: 'ClockExtended';
      data: {
        clock: 'evaluation' | 'initial-iep';
        from: LocalDate;
        to: LocalDate;
        kind: 'written_agreement' | 'transfer_agreed_date';
      };
    }
  | { type: 'AssessmentCompleted'; data: { on: LocalDate; assessment: string } }
  | {
      type: 'EligibilityDetermined';
      data: { on: LocalDate; eligible: boolean; categories: readonly string[] };
    }
  | { type: 'IepMeetingHeld'; data: { on: LocalDate } }
  /** The student changed schools: the referral goes on, and what is owed is owed by the new school's staff. */
  | {
      type: 'ReferralTransferred';
      data: { fromSchoolId: string; toSchoolId: string; calendar: Pin; on: LocalDate };
    }
  | { type: 'DeadlineMissed'; data: { clock: 'evaluation' | 'initial-iep'; dueOn: LocalDate } }
  | {
      type: 'ReferralClosed';
      data: {
        on: LocalDate;
        reason:
          | 'iep'
          | 'not-eligible'
          | 'consent-refused'
          | 'consent-revoked'
          | 'refused-by-agency'
          | 'left-district';
      };
    }
  | ProcessEvent;

export type ReferralCommand =
  | { type: 'RequestEvaluation'; data: RequestForEvaluation }
  | {
      type: 'GivePriorWrittenNotice';
      data: { on: LocalDate; action: 'evaluate' | 'refuse'; reason: string };
    }
  | { type: 'GiveSafeguards'; data: { on: LocalDate } }
  | { type: 'RequestConsent'; data: { on: LocalDate } }
  | { type: 'ReceiveConsent'; data: { signedOn: LocalDate; receivedOn: LocalDate } }
  | { type: 'RecordConsentRefused'; data: { on: LocalDate } }
  | { type: 'RevokeConsent'; data: { on: LocalDate } }
  | {
      type: 'ExtendClock';
      data: {
        clock: 'evaluation' | 'initial-iep';
        to: LocalDate;
        kind: 'written_agreement' | 'transfer_agreed_date';
        agreedInWriting: boolean;
      };
    }
  | { type: 'CompleteAssessment'; data: { on: LocalDate; assessment: string } }
  | {
      type: 'DetermineEligibility';
      data: { on: LocalDate; eligible: boolean; categories: readonly string[] };
    }
  | { type: 'HoldIepMeeting'; data: { on: LocalDate } }
  | { type: 'TransferReferral'; data: { toSchoolId: string; calendar: Pin; on: LocalDate } }
  | { type: 'CloseReferral'; data: { on: LocalDate; reason: 'left-district' } }
  | { type: 'AdoptCalendar'; data: { calendar: Pin; because: string } }
  | StepLadder;
