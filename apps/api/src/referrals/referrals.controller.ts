import { Body, Controller, Param, Query } from '@nestjs/common';
import { historyPage, historyQuery, type HistoryPage, type HistoryQuery } from '#contracts/history';
import { timeQuery, type Page, type TimeQuery } from '#contracts/page';
import {
  closeReferralRequest,
  completeAssessmentRequest,
  determineEligibilityRequest,
  extendClockRequest,
  giveNoticeRequest,
  onDateRequest,
  receiveConsentRequest,
  recordAbsencesRequest,
  referralDetail,
  referralPage,
  referralsQuery,
  requestEvaluationRequest,
  type CloseReferralRequest,
  type CompleteAssessmentRequest,
  type DetermineEligibilityRequest,
  type ExtendClockRequest,
  type GiveNoticeRequest,
  type OnDateRequest,
  type ReceiveConsentRequest,
  type RecordAbsencesRequest,
  type ReferralDetail,
  type ReferralRow,
  type ReferralsQuery,
  type RequestEvaluationRequest,
} from '#contracts/referrals';
import type { ReferralCommand } from '#domain/referral/events';
import { Caller } from '../edge/caller.js';
import { ProblemError } from '../edge/problem-error.js';
import { Commands, Reads } from '../edge/route.js';
import { Histories } from '../history.js';
import { Pins } from '../pins.js';
import { Submit } from '../submit.js';
import { Views } from '../views.js';
import { ReferralReader } from './referral-reader.js';

const one = { kind: 'referral', param: 'referralId' } as const;
const handled = { allow: 'handle-referral', about: one } as const;

/** Evaluations for special education: asked for by anybody from any state, then carried along the legal clocks. */
@Controller('v1/referrals')
export class ReferralsController {
  constructor(
    private readonly reader: ReferralReader,
    private readonly histories: Histories,
    private readonly pins: Pins,
    private readonly views: Views,
    private readonly submit: Submit,
  ) {}

  @Reads({
    id: 'listReferrals',
    says: 'Referrals that the caller may see',
    allow: 'read-referrals',
    about: 'list',
    answer: referralPage,
  })
  list(
    @Caller() caller: Caller,
    @Query({ schema: referralsQuery }) query: ReferralsQuery,
  ): Promise<Page<ReferralRow>> {
    return this.reader.page(caller, query);
  }

  @Reads({
    path: ':referralId',
    id: 'readReferral',
    says: 'A referral with its clocks, as of a day and as known at a moment',
    allow: 'read-referrals',
    about: one,
    answer: referralDetail,
  })
  read(
    @Caller() { district }: Caller,
    @Param('referralId') referralId: string,
    @Query({ schema: timeQuery }) time: TimeQuery,
  ): Promise<ReferralDetail> {
    return this.reader.read(district, referralId, time);
  }

  @Reads({
    path: ':referralId/history',
    id: 'readReferralHistory',
    says: 'Every event of a referral',
    allow: 'read-history',
    about: one,
    answer: historyPage,
  })
  history(
    @Caller() { district }: Caller,
    @Param('referralId') referralId: string,
    @Query({ schema: historyQuery }) query: HistoryQuery,
  ): Promise<HistoryPage> {
    return this.histories.ofStream(district, 'referral', referralId, query);
  }

  @Commands({
    id: 'requestEvaluation',
    says: 'Record a request for an evaluation; no rule stands before it',
    allow: 'request-evaluation',
    about: { kind: 'student', body: 'studentId' },
    makes: true,
  })
  async request(
    @Caller() caller: Caller,
    @Body({ schema: requestEvaluationRequest }) body: RequestEvaluationRequest,
  ) {
    const { district } = caller;
    const student = await this.views.directory.student(district, body.studentId);
    if (!student) throw new ProblemError('not_found', 'There is no student under this id.');
    const [calendar, cycles] = await Promise.all([
      this.pins.calendarOf(district, student.school_id, student.grade),
      this.views.cycles.byStudents(district, [body.studentId]),
    ]);
    const area = cycles.find((c) => c.status === 'open')?.area ?? 'reading';
    const ruleSet = await this.pins.ruleSetInForce(district, area, student.grade, body.received);
    return this.submit.make(caller, 'referral', {
      type: 'RequestEvaluation',
      data: { ...body, schoolId: student.school_id, calendar, ruleSet },
    });
  }

  @Commands({
    path: ':referralId/notice',
    id: 'givePriorWrittenNotice',
    says: 'Prior written notice: evaluate or refuse',
    ...handled,
  })
  notice(
    @Caller() caller: Caller,
    @Param('referralId') referralId: string,
    @Body({ schema: giveNoticeRequest }) data: GiveNoticeRequest,
  ) {
    return this.step(caller, referralId, { type: 'GivePriorWrittenNotice', data });
  }

