import type { Adoption } from '../calendar/adoption.js';
import type { Pin } from '../decider.js';
import type { Area } from '../measure/measure.js';
import type { ProcessEvent, StepLadder } from '../obligation.js';
import type { LocalDate } from '../time.js';
import type { SessionMissedReason, Tier } from '../cycle/events.js';

export type Slot = { weekday: number; startsAt: string; minutes: number };

/** A planned session's id: the group's uuid and the day and time, `<uuid>/2025-10-06T09:00`. */
export type SessionId = string;

export type GroupPlan = {
  name: string;
  schoolId: string;
  area: Area;
  tier: Tier;
  interventionId: string;
  specialistId: string;
  place: string | null;
  calendar: Pin;
  ruleSet: Pin;
};

export type NotHeldReason = Exclude<SessionMissedReason, 'unlogged' | 'student-absent' | 'refused'>;

export type StudentAttendance = {
  cycleId: string;
  attendance: 'here' | 'late' | 'out';
  minutes: number;
  /** With `out`. */
  reason: 'student-absent' | 'refused' | 'other' | null;
};

export type GroupEvent =
  | { type: 'GroupFormed'; data: GroupPlan }
  | { type: 'ScheduleSet'; data: { from: LocalDate; slots: readonly Slot[] } }
  | { type: 'MemberAdded'; data: { cycleId: string; studentId: string; from: LocalDate } }
  | { type: 'MemberRemoved'; data: { cycleId: string; on: LocalDate; reason: string } }
  /** Recorded on the morning of that school day by the process; later sessions are computed from the schedule. */
  | {
      type: 'SessionPlanned';
      data: {
        sessionId: SessionId;
        on: LocalDate;
        startsAt: string;
        minutes: number;
        cycleIds: readonly string[];
      };
    }
  /** Nothing about one student here: attendance is an event of each member's cycle. */
  | {
      type: 'SessionHeld';
      data: {
        sessionId: SessionId;
        on: LocalDate;
        minutes: number;
        /** Logged after it had been recorded as unlogged. */
        late: boolean;
        steps: 'all' | 'some' | 'not-this-lesson' | null;
        substituteId: string | null;
      };
    }
  | {
      type: 'SessionNotHeld';
      data: { sessionId: SessionId; on: LocalDate; reason: NotHeldReason; late: boolean };
    }
  | { type: 'SessionUnlogged'; data: { sessionId: SessionId; on: LocalDate } }
  | {
      type: 'SpecialistAssigned';
      data: {
        from: string;
        to: string;
        on: LocalDate;
        reason: string;
        /** Cycles of the members at that time, whose duties move along. */
        cycleIds: readonly string[];
      };
    }
  | { type: 'GroupDissolved'; data: { on: LocalDate; reason: string } }
  | ProcessEvent;

export type GroupCommand =
  | {
      type: 'FormGroup';
      data: GroupPlan & { schedule: { from: LocalDate; slots: readonly Slot[] } };
    }
  | { type: 'SetSchedule'; data: { from: LocalDate; slots: readonly Slot[] } }
  | { type: 'AddMember'; data: { cycleId: string; studentId: string; from: LocalDate } }
  | { type: 'RemoveMember'; data: { cycleId: string; on: LocalDate; reason: string } }
  | {
      type: 'LogSession';
      data: {
        sessionId: SessionId;
        minutes: number;
        steps: 'all' | 'some' | 'not-this-lesson' | null;
        students: readonly StudentAttendance[];
      };
    }
  | { type: 'DeclareSessionNotHeld'; data: { sessionId: SessionId; reason: NotHeldReason } }
  /** Undo within the screen's ten seconds, or a later correction: voids the log of a session on group and cycles. */
  | { type: 'VoidSessionLog'; data: { sessionId: SessionId; reason: string } }
  | { type: 'AssignSpecialist'; data: { staffId: string; on: LocalDate; reason: string } }
  | { type: 'DissolveGroup'; data: { on: LocalDate; reason: string } }
  | { type: 'AdoptCalendar'; data: Adoption }
  | StepLadder;
