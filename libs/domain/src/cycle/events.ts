import type { Pin } from '../decider.js';
import type { Area, Grade } from '../measure/measure.js';
import type { ProcessEvent } from '../obligation.js';
import type { Decision, Recommendation } from '../rule-set/recommend.js';
import type { LocalDate } from '../time.js';

export type Tier = 1 | 2 | 3;

/** Why a cycle was opened. */
export type CycleOrigin =
  | { kind: 'screening'; windowId: string }
  | { kind: 'teacher'; staffId: string; concern: string }
  | { kind: 'guardian'; concern: string }
  | { kind: 'transfer'; fromCycleId: string | null };

/** What a proposal rests on: the scores by event id, the criterion each met, and how common that is (science.md 1.7). */
export type Evidence = {
  scores: readonly {
    eventId: string;
    measure: string;
    on: LocalDate;
    value: number | null;
    level: string | null;
    percentile: number | null;
    criterion: string;
    meets: 2 | 3 | null;
  }[];
  /** Share of the screened students of the same grade that met a Tier 2 or 3 criterion; null if nobody was screened. */
  baseRate: number | null;
  /** A second source was present, where the rule set's gate asks for one. */
  gate: 'passed' | 'open' | 'none';
};

export type Dosage = { sessionsPerWeek: number; minutes: number; groupSize: number; weeks: number };