  @Commands({
    path: ':referralId/safeguards',
    id: 'giveSafeguards',
    says: 'Procedural safeguards were given',
    ...handled,
  })
  safeguards(
    @Caller() caller: Caller,
    @Param('referralId') referralId: string,
    @Body({ schema: onDateRequest }) data: OnDateRequest,
  ) {
    return this.step(caller, referralId, { type: 'GiveSafeguards', data });
  }

  @Commands({
    path: ':referralId/consent-request',
    id: 'requestConsent',
    says: 'Consent was asked for',
    ...handled,
  })
  requestConsent(
    @Caller() caller: Caller,
    @Param('referralId') referralId: string,
    @Body({ schema: onDateRequest }) data: OnDateRequest,
  ) {
    return this.step(caller, referralId, { type: 'RequestConsent', data });
  }

  @Commands({
    path: ':referralId/consent',
    id: 'receiveConsent',
    says: 'Signed consent came in; the clock starts',
    ...handled,
  })
  consent(
    @Caller() caller: Caller,
    @Param('referralId') referralId: string,
    @Body({ schema: receiveConsentRequest }) data: ReceiveConsentRequest,
  ) {
    return this.step(caller, referralId, { type: 'ReceiveConsent', data });
  }

  @Commands({
    path: ':referralId/consent-refusal',
    id: 'recordConsentRefused',
    says: 'The guardian refused',
    ...handled,
  })
  refuse(
    @Caller() caller: Caller,
    @Param('referralId') referralId: string,
    @Body({ schema: onDateRequest }) data: OnDateRequest,
  ) {
    return this.step(caller, referralId, { type: 'RecordConsentRefused', data });
  }

  @Commands({
    path: ':referralId/consent-revocation',
    id: 'revokeConsent',
    says: 'The guardian took consent back',
    ...handled,
  })
  revoke(
    @Caller() caller: Caller,
    @Param('referralId') referralId: string,
    @Body({ schema: onDateRequest }) data: OnDateRequest,
  ) {
    return this.step(caller, referralId, { type: 'RevokeConsent', data });
  }

  @Commands({
    path: ':referralId/extension',
    id: 'extendClock',
    says: 'A clock was extended in writing',
    ...handled,
  })
  extend(
    @Caller() caller: Caller,
    @Param('referralId') referralId: string,
    @Body({ schema: extendClockRequest }) data: ExtendClockRequest,
  ) {
    return this.step(caller, referralId, { type: 'ExtendClock', data });
  }

  @Commands({
    path: ':referralId/absences',
    id: 'recordAbsences',
    says: 'The days since consent on which the student was absent, all of them',
    ...handled,
  })
  absences(
    @Caller() caller: Caller,
    @Param('referralId') referralId: string,
    @Body({ schema: recordAbsencesRequest }) data: RecordAbsencesRequest,
  ) {
    return this.step(caller, referralId, { type: 'RecordAbsences', data });
  }

  @Commands({
    path: ':referralId/report',
    id: 'reportEvaluation',
    says: 'The written report of the evaluation is complete',
    ...handled,
  })
  report(
    @Caller() caller: Caller,
    @Param('referralId') referralId: string,
    @Body({ schema: onDateRequest }) data: OnDateRequest,
  ) {
    return this.step(caller, referralId, { type: 'ReportEvaluation', data });
  }

  @Commands({
    path: ':referralId/assessments',
    id: 'completeAssessment',
    says: 'One assessment is finished',
    ...handled,
  })
  assess(
    @Caller() caller: Caller,
    @Param('referralId') referralId: string,
    @Body({ schema: completeAssessmentRequest }) data: CompleteAssessmentRequest,
  ) {
    return this.step(caller, referralId, { type: 'CompleteAssessment', data });
  }

  @Commands({
    path: ':referralId/eligibility',
    id: 'determineEligibility',
    says: 'The team determined eligibility',
    ...handled,
  })
  eligibility(
    @Caller() caller: Caller,
    @Param('referralId') referralId: string,
    @Body({ schema: determineEligibilityRequest }) data: DetermineEligibilityRequest,
  ) {
    return this.step(caller, referralId, { type: 'DetermineEligibility', data });
  }

  @Commands({
    path: ':referralId/iep-meeting',
    id: 'holdIepMeeting',
    says: 'The IEP meeting was held',
    ...handled,
  })
  iepMeeting(
    @Caller() caller: Caller,
    @Param('referralId') referralId: string,
    @Body({ schema: onDateRequest }) data: OnDateRequest,
  ) {
    return this.step(caller, referralId, { type: 'HoldIepMeeting', data });
  }

  @Commands({
    path: ':referralId/close',
    id: 'closeReferral',
    says: 'The student left the district',
    ...handled,
  })
  close(
    @Caller() caller: Caller,
    @Param('referralId') referralId: string,
    @Body({ schema: closeReferralRequest }) data: CloseReferralRequest,
  ) {
    return this.step(caller, referralId, { type: 'CloseReferral', data });
  }

  private step(caller: Caller, referralId: string, command: ReferralCommand) {
    return this.submit.to(caller, 'referral', referralId, command);
  }
}
