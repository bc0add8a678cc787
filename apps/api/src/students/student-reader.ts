import { Injectable } from '@nestjs/common';
import type { TimeQuery } from '#contracts/page';
import type { StudentDetail } from '#contracts/students';
import type { Recorded } from '#domain/decider';
import { streamId } from '#domain/streams';
import type { Score, StudentEvent } from '#domain/student/events';
import { evolve, initial } from '#domain/student/state';
import { EventStore } from '#event-store/event-store';
import { Database } from '#platform/app/database';
import { eventsAt, type Moment, versionAt } from '#read-models/as-of';
import type { ProcessRow } from '#read-models/processes/processes';
import { selectRows } from '#read-models/rows-query';
import { ProblemError } from '../edge/problem-error.js';
import { AtThatMoment, type ProcessesThen } from '../shown/at-that-moment.js';
import { Duties, dutyOnly } from '../shown/duties.js';
import { Moments } from '../shown/moments.js';
import { measureRef, Names } from '../shown/names.js';
import { Views } from '../views.js';
import { studentCycle } from './student-lists.js';

type ScoreShown = StudentDetail['scores'][number];

/** One student, folded from their stream as it was known and true at a moment, with their cycles and what is due. */
@Injectable()
export class StudentReader {
  constructor(
    private readonly store: EventStore,
    private readonly db: Database,
    private readonly views: Views,
    private readonly names: Names,
    private readonly duties: Duties,
    private readonly moments: Moments,
    private readonly then: AtThatMoment,
  ) {}

  async read(district: string, id: string, time: TimeQuery): Promise<StudentDetail> {
    const stream = streamId('student', id);
    const [moment, slice] = await Promise.all([
      this.moments.of(district, time),
      this.store.read<StudentEvent>({ district, stream }),
    ]);
    const then = eventsAt(slice.events, moment) as Recorded<StudentEvent>[];
    const student = then.reduce(evolve, initial);
    if (student.status === 'none')
      throw new ProblemError('not_found', 'This student was not enrolled at that moment.');
    const owes = moment.asOf === null;
    const [names, { cycles, referrals, stages }, owed] = await Promise.all([
      this.names.of(district),
      this.processes(district, id, moment),
      owes ? this.views.duties.next(district, { studentId: id }, moment.knownAt) : [],
    ]);
    return {
      id,
      version: versionAt(slice, then, moment),
      asOf: moment.asOf,
      knownAt: moment.knownAt === null ? null : String(moment.knownAt),
      name: student.name,
      grade: student.grade,
      school: names.school(student.schoolId),
      enrolled: student.status === 'enrolled',
      birthDate: student.birthDate,
      ids: student.ids,
      classes: [...student.classes.values()].map(({ teacherIds, ...c }) => ({
        classSourcedId: c.classSourcedId,
        title: c.title,
        subject: c.subject,
        homeroom: c.homeroom,
        teachers: teacherIds.map((staffId) => {
          const { name } = names.staff(staffId);
          return { id: staffId, name: name ? `${name.given} ${name.family}` : '' };
        }),
      })),
      guardians: [...student.guardians.values()].map((g) => ({ ...g })),
      scores: scoresAt(slice.events, moment),
      cycles: cycles.map((c) => studentCycle(c, stages)),
      referrals: referrals.map((r) => ({
        id: r.referral_id,
        status: stages.get(`referral/${r.referral_id}`) ?? r.status,
        receivedOn: r.received_on,
      })),
      next: (await this.duties.shown(district, owed, names)).map(dutyOnly),
    };
  }

  private async processes(district: string, id: string, moment: Moment): Promise<ProcessesThen> {
    if (moment.asOf !== null || moment.knownAt !== null)
      return this.then.processesOf(district, id, moment);
    const [cycles, referrals, processes] = await Promise.all([
      this.views.cycles.byStudents(district, [id]),
      this.views.referrals.list(district, { student_id: id }),
      selectRows<ProcessRow>(
        this.db.of(district),
        'processes',
        district,
        { student_id: id },
        'stream',
      ),
    ]);
    return { cycles, referrals, stages: new Map(processes.map((p) => [p.stream, p.stage])) };
  }
}

/** Scores with what was said of each later: a void or a correction stays beside the entry that it answers. */
function scoresAt(events: readonly Recorded<StudentEvent>[], { knownAt, asOf }: Moment) {
  const scores = new Map<string, ScoreShown>();
  for (const event of events) {
    if (knownAt !== null && event.position > knownAt) break;
    if (event.type === 'ScoreRecorded') scores.set(event.id, shown(event, event.data));
    if (event.type === 'ScoreVoided') {
      const score = scores.get(event.data.eventId);
      if (score) score.voided = { reason: event.data.reason };
    }
    if (event.type === 'ScoreCorrected') {
      const { eventId, score, reason } = event.data;
      const from = scores.get(eventId)?.value ?? null;
      scores.delete(eventId);
      scores.set(event.id, { ...shown(event, score), corrected: { from, reason } });
    }
  }
  return [...scores.values()]
    .filter((score) => asOf === null || score.on <= asOf)
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

function shown({ id, recordedAt }: Recorded, score: Score): ScoreShown {
  const { measure, on, value, text, level, percentile, form, season, testGrade, enrolledGrade } =
    score;
  return {
    eventId: id,
    measure: measureRef(measure),
    on,
    value,
    text,
    level,
    percentile,
    form,
    season,
    testGrade,
    enrolledGrade,
    source: score.source.kind,
    recordedAt,
    voided: null,
    corrected: null,
  };
}
