import type { Adoption } from '../calendar/adoption.js';
import type { Pin } from '../decider.js';
import type { Span } from '../legal-clock/exclusions.js';
import type { ClockKind, ClockName, Jurisdiction, Parameters } from '../legal-clock/pack.js';
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

/** What is asked, and by whom; the clocks are those of the district's jurisdiction. */
export type AskedEvaluation = {
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
};

/** The request as recorded: with the jurisdiction, and its counsel's readings, by which its clocks are counted for good. */
export type RequestForEvaluation = AskedEvaluation & {
  jurisdiction: Jurisdiction;
  /** Left out: the pack's defaults. */
  parameters?: Partial<Parameters>;
};

export type ExtensionKind = 'written_agreement' | 'transfer_agreed_date';

/** Why a clock's due day moved without anybody's agreement. */
export type DueMoved = 'calendar-changed' | 'absences-recorded' | 'student-transferred';

/** How a due day was found. Clocks started before there were packs say none of it: they are federal. */
export type ClockBasis = {
  jurisdiction?: Jurisdiction;
  /** The calendar version by which the days were counted. */
  calendar?: Pin;
  parameters?: Partial<Parameters>;
  excluded?: readonly Span[];
  /** The adopted calendar does not cover the days that the law counts: weekdays were counted until it does. */
  provisional?: boolean;
  because?: string;
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
      data: ClockBasis & {
        clock: ClockName;
        kind: ClockKind;
        days: number;
        startsOn: LocalDate;
        dueOn: LocalDate;
        citation: string;
        packVersion: number;
      };
    }
  | {
      type: 'ClockExtended';
      data: { clock: ClockName; from: LocalDate; to: LocalDate; kind: ExtensionKind };
    }
  /** A closure, absences or another school's calendar moved the day that the law sets; the day before is kept. */
  | {
      type: 'ClockDueMoved';
      data: ClockBasis & {
        clock: ClockName;
        startsOn: LocalDate;
        from: LocalDate;
        to: LocalDate;
        why: DueMoved;
      };
    }
  /** Every day since consent on which the student was absent, as attendance has it; a later list replaces this one. */
  | { type: 'AbsencesRecorded'; data: { dates: readonly LocalDate[] } }
  | { type: 'AssessmentCompleted'; data: { on: LocalDate; assessment: string } }
  /** The written report of the whole evaluation is complete. */
  | { type: 'EvaluationReported'; data: { on: LocalDate } }
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
  | { type: 'DeadlineMissed'; data: { clock: ClockName; dueOn: LocalDate } }
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
  | { type: 'RequestEvaluation'; data: AskedEvaluation }
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
        clock: ClockName;
        to: LocalDate;
        kind: ExtensionKind;
        agreedInWriting: boolean;
      };
    }
  | { type: 'RecordAbsences'; data: { dates: readonly LocalDate[] } }
  | { type: 'CompleteAssessment'; data: { on: LocalDate; assessment: string } }
  | { type: 'ReportEvaluation'; data: { on: LocalDate } }
  | {
      type: 'DetermineEligibility';
      data: { on: LocalDate; eligible: boolean; categories: readonly string[] };
    }
  | { type: 'HoldIepMeeting'; data: { on: LocalDate } }
  | { type: 'TransferReferral'; data: { toSchoolId: string; calendar: Pin; on: LocalDate } }
  | { type: 'CloseReferral'; data: { on: LocalDate; reason: 'left-district' } }
  | { type: 'AdoptCalendar'; data: Adoption }
  | StepLadder;
