import { describe, expect, test } from 'vitest';
import { given, recorded } from '#testing/given';
import { aReference, calendarPin, sent } from '#testing/school-year';
import type { Found, FoundProcess } from '../process.js';
import { claims } from './claims.js';
import { studentDecider } from './decide.js';
import type { Score, StudentCommand, StudentEvent } from './events.js';
import { studentReact } from './react.js';

const lincoln = '70000000-0000-4000-8000-000000000001';
const douglass = '70000000-0000-4000-8000-000000000002';
const enrolment: Extract<StudentEvent, { type: 'StudentEnrolled' }>['data'] = {
  name: { given: 'Ada', middle: null, family: 'Reyes' },
  birthDate: '2018-03-04',
  grade: '2',
  schoolId: lincoln,
  ids: { local: '00417', state: null, sourcedId: 'u-417' },
  on: '2025-08-13',
};
const enrolled: StudentEvent = { type: 'StudentEnrolled', data: enrolment };
const withdrawn: StudentEvent = {
  type: 'StudentWithdrawn',
  data: { on: '2025-10-01', reason: 'moved' },
};
const score: Score = {
  measure: 'dibels-8/composite',
  on: '2025-09-08',
  value: 312,
  text: '312',
  level: 'Below Benchmark',
  percentile: null,
  form: null,
  season: 'fall',
  testGrade: '2',
  enrolledGrade: '2',
  schoolId: lincoln,
  source: { kind: 'import', importId: 'i', row: 4 },
};
const scored: StudentEvent = { type: 'ScoreRecorded', data: score };
const scoreId = recorded(scored, 2).id;

const send = (command: StudentCommand) => sent(command, '2025-11-03T15:00:00.000Z');
const student = (...events: StudentEvent[]) => given(studentDecider, ...events).with(aReference);
const record = (change: Partial<Score> = {}) =>
  send({ type: 'RecordScore', data: { ...score, ...change } });

/** Entered on a later day: dated at noon of its own, Chicago's daylight time. */
const at = (day: string, event: StudentEvent): StudentEvent => ({
  ...event,
  occurredAt: `${day}T17:00:00.000Z`,
});