export type CycleEvent =
  | {
      type: 'CycleOpened';
      data: {
        studentId: string;
        schoolId: string;
        grade: Grade;
        area: Area;
        origin: CycleOrigin;
        ruleSet: Pin;
        calendar: Pin;
        previousCycleId: string | null;
        on: LocalDate;
      };
    }
  | {
      type: 'PlacementProposed';
      data: {
        placementId: string;
        tier: Tier;
        evidence: Evidence | null;
        reason: string;
        on: LocalDate;
      };
    }
  | {
      type: 'PlacementConfirmed';
      data: { placementId: string; tier: Tier; present: readonly string[]; on: LocalDate };
    }
  | {
      type: 'PlacementOverridden';
      data: {
        placementId: string;
        proposed: Tier;
        tier: Tier;
        reason: string;
        present: readonly string[];
        on: LocalDate;
      };
    }
  | {
      type: 'PlacementDeclined';
      data: { placementId: string; reason: string; present: readonly string[]; on: LocalDate };
    }
  /** The text stored as it was sent; `items` are those of 34 CFR 300.311(a)(7)(ii) that it covers. */
  | {
      type: 'GuardianNotified';
      data: {
        noticeId: string;
        about: 'placement' | 'progress' | 'exit';
        guardianId: string | null;
        language: string;
        template: { id: string; version: number };
        text: string;
        items: readonly ('A' | 'B' | 'C')[];
        on: LocalDate;
      };
    }
  | {
      type: 'PhaseStarted';
      data: {
        phaseId: string;
        number: number;
        tier: Tier;
        interventionId: string;
        groupId: string;
        specialistId: string;
        dosage: Dosage;
        measure: string;
        startsOn: LocalDate;
        plannedEndOn: LocalDate;
        /** Which dimension of intensity changed against the phase before; null in a first phase (science.md 3.3). */
        changed: string | null;
      };
    }
  | {
      type: 'GoalSet';
      data: {
        phaseId: string;
        baseline: {
          on: LocalDate;
          probes: readonly number[];
          median: number;
          flags: readonly string[];
        };
        goal: { on: LocalDate; value: number; ratePerWeek: number; method: string; source: string };
      };
    }
  | {
      type: 'GoalRaised';
      data: {
        phaseId: string;
        from: number;
        to: number;
        on: LocalDate;
        goalOn: LocalDate;
        reason: string;
      };
    }
  /** One of the group's sessions, as this student had it; `late` if logged after it had been recorded as unlogged. */
  | {
      type: 'SessionAttended';
      data: {
        sessionId: string;
        groupId: string;
        on: LocalDate;
        minutes: number;
        plannedMinutes: number;
        attendance: 'here' | 'late';
        late: boolean;
      };
    }
  | {
      type: 'SessionMissed';
      data: {
        sessionId: string;
        groupId: string;
        on: LocalDate;
        plannedMinutes: number;
        /** `unlogged`: nobody said anything. Others: science.md 3.2. */
        reason: SessionMissedReason;
        late: boolean;
      };
    }
  | {
      type: 'ProbeRecorded';
      data: {
        phaseId: string;
        on: LocalDate;
        value: number;
        measure: string;
        form: string | null;
        /** The due day that it answers; null for one more than was asked for. */
        dueOn: LocalDate | null;
      };
    }
  | { type: 'ProbeMissed'; data: { phaseId: string; dueOn: LocalDate; reason: ProbeMissedReason } }
  | {
      type: 'FidelityObserved';
      data: {
        phaseId: string;
        on: LocalDate;
        observerId: string;
        kind: 'observer' | 'self';
        implemented: number;
        applicable: number;
        /** The due day that it answers; null for one more than was asked for. */
        dueOn: LocalDate | null;
      };
    }
  | {
      type: 'AlertRaised';
      data: {
        phaseId: string;
        on: LocalDate;
        direction: 'below' | 'above';
        run: number;
        /** The run's probes by event id; the one recorded with this alert by the id of their common command. */
        probeIds: readonly string[];
      };
    }
  | {
      type: 'ReviewOpened';
      data: {
        reviewId: string;
        number: number;
        phaseId: string;
        /** The day on which it was prepared; its evidence is what the cycle held then. */
        on: LocalDate;
        dueOn: LocalDate;
        recommendation: Recommendation;
      };
    }
  | {
      type: 'ReviewHeld';
      data: {
        reviewId: string;
        on: LocalDate;
        outcome: Recommendation['outcome'];
        recommended: Decision;
        decision: Decision;
        /** Required where the decision is not the recommended one. */
        reason: string | null;
        note: string | null;
        present: readonly string[];
        schedules: string;
      };
    }
  /**
   * What a decision rested on is not so any more; the decision stands. `reviewId` is a review's id or a placement's;
   * `becauseEventId` the fact that was voided or corrected, or the command that entered a late one.
   */
  | {
      type: 'DecisionBasisChanged';
      data: { reviewId: string; becauseEventId: string; on: LocalDate };
    }
  | {
      type: 'LookedAgain';
      data: { reviewId: string; on: LocalDate; stands: boolean; note: string };
    }
  /** The group's specialist changed while the phase runs. */
  | {
      type: 'PhaseSpecialistChanged';
      data: { phaseId: string; from: string; to: string; on: LocalDate };
    }
  /** Names the group as well, which the student then leaves. */
  | {
      type: 'PhaseEnded';
      data: { phaseId: string; groupId: string; on: LocalDate; reason: PhaseEndReason };
    }
  | { type: 'FadeStarted'; data: { on: LocalDate; until: LocalDate } }
  | {
      type: 'CycleTransferred';
      data: { fromSchoolId: string; toSchoolId: string; calendar: Pin; on: LocalDate };
    }
  | { type: 'CycleClosed'; data: { on: LocalDate; reason: CycleCloseReason } }
  | {
      type: 'CycleReopened';
      data: { on: LocalDate; schoolId: string; calendar: Pin; reason: string };
    }
  | ProcessEvent;

export type SessionMissedReason =
  | 'student-absent'
  | 'refused'
  | 'staff-absent'
  | 'assembly'
  | 'testing'
  | 'no-space'
  | 'closure'
  | 'other'
  | 'unlogged';
export type ProbeMissedReason =
  'student-absent' | 'staff-absent' | 'spoiled' | 'closure' | 'not-given' | 'other';
/** `no-place`: its group was full, dissolved or never formed, so that the student would have had no session. */
export type PhaseEndReason = 'decision' | 'hard-stop' | 'exit' | 'left' | 'year-end' | 'no-place';
export type CycleCloseReason =
  'declined' | 'goal-met' | 'team-decision' | 'left-district' | 'year-end';
