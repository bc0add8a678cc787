import { Body, Controller, Param, Query } from '@nestjs/common';
import {
  closeCycleRequest,
  cycleDetail,
  cyclePage,
  cyclesQuery,
  notifyGuardianRequest,
  openCycleRequest,
  type CloseCycleRequest,
  type CycleDetail,
  type CycleRow,
  type CyclesQuery,
  type NotifyGuardianRequest,
  type OpenCycleRequest,
} from '#contracts/cycles';
import { historyPage, historyQuery, type HistoryPage, type HistoryQuery } from '#contracts/history';
import { timeQuery, type Page, type TimeQuery } from '#contracts/page';
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
      this.pins.calendarOf(district, schoolId, grade),
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
