import type { Adoption } from '../calendar/adoption.js';
import type { Pin } from '../decider.js';
import type { Area, Grade, Season } from '../measure/measure.js';
import type { ProcessEvent, StepLadder } from '../obligation.js';
import type { LocalDate } from '../time.js';

/** School × season × area. Rule sets are pinned per grade span when the window is scheduled. */
export type WindowPlan = {
  schoolId: string;
  area: Area;
  season: Season;
  /** Starting year of the school year, e.g. 2025. */
  schoolYear: number;
  opensOn: LocalDate;
  /** Last day of the planned screening; make-ups are taken until `makeUpsUntil`. */
  closesOn: LocalDate;
  makeUpsUntil: LocalDate;
  calendar: Pin;
  ruleSets: readonly { ruleSet: Pin; grades: readonly Grade[] }[];
  /** Where the window was planned by them: a new version of the calendar then says its dates anew. */
  instructionalDays?: InstructionalDays;
};

export type WindowDates = Pick<WindowPlan, 'opensOn' | 'closesOn' | 'makeUpsUntil'>;

/** Instructional days of the school year, the first is 1. */
export type InstructionalDays = { opens: number; closes: number; makeUpsUntil: number };

/** A plan that leaves its dates to the calendar. */
export type PlanByDays = Omit<WindowPlan, keyof WindowDates> & {
  instructionalDays: InstructionalDays;
};

export type ScreeningWindowEvent =
  | { type: 'WindowScheduled'; data: WindowPlan }
  | { type: 'WindowOpened'; data: { on: LocalDate } }
  /** No score by the end of the make-up days; one event a student. */
  | { type: 'ScreeningMissed'; data: { studentId: string; grade: Grade; on: LocalDate } }
  /** `position` pins the log: the scores as of it, and nothing later, are this window's (architecture.md 9). */
  | {
      type: 'WindowClosed';
      data: { on: LocalDate; position: number; expected: number; screened: number; missed: number };
    }
  /** More than the set share of a class or grade is below the cut: core instruction, not many Tier 2 tasks. */
  | {
      type: 'ClasswideResponseProposed';
      data: { unit: string; grade: Grade; below: number; screened: number; threshold: number };
    }
  | {
      type: 'PlacementsProposed';
      data: { proposed: number; alreadyInCycle: number; classwide: number };
    }
  | ProcessEvent;

export type ScreeningWindowCommand =
  | { type: 'ScheduleWindow'; data: WindowPlan | PlanByDays }
  | {
      type: 'CloseWindow';
      data: {
        position: number;
        students: readonly { studentId: string; grade: Grade; screened: boolean }[];
      };
    }
  | {
      type: 'ProposeClasswideResponse';
      data: { unit: string; grade: Grade; below: number; screened: number; threshold: number };
    }
  | { type: 'CompleteProposals'; data: { proposed: number; alreadyInCycle: number } }
  | { type: 'AdoptCalendar'; data: Adoption }
  | StepLadder;
