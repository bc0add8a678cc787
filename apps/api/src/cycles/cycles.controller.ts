import { Body, Controller, Param, Query } from '@nestjs/common';
import {
  closeCycleRequest,
  confirmPlacementRequest,
  cycleDetail,
  cyclePage,
  cyclesQuery,
  declinePlacementRequest,
  notifyGuardianRequest,
  observeFidelityRequest,
  openCycleRequest,
  overridePlacementRequest,
  raiseGoalRequest,
  reviewScreen,
  startPhaseRequest,
  type CloseCycleRequest,
  type ConfirmPlacementRequest,
  type CycleDetail,
  type CycleRow,
  type CyclesQuery,
  type DeclinePlacementRequest,
  type NotifyGuardianRequest,
  type ObserveFidelityRequest,
  type OpenCycleRequest,
  type OverridePlacementRequest,
  type RaiseGoalRequest,
  type ReviewScreen,
  type StartPhaseRequest,
} from '#contracts/cycles';
import { historyPage, historyQuery, type HistoryPage, type HistoryQuery } from '#contracts/history';
import { timeQuery, type Page, type TimeQuery } from '#contracts/page';
import {
  correctProbeRequest,
  excuseProbeRequest,
  probeList,
  recordProbeRequest,
  type CorrectProbeRequest,
  type ExcuseProbeRequest,
  type RecordProbeRequest,
} from '#contracts/probes';
import {
  holdReviewRequest,
  lookAgainRequest,
  type HoldReviewRequest,
  type LookAgainRequest,
} from '#contracts/reviews';
import { voidRequest, type VoidRequest } from '#contracts/students';
import type { CycleOrigin } from '#domain/cycle/events';
import { Caller } from '../edge/caller.js';
import { ProblemError } from '../edge/problem-error.js';
import { Commands, Reads } from '../edge/route.js';
import { Histories } from '../history.js';
import { Pins } from '../pins.js';
import { Settings } from '../settings.js';
import { Submit } from '../submit.js';
import { Views } from '../views.js';
import { CycleLists } from './cycle-lists.js';
import { CycleReader } from './cycle-reader.js';

const one = { kind: 'cycle', param: 'cycleId' } as const;

/** One student in one area, from the first proposal to exit: read whole, and acted on step by step. */
@Controller('v1/cycles')
export class CyclesController {
  constructor(
    private readonly lists: CycleLists,
    private readonly reader: CycleReader,
    private readonly histories: Histories,
    private readonly pins: Pins,
    private readonly settings: Settings,
    private readonly views: Views,
    private readonly submit: Submit,
  ) {}

  @Reads({
    id: 'listCycles',
    says: 'Cycles that the caller may see',
    allow: 'read-cycles',
    about: 'list',
    answer: cyclePage,
  })
  list(
    @Caller() caller: Caller,
    @Query({ schema: cyclesQuery }) query: CyclesQuery,
  ): Promise<Page<CycleRow>> {
    return this.lists.page(caller, query);
  }

  @Reads({
    path: ':cycleId',
    id: 'readCycle',
    says: 'A whole cycle, as of a day and as known at a moment',
    allow: 'read-cycles',
    about: one,
    answer: cycleDetail,
  })
  read(
    @Caller() { district }: Caller,
    @Param('cycleId') cycleId: string,
    @Query({ schema: timeQuery }) time: TimeQuery,
  ): Promise<CycleDetail> {
    return this.reader.read(district, cycleId, time);
  }

  @Reads({
    path: ':cycleId/history',
    id: 'readCycleHistory',
    says: 'Every event of a cycle',
    allow: 'read-history',
    about: one,
    answer: historyPage,
  })
  history(
    @Caller() { district }: Caller,
    @Param('cycleId') cycleId: string,
    @Query({ schema: historyQuery }) query: HistoryQuery,
  ): Promise<HistoryPage> {
    return this.histories.ofStream(district, 'cycle', cycleId, query);
  }

  @Reads({
    path: ':cycleId/probes',
    id: 'listProbes',
    says: 'Scores of progress monitoring, and those that were missed',
    allow: 'read-cycles',
    about: one,
    answer: probeList,
  })
  async probes(@Caller() { district }: Caller, @Param('cycleId') cycleId: string) {
    const { probes, missedProbes } = await this.reader.read(district, cycleId, {});
    return { probes, missed: missedProbes };
  }

