import type { Direction } from '#domain/measure/measure';
import type { LocalDate } from '#domain/time';

/** A value on a day, in the measure's unit. */
export type DatedValue = { on: LocalDate; value: number };

/** Where a score lies as drawn: above, on or below the aimline; null where there is no aimline. */
export type Position = 'above' | 'on' | 'below' | null;

export type GraphPoint = DatedValue & {
  id: string;
  /** The aimline's value on that day; null outside it. */
  aimline: number | null;
  position: Position;
  /** Recorded after its grace days. */
  late?: boolean;
  /** The value that stood here before a correction. */
  corrected?: number;
  /** Withdrawn: shown only with the corrections, counts for nothing. */
  voided?: boolean;
};

/** Why a score that was due is not there: A absent, N not given, X spoiled. */
export type MissedScore = { on: LocalDate; letter: 'A' | 'N' | 'X'; reason: string };

export type GraphPhase = {
  /** `B1`, `B2`, …; `A` is the baseline and is drawn by the graph itself. */
  letter: string;
  /** Programme and dose: "Phonics set B · 4×25 min". */
  label: string;
  startsOn: LocalDate;
  endsOn: LocalDate | null;
};

/** An aimline from the baseline's median to the goal; `supersededOn`: the day on which another took its place. */
export type GraphAimline = { from: DatedValue; to: DatedValue; supersededOn: LocalDate | null };

/** A fitted line through the scores of one phase; the layout leaves out what rests on fewer than three scores. */
export type GraphTrend = {
  phase: string;
  from: DatedValue;
  to: DatedValue;
  slopePerWeek: number;
  n: number;
};

/**
 * All that the progress graph of one cycle shows (web.md 4.1), for the screen, the meeting and the packet alike. Days are
 * the district's own; values are in the measure's unit and are never negated, whatever the direction.
 */
export type ProgressGraphModel = {
  title: string;
  unit: string;
  direction: Direction;
  calendar: {
    /** Mondays of the weeks shown, with the school's week number; null for a week without school. */
    weeks: readonly { startsOn: LocalDate; schoolWeek: number | null }[];
    breaks: readonly { from: LocalDate; to: LocalDate; name: string }[];
  };
  phases: readonly GraphPhase[];
  /** Minor changes inside a phase: a short dashed tick. */
  adjustments?: readonly { on: LocalDate; label: string }[];
  baseline: readonly DatedValue[];
  baselineMedian: DatedValue | null;
  aimlines: readonly GraphAimline[];
  points: readonly GraphPoint[];
  missed: readonly MissedScore[];
  trends: readonly GraphTrend[];
  /** Where the trend leads on the goal's date, with its interval where one is defined; null under the rule set's minimum of scores. */
  projection: {
    from: DatedValue;
    on: LocalDate;
    value: number;
    interval: { low: number; high: number } | null;
  } | null;
  /** The run of scores that spoke, in words ("4 in a row below the aimline"), and where its rule can be read. */
  alert: { pointIds: readonly string[]; text: string; href?: string } | null;
  benchmark?: { value: number; label: string };
  /** How the trend was fitted and in which weeks it counts, for the caption; null where no trend is drawn. */
  method: { name: 'ols' | 'theil-sen'; weeks: 'calendar' | 'instructional' } | null;
};
