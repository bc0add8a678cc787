import type { AccessEvent } from './access/events.js';
import type { CalendarEvent } from './calendar/events.js';
import type { CaseFileEvent } from './case-file/events.js';
import type { CycleEvent } from './cycle/events.js';
import type { DomainEvent } from './decider.js';
import type { DistrictEvent } from './district/events.js';
import type { GroupEvent } from './group/events.js';
import type { ImportEvent } from './import/events.js';
import type { InterventionEvent } from './intervention/events.js';
import type { ProcessEvent } from './obligation.js';
import type { RecordRequestEvent } from './record-request/events.js';
import type { ReferralEvent } from './referral/events.js';
import type { RuleSetEvent } from './rule-set/events.js';
import type { SchoolEvent } from './school/events.js';
import type { ScreeningWindowEvent } from './screening-window/events.js';
import type { StaffEvent } from './staff/events.js';
import { kindOf, streamId, type StreamId, type StreamKind, uuidOf } from './streams.js';
import type { StudentEvent } from './student/events.js';

/**
 * What can be destroyed by itself (domain.md 7), in the order of the numbers that the record keeps: never reorder, add at
 * the end. Nothing is recorded under `behaviour` yet: discipline records will be.
 */
export const recordClasses = [
  'core',
  'intervention',
  'evaluation',
  'behaviour',
  'communications',
] as const;
export type RecordClass = (typeof recordClasses)[number];

/** The number by which the record keeps a class. */
export function classNumber(recordClass: RecordClass): number {
  return recordClasses.indexOf(recordClass) + 1;
}

/** Whose record a fact belongs to: a student, or the student that another stream is about. */
export type Subject = { student: string } | { of: StreamId };

/** `sealed`: the body is kept under the key of that student and class; else it is in clear and only filed there. */
export type Belonging = { subject: Subject; recordClass: RecordClass; sealed: boolean };

type ClassesOf<E extends { type: string }> = { readonly [T in E['type']]: RecordClass | null };

/** Every process has these facts; about a student's process they tell of the student, else of nobody. */
const process = <C extends RecordClass | null>(recordClass: C) =>
  ({
    ReminderSent: recordClass,
    ObligationEscalated: recordClass,
    ObligationMissed: recordClass,
    ObligationReassigned: recordClass,
    DueDatesMoved: recordClass,
    FactVoided: recordClass,
    FactCorrected: recordClass,
  }) satisfies ClassesOf<ProcessEvent>;

const student = {
  StudentEnrolled: 'core',
  StudentRenamed: 'core',
  StudentGradeChanged: 'core',
  StudentPlacedInClass: 'core',
  StudentTransferred: 'core',
  StudentWithdrawn: 'core',
  StudentReturned: 'core',
  DemographicsRecorded: 'core',
  GuardianRecorded: 'core',
  ScoreRecorded: 'intervention',
  ScoreVoided: 'intervention',
  ScoreCorrected: 'intervention',
  // What is answered may be of either class; kept with the one that goes first, so that nothing of it stays behind.
  FactVoided: 'intervention',
  FactCorrected: 'intervention',
} satisfies ClassesOf<StudentEvent>;

const cycle = {
  ...process('intervention'),
  CycleOpened: 'intervention',
  PlacementProposed: 'intervention',
  PlacementConfirmed: 'intervention',
  PlacementOverridden: 'intervention',
  PlacementDeclined: 'intervention',
  GuardianNotified: 'communications',
  PhaseStarted: 'intervention',
  GoalSet: 'intervention',
  GoalRaised: 'intervention',
  SessionAttended: 'intervention',
  SessionMissed: 'intervention',
  ProbeRecorded: 'intervention',
  ProbeMissed: 'intervention',
  FidelityObserved: 'intervention',
  AlertRaised: 'intervention',
  ReviewOpened: 'intervention',
  ReviewHeld: 'intervention',
  DecisionBasisChanged: 'intervention',
  LookedAgain: 'intervention',
  PhaseSpecialistChanged: 'intervention',
  PhaseEnded: 'intervention',
  FadeStarted: 'intervention',
  CycleTransferred: 'intervention',
  CycleClosed: 'intervention',
  CycleReopened: 'intervention',
} satisfies ClassesOf<CycleEvent>;

const referral = {
  ...process('evaluation'),
  EvaluationRequested: 'evaluation',
  PriorWrittenNoticeGiven: 'evaluation',
  SafeguardsGiven: 'evaluation',
  ConsentRequested: 'evaluation',
  ConsentReceived: 'evaluation',
  ConsentRefused: 'evaluation',
  ConsentRevoked: 'evaluation',
  ClockStarted: 'evaluation',
  ClockExtended: 'evaluation',
  ClockDueMoved: 'evaluation',
  AbsencesRecorded: 'evaluation',
  EvaluationReported: 'evaluation',
  AssessmentCompleted: 'evaluation',
  EligibilityDetermined: 'evaluation',
  IepMeetingHeld: 'evaluation',
  ReferralTransferred: 'evaluation',
  DeadlineMissed: 'evaluation',
  ReferralClosed: 'evaluation',
} satisfies ClassesOf<ReferralEvent>;

/** A session is nobody's: attendance is a fact of each member's cycle. Who joins and leaves is the member's. */
const group = {
  ...process(null),
  GroupFormed: null,
  ScheduleSet: null,
  MemberAdded: 'intervention',
  MemberRemoved: 'intervention',
  SessionPlanned: null,
  SessionHeld: null,
  SessionNotHeld: null,
  SessionUnlogged: null,
  SpecialistAssigned: null,
  GroupDissolved: null,
} satisfies ClassesOf<GroupEvent>;

