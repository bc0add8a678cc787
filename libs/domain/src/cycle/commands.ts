import type { Adoption } from '../calendar/adoption.js';
import type { Pin } from '../decider.js';
import type { DutyOwner, StepLadder } from '../obligation.js';
import type { Area, Grade } from '../measure/measure.js';
import type { Decision } from '../rule-set/recommend.js';
import type { LocalDate } from '../time.js';
import type { CycleOrigin, Dosage, Evidence, ProbeMissedReason, Tier } from './events.js';

export type OpenCycle = {
  type: 'OpenCycle';
  data: {
    studentId: string;
    schoolId: string;
    grade: Grade;
    area: Area;
    origin: CycleOrigin;
    ruleSet: Pin;
    calendar: Pin;
    previousCycleId: string | null;
    propose: { tier: Tier; evidence: Evidence | null; reason: string };
  };
};
export type ConfirmPlacement = {
  type: 'ConfirmPlacement';
  data: { placementId: string; present: readonly string[] };
};
export type OverridePlacement = {
  type: 'OverridePlacement';
  data: { placementId: string; tier: Tier; reason: string; present: readonly string[] };
};
export type DeclinePlacement = {
  type: 'DeclinePlacement';
  data: { placementId: string; reason: string; present: readonly string[] };
};
/** Sent by the process (or a person): the text as it stands in the letter. */
export type NotifyGuardian = {
  type: 'NotifyGuardian';
  data: {
    about: 'placement' | 'progress' | 'exit';
    guardianId: string | null;
    language: string;
    template: { id: string; version: number };
    text: string;
    items: readonly ('A' | 'B' | 'C')[];
  };
};
/** Baseline (median of three probes), goal, dosage, intervention and group: one decision on one screen. */
export type StartPhase = {
  type: 'StartPhase';
  data: {
    interventionId: string;
    groupId: string;
    specialistId: string;
    dosage: Dosage;
    startsOn: LocalDate;
    baseline: { on: LocalDate; probes: readonly number[] };
    /** A value, or a rate per week; the other follows. `weeks` to the goal date. */
    goal: {
      method: 'rate' | 'benchmark';
      weeks: number;
      value: number | null;
      ratePerWeek: number | null;
      source: string;
    };
    changed: string | null;
  };
};
/** The group did not take the student: the phase ends before it began, and its start is owed again. */
export type GiveUpPhase = { type: 'GiveUpPhase'; data: { phaseId: string } };
export type RaiseGoal = {
  type: 'RaiseGoal';
  data: { to: number; goalOn: LocalDate | null; reason: string };
};
export type RecordProbe = {
  type: 'RecordProbe';
  data: { on: LocalDate; value: number; form: string | null };
};
export type ExcuseProbe = {
  type: 'ExcuseProbe';
  data: { dueOn: LocalDate; reason: ProbeMissedReason };
};
export type ObserveFidelity = {
  type: 'ObserveFidelity';
  data: { on: LocalDate; kind: 'observer' | 'self'; implemented: number; applicable: number };
};
export type OpenReview = { type: 'OpenReview'; data: Record<string, never> };
export type HoldReview = {
  type: 'HoldReview';
  data: {
    reviewId: string;
    on: LocalDate;
    decision: Decision;
    reason: string | null;
    note: string | null;
    present: readonly string[];
    /** With `raise-goal`. */
    newGoal: number | null;
  };
};
export type LookAgain = {
  type: 'LookAgain';
  data: { reviewId: string; stands: boolean; note: string };
};
export type VoidFact = { type: 'VoidFact'; data: { eventId: string; reason: string } };
export type CorrectProbe = {
  type: 'CorrectProbe';
  data: { eventId: string; value: number; reason: string };
};
export type TransferCycle = {
  type: 'TransferCycle';
  data: { toSchoolId: string; calendar: Pin; on: LocalDate };
};
export type CloseCycle = {
  type: 'CloseCycle';
  data: { on: LocalDate; reason: 'left-district' | 'team-decision' | 'year-end' };
};
/** The student came back after leaving the district: the cycle goes on where it stopped. */
export type ReopenCycle = {
  type: 'ReopenCycle';
  data: { on: LocalDate; schoolId: string; calendar: Pin; reason: string };
};
/** A fact of another stream (a score of the student) was voided or corrected; does a decision here rest on it? */
export type QuestionBasis = {
  type: 'QuestionBasis';
  data: { factId: string; becauseEventId: string };
};
/** Another specialist has taken over the phase's group. */
export type ChangeSpecialist = {
  type: 'ChangeSpecialist';
  data: { groupId: string; to: string; on: LocalDate };
};
/** A duty is handed to someone else, e.g. while its owner is away. */
export type ReassignDuty = {
  type: 'ReassignDuty';
  data: { duty: string; to: DutyOwner; reason: string };
};
export type AdoptCalendar = { type: 'AdoptCalendar'; data: Adoption };

export type CycleCommand =
  | OpenCycle
  | ConfirmPlacement
  | OverridePlacement
  | DeclinePlacement
  | NotifyGuardian
  | StartPhase
  | GiveUpPhase
  | RaiseGoal
  | RecordProbe
  | ExcuseProbe
  | ObserveFidelity
  | OpenReview
  | HoldReview
  | LookAgain
  | VoidFact
  | CorrectProbe
  | TransferCycle
  | CloseCycle
  | ReopenCycle
  | QuestionBasis
  | ChangeSpecialist
  | ReassignDuty
  | AdoptCalendar
  | StepLadder;
