import { Body, Controller, Param, Query } from '@nestjs/common';
import { historyPage, historyQuery, type HistoryPage, type HistoryQuery } from '#contracts/history';
import { timeQuery, type Page, type TimeQuery } from '#contracts/page';
import {
  correctScoreRequest,
  recordScoreRequest,
  studentDetail,
  studentPage,
  studentsQuery,
  voidRequest,
  type CorrectScoreRequest,
  type RecordScoreRequest,
  type StudentDetail,
  type StudentRow,
  type StudentsQuery,
  type VoidRequest,
} from '#contracts/students';
import { streamId } from '#domain/streams';
import type { Score, StudentEvent } from '#domain/student/events';
import { EventStore } from '#event-store/event-store';
import { Caller } from '../edge/caller.js';
import { ProblemError } from '../edge/problem-error.js';
import { Commands, Reads } from '../edge/route.js';
import { Histories } from '../history.js';
import { Submit } from '../submit.js';
import { Views } from '../views.js';
import { StudentLists } from './student-lists.js';
import { StudentReader } from './student-reader.js';

const one = { kind: 'student', param: 'studentId' } as const;

@Controller('v1/students')
export class StudentsController {
  constructor(
    private readonly lists: StudentLists,
    private readonly reader: StudentReader,
    private readonly histories: Histories,
    private readonly store: EventStore,
    private readonly views: Views,
    private readonly submit: Submit,
  ) {}

  @Reads({
    id: 'listStudents',
    says: 'Students that the caller may see, by name',
    allow: 'read-students',
    about: 'list',
    answer: studentPage,
  })
  list(
    @Caller() caller: Caller,
    @Query({ schema: studentsQuery }) query: StudentsQuery,
  ): Promise<Page<StudentRow>> {
    return this.lists.page(caller, query);
  }

  @Reads({
    path: ':studentId',
    id: 'readStudent',
    says: 'A student, as of a day and as known at a moment',
    allow: 'read-students',
    about: one,
    answer: studentDetail,
  })
  read(
    @Caller() { district }: Caller,
    @Param('studentId') studentId: string,
    @Query({ schema: timeQuery }) time: TimeQuery,
  ): Promise<StudentDetail> {
    return this.reader.read(district, studentId, time);
  }

  @Reads({
    path: ':studentId/history',
    id: 'readStudentHistory',
    says: 'Every event that concerns a student',
    allow: 'read-history',
    about: one,
    answer: historyPage,
  })
  history(
    @Caller() { district }: Caller,
    @Param('studentId') studentId: string,
    @Query({ schema: historyQuery }) query: HistoryQuery,
  ): Promise<HistoryPage> {
    return this.histories.ofStudent(district, studentId, query);
  }

  @Commands({
    path: ':studentId/scores',
    id: 'recordScore',
    says: 'Enter a screening score by hand',
    allow: 'record-score',
    about: one,
  })
  async recordScore(
    @Caller() caller: Caller,
    @Param('studentId') studentId: string,
    @Body({ schema: recordScoreRequest }) body: RecordScoreRequest,
  ) {
    const student = await this.views.directory.student(caller.district, studentId);
    if (!student) throw new ProblemError('not_found', 'There is no student under this id.');
    return this.submit.to(caller, 'student', studentId, {
      type: 'RecordScore',
      data: {
        ...body,
        text: body.value === null ? null : String(body.value),
        enrolledGrade: student.grade,
        schoolId: student.school_id,
        source: { kind: 'staff', staffId: caller.staff.id },
      },
    });
  }

  @Commands({
    path: ':studentId/scores/:eventId/void',
    id: 'voidScore',
    says: 'Withdraw a score; it stays readable',
    allow: 'correct-score',
    about: one,
  })
  voidScore(
    @Caller() caller: Caller,
    @Param('studentId') studentId: string,
    @Param('eventId') eventId: string,
    @Body({ schema: voidRequest }) { reason }: VoidRequest,
  ) {
    return this.submit.to(caller, 'student', studentId, {
      type: 'VoidScore',
      data: { eventId, reason },
    });
  }

  @Commands({
    path: ':studentId/scores/:eventId/correct',
    id: 'correctScore',
    says: 'Answer a wrong score by the right one',
    allow: 'correct-score',
    about: one,
  })
  async correctScore(
    @Caller() caller: Caller,
    @Param('studentId') studentId: string,
    @Param('eventId') eventId: string,
    @Body({ schema: correctScoreRequest }) { value, reason }: CorrectScoreRequest,
  ) {
    const score = await this.scoreOf(caller.district, studentId, eventId);
    return this.submit.to(caller, 'student', studentId, {
      type: 'CorrectScore',
      data: {
        eventId,
        reason,
        score: {
          ...score,
          value,
          text: String(value),
          source: { kind: 'staff', staffId: caller.staff.id },
        },
      },
    });
  }

  private async scoreOf(district: string, studentId: string, eventId: string): Promise<Score> {
    const { events } = await this.store.read<StudentEvent>({
      district,
      stream: streamId('student', studentId),
    });
    const event = events.find((e) => e.id === eventId);
    if (event?.type === 'ScoreRecorded') return event.data;
    if (event?.type === 'ScoreCorrected') return event.data.score;
    throw new ProblemError('not_found', 'This student has no score under this id.');
  }
}
