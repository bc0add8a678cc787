import type {
  Claims,
  Command,
  Decider,
  DomainEvent,
  Reaction,
  Recorded,
  Reference,
} from './decider.js';
import type { Duty, DutyKind } from './obligation.js';
import type { Area } from './measure/measure.js';
import type { Pin } from './decider.js';
import type { ProcessKind, StreamId } from './streams.js';

/** What must happen next, from a state and the documents that it pins. Closed owes nothing; open always owes something. */
export type Obligations<S> = (state: S, reference: Reference) => readonly Duty[];

/** Where a process stands: `stage` is a word of the glossary, and a workflow starts a new run at each new one. */
export type Course = { status: 'none' | 'open' | 'closed'; stage: string };

/** Duties of these kinds are fulfilled by an activity's own command; `StepLadder` answers their rung with no events. */
export type WorkKinds = readonly DutyKind[];

/** What one event takes or releases; `before` is the state that the event met. */
export type ClaimsOf<S, E extends DomainEvent> = (event: E, before: S) => Claims;

export const noClaims: Claims = { take: [], release: [] };

/** What a reaction wants looked up: the processes of a student or of a school, those that follow a calendar, or one by its stream. */
export type Concern =
  | { studentId: string; schoolId?: string }
  | { schoolId: string }
  | { calendarId: string }
  | { stream: StreamId };

/** A process that a fact concerns, as the views know it once they have passed the fact. */
export type FoundProcess = {
  stream: StreamId;
  kind: ProcessKind;
  studentId: string | null;
  area: Area | null;
  schoolId: string | null;
  calendar: Pin | null;
  /** The calendar that its school has chosen for it, at its newest version; looked up for a fact of that school only. */
  chosen?: Pin | null;
  open: boolean;
  /** The reason code with which it closed. */
  closedBecause: string | null;
};

/** Looked up once, after the view has passed the event: the processes concerned, and the calendar of the school named. */
export type Found = { processes: readonly FoundProcess[]; schoolCalendar: Pin | null };

/**
 * A fact of one stream that leads to commands on others. `concerns` says what to look up first (null: `react` needs
 * nothing but the event), `react` is pure and answers with commands whose ids derive from the event.
 */
export type React<E extends DomainEvent> = {
  listensTo: readonly E['type'][];
  concerns: (event: Recorded<E>) => Concern | null;
  react: (event: Recorded<E>, found: Found) => readonly Reaction[];
};

/** Whom and what a process concerns, for views and look-ups. */
export type About = {
  studentId: string | null;
  schoolId: string | null;
  area: Area | null;
  calendar: Pin | null;
  /** The reason code with which it closed; null while it is open. */
  closedBecause: string | null;
};

/** All that the engine, the views and the activities ask of a process. */
export type ProcessOf<S, C extends Command, E extends DomainEvent> = {
  decider: Decider<S, C, E>;
  obligations: Obligations<S>;
  course: (state: S) => Course;
  about: (state: S) => About;
  /** Changes with each new phase; a workflow starts a new run with it. */
  chapter: (state: S) => string;
  workKinds: WorkKinds;
};

/** A process as the engine drives it, whatever its kind: the state is opaque to whoever holds this. */
export type Process = ProcessOf<unknown, Command, DomainEvent>;
