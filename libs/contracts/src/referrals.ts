import { z } from 'zod';
import { clockNames, jurisdictions } from '#domain/legal-clock/pack';
import { areasOfConcern } from '#domain/referral/events';
import { actorRef, id, instant, localDate, named, reason, studentRef, text } from './fields.js';
import { duty } from './duties.js';
import { pageOf, pageQuery, timeQuery } from './page.js';

/** The domain's own words for where a referral stands. */
export const referralStatuses = ['notice', 'consent', 'evaluation', 'iep', 'closed'] as const;
const clockName = z.enum(clockNames);

export const referralRow = z
  .object({
    id,
    student: studentRef,
    school: named,
    by: z.enum(['guardian', 'staff']),
    receivedOn: localDate,
    status: z.enum(referralStatuses),
    dueOn: localDate.nullable(),
    version: z.int(),
  })
  .meta({ id: 'ReferralRow' });
export type ReferralRow = z.infer<typeof referralRow>;
export const referralPage = pageOf(referralRow, 'ReferralPage');

export const referralClock = z
  .object({
    clock: clockName,
    days: z.int(),
    startsOn: localDate,
    dueOn: localDate,
    /** The day before an extension agreed in writing. */
    originalDueOn: localDate.nullable(),
    /** Each day before a closure, absences or a transfer moved it, oldest first. */
    moved: z.array(
      z.object({
        from: localDate,
        to: localDate,
        why: z.enum(['calendar-changed', 'absences-recorded', 'student-transferred']),
      }),
    ),
    /** Spans of days that were not counted. */
    excluded: z.array(z.object({ from: localDate, to: localDate, why: z.string() })),
    /** The calendar does not cover the days yet: the due day will be counted again when it does. */
    provisional: z.boolean(),
    because: z.string().nullable(),
    citation: z.string(),
    /** Met on this day, missed on that, or still running. */
    status: z.enum(['running', 'met', 'missed', 'ended']),
  })
  .meta({ id: 'ReferralClock' });

export const referralDetail = referralRow
  .extend({
    asOf: localDate.nullable(),
    knownAt: z.string().nullable(),
    written: z.boolean(),
    jurisdiction: z.enum(jurisdictions),
    areasOfConcern: z.array(z.enum(areasOfConcern)),
    concern: z.string(),
    requestedAt: instant,
    recordedBy: actorRef,
    notice: z
      .object({ on: localDate, action: z.enum(['evaluate', 'refuse']), reason: z.string() })
      .nullable(),
    safeguardsOn: localDate.nullable(),
    consent: z.object({
      requestedOn: localDate.nullable(),
      signedOn: localDate.nullable(),
      receivedOn: localDate.nullable(),
      refusedOn: localDate.nullable(),
      revokedOn: localDate.nullable(),
    }),
    clocks: z.array(referralClock),
    absences: z.array(localDate),
    assessments: z.array(z.object({ on: localDate, assessment: z.string() })),
    reportedOn: localDate.nullable(),
    eligibility: z
      .object({ on: localDate, eligible: z.boolean(), categories: z.array(z.string()) })
      .nullable(),
    iepMeetingOn: localDate.nullable(),
    closed: z.object({ on: localDate, reason: z.string() }).nullable(),
    next: z.array(duty),
  })
  .meta({ id: 'ReferralDetail' });
export type ReferralDetail = z.infer<typeof referralDetail>;

export const referralsQuery = pageQuery.extend({
  schoolId: id.optional(),
  studentId: id.optional(),
  open: z.enum(['yes', 'no']).optional(),
});
export type ReferralsQuery = z.infer<typeof referralsQuery>;
export const referralDetailQuery = timeQuery;

/** From every state, by guardian or staff; nothing stands before it. School, calendar and rules: the student's. */
export const requestEvaluationRequest = z
  .object({
    studentId: id,
    by: z.enum(['guardian', 'staff']),
    requesterId: id.nullable().default(null),
    received: localDate,
    written: z.boolean(),
    areasOfConcern: z.array(z.enum(areasOfConcern)).min(1),
    concern: text(4000),
  })
  .meta({ id: 'RequestEvaluationRequest' });
export type RequestEvaluationRequest = z.infer<typeof requestEvaluationRequest>;

export const giveNoticeRequest = z
  .object({ on: localDate, action: z.enum(['evaluate', 'refuse']), reason })
  .meta({ id: 'GiveNoticeRequest' });
export type GiveNoticeRequest = z.infer<typeof giveNoticeRequest>;
/** For the steps that are a date alone: safeguards, consent asked, refused, revoked, IEP meeting. */
export const onDateRequest = z.object({ on: localDate }).meta({ id: 'OnDateRequest' });
export type OnDateRequest = z.infer<typeof onDateRequest>;
export const receiveConsentRequest = z
  .object({ signedOn: localDate, receivedOn: localDate })
  .meta({ id: 'ReceiveConsentRequest' });
export type ReceiveConsentRequest = z.infer<typeof receiveConsentRequest>;
export const extendClockRequest = z
  .object({
    clock: clockName,
    to: localDate,
    kind: z.enum(['written_agreement', 'transfer_agreed_date']),
    agreedInWriting: z.boolean(),
  })
  .meta({ id: 'ExtendClockRequest' });
export type ExtendClockRequest = z.infer<typeof extendClockRequest>;
/** Every day since consent on which the student was absent; replaces the list before. */
export const recordAbsencesRequest = z
  .object({ dates: z.array(localDate).max(400) })
  .meta({ id: 'RecordAbsencesRequest' });
export type RecordAbsencesRequest = z.infer<typeof recordAbsencesRequest>;
export const completeAssessmentRequest = z
  .object({ on: localDate, assessment: text(500) })
  .meta({ id: 'CompleteAssessmentRequest' });
export type CompleteAssessmentRequest = z.infer<typeof completeAssessmentRequest>;
export const determineEligibilityRequest = z
  .object({ on: localDate, eligible: z.boolean(), categories: z.array(text(100)).max(20) })
  .meta({ id: 'DetermineEligibilityRequest' });
export type DetermineEligibilityRequest = z.infer<typeof determineEligibilityRequest>;
export const closeReferralRequest = z
  .object({ on: localDate, reason: z.literal('left-district') })
  .meta({ id: 'CloseReferralRequest' });
export type CloseReferralRequest = z.infer<typeof closeReferralRequest>;