describe('enrolment', () => {
  const enrol = (change: Partial<typeof enrolment> = {}) =>
    send({ type: 'EnrolStudent', data: { ...enrolment, ...change } });

  test('a roster imported again enrols nobody twice', () => {
    student().when(enrol()).decides(at('2025-08-13', enrolled));
    student(enrolled).when(enrol()).decides();
    student(enrolled)
      .when(enrol({ grade: '3' }))
      .refuses('student-already-enrolled');
    const moved: StudentEvent = {
      type: 'StudentGradeChanged',
      data: { from: '2', to: '3', on: '2025-09-01' },
    };
    student(enrolled, moved)
      .when(enrol({ grade: '3', on: '2025-09-01' }))
      .decides();
  });

  test('needs an id by which files name the student, and dates that can be', () => {
    const nameless = { local: null, state: null, sourcedId: null };
    student()
      .when(enrol({ ids: nameless }))
      .refuses('student-without-id');
    student()
      .when(enrol({ birthDate: '2025-08-13' }))
      .refuses('enrolled-before-birth');
    student()
      .when(enrol({ on: '2025-02-29' }))
      .refuses('date-does-not-exist');
  });

  test('each id names one student of the district', () => {
    expect(claims(recorded(enrolled))).toEqual({
      take: ['student-id:local:00417', 'student-id:sourcedId:u-417'],
      release: [],
    });
  });

  test('a move is a fact, a repeat of it is none', () => {
    const transfer = send({
      type: 'TransferStudent',
      data: { toSchoolId: douglass, on: '2025-10-06' },
    });
    const moved: StudentEvent = {
      type: 'StudentTransferred',
      data: { fromSchoolId: lincoln, toSchoolId: douglass, on: '2025-10-06' },
    };
    student(enrolled).when(transfer).decides(at('2025-10-06', moved));
    student(enrolled, moved).when(transfer).decides();
    student(enrolled, withdrawn).when(transfer).refuses('student-withdrawn');
    const ahead = { toSchoolId: douglass, on: '2025-12-01' };
    student(enrolled)
      .when(send({ type: 'TransferStudent', data: ahead }))
      .decidesLike({ type: 'StudentTransferred', data: { on: '2025-11-03' } });
    student(enrolled)
      .when(send({ type: 'WithdrawStudent', data: { on: '2025-08-01', reason: 'moved' } }))
      .refuses('date-before-enrolment');
  });

  test('who comes back is the same student', () => {
    const back = { schoolId: douglass, grade: '2' as const, on: '2025-11-03' };
    const readmit = send({ type: 'ReadmitStudent', data: back });
    student(enrolled, withdrawn).when(readmit).decides({ type: 'StudentReturned', data: back });
    student(enrolled).when(readmit).refuses('student-already-enrolled');
  });

  test.each<[StudentCommand]>([
    [{ type: 'RenameStudent', data: { name: enrolment.name } }],
    [{ type: 'ChangeStudentGrade', data: { to: '2', on: '2025-11-03' } }],
    [{ type: 'ReadmitStudent', data: { schoolId: lincoln, grade: '2', on: '2025-11-03' } }],
  ])('%s that says what is known adds nothing', (command) => {
    student(enrolled).when(send(command)).decides();
  });

  test('classes, guardians and demographics are recorded when they differ', () => {
    const guardian = {
      guardianId: 'g-1',
      name: 'Elena Reyes',
      relationship: 'mother',
      language: 'es',
      email: null,
      phone: null,
    };
    const recordGuardian = (language: string) =>
      send({ type: 'RecordGuardian', data: { ...guardian, language } });
    const known: StudentEvent = { type: 'GuardianRecorded', data: guardian };
    student(enrolled).when(recordGuardian('es')).decides(known);
    student(enrolled, known).when(recordGuardian('es')).decides();
    student(enrolled, known).when(recordGuardian('en')).decidesLike({ type: 'GuardianRecorded' });
    const room = {
      classSourcedId: 'c-1',
      title: '2B',
      subject: null,
      homeroom: true,
      teacherIds: ['t-1'],
    };
    const place = send({ type: 'PlaceStudentInClass', data: { ...room, on: '2025-11-03' } });
    student(enrolled, { type: 'StudentPlacedInClass', data: { ...room, on: '2025-08-13' } })
      .when(place)
      .decides();
    student(enrolled).when(place).decidesLike({ type: 'StudentPlacedInClass' });
  });
});