  @Reads({
    path: ':cycleId/reviews/:reviewId',
    id: 'readReview',
    says: 'A review with its cycle and the choices it has',
    allow: 'read-cycles',
    about: one,
    answer: reviewScreen,
  })
  review(
    @Caller() { district }: Caller,
    @Param('cycleId') cycleId: string,
    @Param('reviewId') reviewId: string,
  ): Promise<ReviewScreen> {
    return this.reader.review(district, cycleId, reviewId);
  }

  @Commands({
    id: 'openCycle',
    says: 'Open a cycle on a teacher’s or guardian’s concern',
    allow: 'open-cycle',
    about: { kind: 'student', body: 'studentId' },
    makes: true,
  })
  async open(@Caller() caller: Caller, @Body({ schema: openCycleRequest }) body: OpenCycleRequest) {
    const { district, staff } = caller;
    const { studentId, area, concern, tier, previousCycleId } = body;
    const student = await this.views.directory.student(district, studentId);
    if (!student) throw new ProblemError('not_found', 'There is no student under this id.');
    const { school_id: schoolId, grade } = student;
    const { today } = await this.settings.today(district);
    const [calendar, ruleSet] = await Promise.all([
      this.pins.calendarOf(district, schoolId),
      this.pins.ruleSetOf(district, area, grade, today),
    ]);
    const origin: CycleOrigin =
      body.from === 'teacher'
        ? { kind: 'teacher', staffId: staff.id, concern }
        : { kind: 'guardian', concern };
    return this.submit.make(caller, 'cycle', {
      type: 'OpenCycle',
      data: {
        studentId,
        schoolId,
        grade,
        area,
        origin,
        ruleSet,
        calendar,
        previousCycleId,
        propose: { tier, evidence: null, reason: concern },
      },
    });
  }

  @Commands({
    path: ':cycleId/placements/:placementId/confirm',
    id: 'confirmPlacement',
    says: 'The team confirms the proposed tier',
    allow: 'decide-placement',
    about: one,
    judged: true,
  })
  confirm(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Param('placementId') placementId: string,
    @Body({ schema: confirmPlacementRequest }) body: ConfirmPlacementRequest,
  ) {
    return this.submit.to(caller, 'cycle', cycleId, {
      type: 'ConfirmPlacement',
      data: { placementId, ...body },
    });
  }

  @Commands({
    path: ':cycleId/placements/:placementId/override',
    id: 'overridePlacement',
    says: 'The team decides on another tier, with a reason',
    allow: 'decide-placement',
    about: one,
    judged: true,
  })
  override(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Param('placementId') placementId: string,
    @Body({ schema: overridePlacementRequest }) body: OverridePlacementRequest,
  ) {
    return this.submit.to(caller, 'cycle', cycleId, {
      type: 'OverridePlacement',
      data: { placementId, ...body },
    });
  }

  @Commands({
    path: ':cycleId/placements/:placementId/decline',
    id: 'declinePlacement',
    says: 'The team declines the proposal, with a reason',
    allow: 'decide-placement',
    about: one,
    judged: true,
  })
  decline(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Param('placementId') placementId: string,
    @Body({ schema: declinePlacementRequest }) body: DeclinePlacementRequest,
  ) {
    return this.submit.to(caller, 'cycle', cycleId, {
      type: 'DeclinePlacement',
      data: { placementId, ...body },
    });
  }

  @Commands({
    path: ':cycleId/phases',
    id: 'startPhase',
    says: 'Start a phase: baseline, goal, dosage, intervention, group',
    allow: 'start-phase',
    about: one,
    judged: true,
  })
  startPhase(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Body({ schema: startPhaseRequest }) data: StartPhaseRequest,
  ) {
    return this.submit.to(caller, 'cycle', cycleId, { type: 'StartPhase', data });
  }

  @Commands({
    path: ':cycleId/goal',
    id: 'raiseGoal',
    says: 'Raise the goal of the running phase',
    allow: 'raise-goal',
    about: one,
    judged: true,
  })
  raiseGoal(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Body({ schema: raiseGoalRequest }) data: RaiseGoalRequest,
  ) {
    return this.submit.to(caller, 'cycle', cycleId, { type: 'RaiseGoal', data });
  }