const screeningWindow = {
  ...process(null),
  WindowScheduled: null,
  WindowOpened: null,
  ScreeningMissed: 'intervention',
  WindowClosed: null,
  ClasswideResponseProposed: null,
  PlacementsProposed: null,
} satisfies ClassesOf<ScreeningWindowEvent>;

/** Who looked and who was told is kept as long as the record itself (34 CFR 99.32(a)(2)). */
const access = {
  FileViewed: 'core',
  RecordDisclosed: 'core',
  // Which events there are is no secret of the log, and must be provable when the record itself is gone.
  StudentEventsCounted: null,
} satisfies ClassesOf<AccessEvent>;

/**
 * What was asked and what was destroyed must outlive the record: ids, codes and dates in clear. Only what people wrote is sealed, and
 * goes with the record's core.
 */
const recordRequest = {
  AccessRequested: null,
  AccessGiven: null,
  AmendmentRequested: 'core',
  AmendmentDecided: 'core',
  StatementAttached: 'core',
  HoldPlaced: null,
  HoldLifted: null,
  DestructionRequested: null,
  RecordDestroyed: null,
  BodyExpunged: null,
  DestructionCompleted: null,
} satisfies ClassesOf<RecordRequestEvent>;

/** Rows and columns by number, never a cell's content. */
const imports = {
  ...process(null),
  FileReceived: null,
  FileProfiled: null,
  RowsQuarantined: null,
  ImportConfirmed: null,
  ChunkApplied: null,
  ImportCompleted: null,
  ImportRejected: null,
} satisfies ClassesOf<ImportEvent>;

/** A fact of another district keeps the class that it had there; core where it told of the student in clear. */
const caseFile = {
  CaseFileReceived: 'core',
  EarlierFactReceived: 'core',
} satisfies ClassesOf<CaseFileEvent>;

/** The class of every type of event, by kind of stream; null: nothing about a student in it. */
export const classesByKind = {
  student,
  cycle,
  referral,
  group,
  'screening-window': screeningWindow,
  access,
  'record-request': recordRequest,
  import: imports,
  'case-file': caseFile,
  district: {
    DistrictFounded: null,
    ClockAdvanced: null,
    JurisdictionChosen: null,
  } satisfies ClassesOf<DistrictEvent>,
  school: { SchoolOpened: null, SchoolCalendarChosen: null } satisfies ClassesOf<SchoolEvent>,
  staff: {
    StaffAuthorised: null,
    StaffScopeChanged: null,
    IdentityLinked: null,
  } satisfies ClassesOf<StaffEvent>,
  calendar: {
    CalendarPublished: null,
    ClosureDeclared: null,
    SchoolDayDeclared: null,
  } satisfies ClassesOf<CalendarEvent>,
  intervention: {
    InterventionCatalogued: null,
    InterventionRevised: null,
  } satisfies ClassesOf<InterventionEvent>,
  'rule-set': {
    RuleSetDrafted: null,
    RuleSetRevised: null,
    RuleSetPublished: null,
    RuleSetRetired: null,
  } satisfies ClassesOf<RuleSetEvent>,
} as const satisfies Record<StreamKind, Readonly<Record<string, RecordClass | null>>>;

/**
 * Whose record a fact belongs to and under which class; null: it tells of no student. A type that the table does not know
 * is refused: nothing personal may slip into the record in clear because somebody forgot a line.
 */
export function belongingOf(stream: StreamId, event: DomainEvent): Belonging | null {
  const kind = kindOf(stream);
  const classes: Readonly<Record<string, RecordClass | null>> = classesByKind[kind];
  const recordClass = classes[event.type];
  if (recordClass === undefined)
    throw new Error(`${event.type} of ${kind} has no record class: name it in record-class.ts`);
  if (recordClass === null) return filedUnder(stream, event);
  const subject = subjectOf(stream, event);
  if (event.type === 'EarlierFactReceived')
    return { subject, recordClass: (event as EarlierFact).data.recordClass, sealed: true };
  return { subject, recordClass, sealed: true };
}

type EarlierFact = Extract<CaseFileEvent, { type: 'EarlierFactReceived' }>;

/** A destruction is in clear and stands where it worked: the store finds by it what has gone. */
function filedUnder(stream: StreamId, event: DomainEvent): Belonging | null {
  const { type, data } = event as RecordRequestEvent;
  if (type !== 'RecordDestroyed' && type !== 'BodyExpunged') return null;
  return { subject: subjectOf(stream, event), recordClass: data.recordClass, sealed: false };
}

function subjectOf(stream: StreamId, { data }: DomainEvent): Subject {
  if (kindsOfOneStudent.includes(kindOf(stream))) return { student: uuidOf(stream) };
  const { studentId, cycleId } = data as { studentId?: string; cycleId?: string };
  if (studentId !== undefined) return { student: studentId };
  return { of: cycleId === undefined ? stream : streamId('cycle', cycleId) };
}

/** Streams under the student's own id. */
const kindsOfOneStudent: readonly StreamKind[] = ['student', 'access', 'record-request'];

/** The streams under the student's own id: all of their events are about the student, whatever they say. */
export function streamsUnder(studentId: string): StreamId[] {
  return kindsOfOneStudent.map((kind) => streamId(kind, studentId));
}

/** Streams of these kinds are about one student from their first event on, which names them. */
export function isAboutOneStudent(kind: StreamKind): boolean {
  return kind === 'cycle' || kind === 'referral';
}