describe('scores', () => {
  test('the same score from another file, read in another row, is no new fact', () => {
    student(enrolled).when(record()).decides(at('2025-09-08', scored));
    student(enrolled, scored)
      .when(record({ source: { kind: 'import', importId: 'j', row: 9 }, enrolledGrade: '3' }))
      .decides();
    student(enrolled, scored)
      .when(record({ value: 313 }))
      .decidesLike({ type: 'ScoreRecorded' });
  });

  test('a score is taken late, also after the student has left', () => {
    student(enrolled, withdrawn).when(record()).decides(at('2025-09-08', scored));
  });

  test.each<[string, Partial<Score>, string]>([
    ['dated ahead', { on: '2025-11-04' }, 'date-in-future'],
    ['before birth', { on: '2018-03-03' }, 'score-before-birth'],
    ['on a day that does not exist', { on: '2025-09-31' }, 'date-does-not-exist'],
    ['that says nothing', { value: null, level: null }, 'no-score'],
    ['that is no number', { value: Number.NaN }, 'score-not-a-number'],
    ['with an impossible percentile', { percentile: 101 }, 'percentile-out-of-range'],
  ])('refuses a score %s', (_, change, rule) => {
    student(enrolled).when(record(change)).refuses(rule);
  });

  test('a birth date that demographics brought counts too', () => {
    const born: StudentEvent = {
      type: 'DemographicsRecorded',
      data: { sex: null, races: [], hispanic: null, birthDate: '2025-09-09' },
    };
    student(enrolled, born).when(record()).refuses('score-before-birth');
  });

  test('a score of nobody is refused', () => {
    student().when(record()).refuses('student-not-enrolled');
  });

  test('a wrong score is answered by a void or a correction, never edited', () => {
    const reason = 'Read from another row.';
    const voided: StudentEvent = { type: 'ScoreVoided', data: { eventId: scoreId, reason } };
    const better = { ...score, value: 321 };
    const toVoid = send({ type: 'VoidScore', data: { eventId: scoreId, reason } });
    const toCorrect = send({
      type: 'CorrectScore',
      data: { eventId: scoreId, score: better, reason },
    });
    student(enrolled, scored).when(toVoid).decides(voided);
    student(enrolled, scored, voided).when(toVoid).decides();
    student(enrolled, scored, voided).when(toCorrect).refuses('score-voided');
    student(enrolled).when(toVoid).refuses('unknown-score');
    student(enrolled, scored)
      .when(toCorrect)
      .decides({ type: 'ScoreCorrected', data: { eventId: scoreId, score: better, reason } });
    student(enrolled, scored, voided).when(record()).decides(at('2025-09-08', scored));
    student(enrolled, scored)
      .when(send({ type: 'CorrectScore', data: { eventId: scoreId, score, reason } }))
      .decides();
  });
});

describe('what follows elsewhere', () => {
  const process = (change: Partial<FoundProcess>): FoundProcess => ({
    stream: 'cycle/c1',
    kind: 'cycle',
    studentId: null,
    area: 'reading',
    schoolId: lincoln,
    calendar: calendarPin,
    open: true,
    closedBecause: null,
    ...change,
  });
  const newSchool = { id: '50000000-0000-4000-8000-000000000002', version: 3 };
  const found: Found = {
    processes: [
      process({}),
      process({ stream: 'referral/r1', kind: 'referral' }),
      process({ stream: 'cycle/c2', open: false, closedBecause: 'left-district' }),
      process({ stream: 'cycle/c3', open: false, closedBecause: 'goal-met' }),
    ],
    schoolCalendar: newSchool,
  };
  const reactions = (event: StudentEvent) =>
    studentReact.react(recorded(event), found).map(({ to, type, data }) => [to, type, data]);

  test('a transfer takes the open cycle and the referral to the new school and its calendar', () => {
    const on = '2025-10-06';
    const data = { toSchoolId: douglass, calendar: newSchool, on };
    expect(
      reactions({
        type: 'StudentTransferred',
        data: { fromSchoolId: lincoln, toSchoolId: douglass, on },
      }),
    ).toEqual([
      ['cycle/c1', 'TransferCycle', data],
      ['referral/r1', 'TransferReferral', data],
    ]);
  });

  test('leaving the district closes both, and coming back opens only what leaving had closed', () => {
    expect(reactions(withdrawn).map(([to, type]) => [to, type])).toEqual([
      ['cycle/c1', 'CloseCycle'],
      ['referral/r1', 'CloseReferral'],
    ]);
    expect(
      reactions({
        type: 'StudentReturned',
        data: { schoolId: douglass, grade: '2', on: '2025-11-03' },
      }).map(([to, type]) => [to, type]),
    ).toEqual([['cycle/c2', 'ReopenCycle']]);
  });

  test('a voided score asks each open cycle whether a decision rests on it', () => {
    const event: StudentEvent = { type: 'ScoreVoided', data: { eventId: scoreId, reason: 'x' } };
    expect(reactions(event)).toEqual([
      ['cycle/c1', 'QuestionBasis', { factId: scoreId, becauseEventId: recorded(event).id }],
    ]);
  });

  test('it listens to exactly the events that lead somewhere', () => {
    expect(studentReact.concerns(recorded(enrolled))).toBeNull();
    expect(studentReact.concerns(recorded(withdrawn))).not.toBeNull();
  });
});