  @Commands({
    path: ':cycleId/probes',
    id: 'recordProbe',
    says: 'Enter a score of progress monitoring',
    allow: 'record-probe',
    about: one,
  })
  recordProbe(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Body({ schema: recordProbeRequest }) data: RecordProbeRequest,
  ) {
    return this.submit.to(caller, 'cycle', cycleId, { type: 'RecordProbe', data });
  }

  @Commands({
    path: ':cycleId/missed-probes',
    id: 'excuseProbe',
    says: 'Say why a probe was not given',
    allow: 'record-probe',
    about: one,
  })
  excuseProbe(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Body({ schema: excuseProbeRequest }) data: ExcuseProbeRequest,
  ) {
    return this.submit.to(caller, 'cycle', cycleId, { type: 'ExcuseProbe', data });
  }

  @Commands({
    path: ':cycleId/probes/:eventId/correct',
    id: 'correctProbe',
    says: 'Answer a wrong score by the right one',
    allow: 'correct-probe',
    about: one,
  })
  correctProbe(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Param('eventId') eventId: string,
    @Body({ schema: correctProbeRequest }) body: CorrectProbeRequest,
  ) {
    return this.submit.to(caller, 'cycle', cycleId, {
      type: 'CorrectProbe',
      data: { eventId, ...body },
    });
  }

  @Commands({
    path: ':cycleId/facts/:eventId/void',
    id: 'voidFact',
    says: 'Withdraw a recorded fact; it stays readable',
    allow: 'void-fact',
    about: one,
  })
  voidFact(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Param('eventId') eventId: string,
    @Body({ schema: voidRequest }) { reason }: VoidRequest,
  ) {
    return this.submit.to(caller, 'cycle', cycleId, {
      type: 'VoidFact',
      data: { eventId, reason },
    });
  }

  @Commands({
    path: ':cycleId/fidelity',
    id: 'observeFidelity',
    says: 'Record an observed lesson',
    allow: 'observe-fidelity',
    about: one,
  })
  observeFidelity(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Body({ schema: observeFidelityRequest }) data: ObserveFidelityRequest,
  ) {
    return this.submit.to(caller, 'cycle', cycleId, { type: 'ObserveFidelity', data });
  }

  @Commands({
    path: ':cycleId/notices',
    id: 'notifyGuardian',
    says: 'Record a notice with the text as it was sent',
    allow: 'notify-guardian',
    about: one,
  })
  notify(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Body({ schema: notifyGuardianRequest }) data: NotifyGuardianRequest,
  ) {
    return this.submit.to(caller, 'cycle', cycleId, { type: 'NotifyGuardian', data });
  }

  @Commands({
    path: ':cycleId/reviews',
    id: 'openReview',
    says: 'Prepare a review now',
    allow: 'hold-review',
    about: one,
  })
  openReview(@Caller() caller: Caller, @Param('cycleId') cycleId: string) {
    return this.submit.to(caller, 'cycle', cycleId, { type: 'OpenReview', data: {} });
  }

  @Commands({
    path: ':cycleId/reviews/:reviewId/hold',
    id: 'holdReview',
    says: 'Record the team’s decision',
    allow: 'hold-review',
    about: one,
    judged: true,
  })
  holdReview(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Param('reviewId') reviewId: string,
    @Body({ schema: holdReviewRequest }) body: HoldReviewRequest,
  ) {
    return this.submit.to(caller, 'cycle', cycleId, {
      type: 'HoldReview',
      data: { reviewId, ...body },
    });
  }

  @Commands({
    path: ':cycleId/reviews/:reviewId/look-again',
    id: 'lookAgain',
    says: 'Say whether a decision stands after its basis changed',
    allow: 'hold-review',
    about: one,
    judged: true,
  })
  lookAgain(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Param('reviewId') reviewId: string,
    @Body({ schema: lookAgainRequest }) body: LookAgainRequest,
  ) {
    return this.submit.to(caller, 'cycle', cycleId, {
      type: 'LookAgain',
      data: { reviewId, ...body },
    });
  }

  @Commands({
    path: ':cycleId/close',
    id: 'closeCycle',
    says: 'Close a cycle',
    allow: 'close-cycle',
    about: one,
    judged: true,
  })
  close(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Body({ schema: closeCycleRequest }) data: CloseCycleRequest,
  ) {
    return this.submit.to(caller, 'cycle', cycleId, { type: 'CloseCycle', data });
  }
}
