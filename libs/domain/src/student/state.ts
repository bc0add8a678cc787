import type { Recorded } from '../decider.js';
import type { Grade } from '../measure/measure.js';
import type { LocalDate } from '../time.js';
import type { Score, StudentEvent, StudentIds, StudentName } from './events.js';

type Data<T extends StudentEvent['type']> = Extract<StudentEvent, { type: T }>['data'];

export type Enrolment = Data<'StudentEnrolled'>;
export type ClassPlacement = Omit<Data<'StudentPlacedInClass'>, 'on'>;
export type Demographics = Data<'DemographicsRecorded'>;
export type Guardian = Data<'GuardianRecorded'>;

export type Enrolled = {
  status: 'enrolled' | 'withdrawn';
  enrolment: Enrolment;
  name: StudentName;
  birthDate: LocalDate | null;
  grade: Grade;
  schoolId: string;
  ids: StudentIds;
  since: LocalDate;
  demographics: Demographics | null;
  classes: ReadonlyMap<string, ClassPlacement>;
  guardians: ReadonlyMap<string, Guardian>;
  /** By the event that recorded it; what makes two scores the same one, or null once it is voided. */
  scores: ReadonlyMap<string, string | null>;
};

export type Student = { status: 'none' } | Enrolled;

export const initial: Student = { status: 'none' };

export function evolve(student: Student, event: Recorded<StudentEvent>): Student {
  if (event.type === 'StudentEnrolled') return enrolled(event.data);
  if (student.status === 'none') return student;
  switch (event.type) {
    case 'StudentRenamed':
      return { ...student, name: event.data.name };
    case 'StudentGradeChanged':
      return { ...student, grade: event.data.to };
    case 'StudentPlacedInClass': {
      const { on: _, ...placement } = event.data;
      const classes = new Map(student.classes).set(placement.classSourcedId, placement);
      return { ...student, classes };
    }
    case 'StudentTransferred':
      return {
        ...student,
        schoolId: event.data.toSchoolId,
        since: event.data.on,
        classes: new Map(),
      };
    case 'StudentWithdrawn':
      return { ...student, status: 'withdrawn', since: event.data.on, classes: new Map() };
    case 'StudentReturned': {
      const { schoolId, grade, on } = event.data;
      return { ...student, status: 'enrolled', schoolId, grade, since: on };
    }
    case 'DemographicsRecorded':
      return {
        ...student,
        demographics: event.data,
        birthDate: event.data.birthDate ?? student.birthDate,
      };
    case 'GuardianRecorded': {
      const guardians = new Map(student.guardians).set(event.data.guardianId, event.data);
      return { ...student, guardians };
    }
    case 'ScoreRecorded':
      return withScore(student, event.id, scoreKey(event.data));
    case 'ScoreCorrected':
      return withScore(student, event.data.eventId, scoreKey(event.data.score));
    case 'ScoreVoided':
      return withScore(student, event.data.eventId, null);
    case 'FactVoided':
    case 'FactCorrected':
      return student; // a note on the record; what is enrolled, placed or scored has its own correcting facts
  }
}

function enrolled(enrolment: Enrolment): Enrolled {
  const { name, birthDate, grade, schoolId, ids, on } = enrolment;
  return {
    status: 'enrolled',
    enrolment,
    name,
    birthDate,
    grade,
    schoolId,
    ids,
    since: on,
    demographics: null,
    classes: new Map(),
    guardians: new Map(),
    scores: new Map(),
  };
}

function withScore(student: Enrolled, eventId: string, key: string | null): Enrolled {
  return { ...student, scores: new Map(student.scores).set(eventId, key) };
}

/**
 * Two scores with one key are the same score, whichever file brought it and wherever the student was enrolled when it was
 * read again: what was given, when, and what came out.
 */
export function scoreKey(score: Score): string {
  const { measure, on, form, season, testGrade, value, text, level, percentile } = score;
  return JSON.stringify([measure, on, form, season, testGrade, value, text, level, percentile]);
}
