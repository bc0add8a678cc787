import { daysWithoutBreaks } from '../calendar/school-breaks.js';
import type { Direction } from '../measure/measure.js';
import type { LocalDate } from '../time.js';
import { daysBetween } from '../time.js';
import type { Aimline, Position, Sign } from './aimline.js';
import { drawn, medianOfLastThree, positionAgainst, signOf } from './aimline.js';
import { compare } from './compare.js';
import type { Gap } from './gap.js';
import { gapOf } from './gap.js';
import type { DatedValue, TimedValue } from './occasions.js';
import { occasionsOf, timed } from './occasions.js';
import type { PointRule } from './point-rule.js';
import { pointRule } from './point-rule.js';
import { explainProgress } from './progress-because.js';
import type { GoalFigures } from './progress-goal.js';
import { aimlineOf, goalFiguresOf } from './progress-goal.js';
import type { ProgressInput } from './progress-input.js';
import type { TrendFigures } from './progress-trends.js';
import { projectionOf, trendsOf } from './progress-trends.js';
import type { Projection } from './projection.js';
import { reliableChange } from './reliable-change.js';
import type { Outcome, Response } from './response.js';
import { responseOf } from './response.js';
import type { TimeAxis } from './time-axis.js';
import { timeAxis, weeksBetween } from './time-axis.js';

/** Changes with every change of a figure of `progressOf`. */
export const progressMethodVersion = 'aimline-progress/1';

export type ProgressPoint = DatedValue & {
  aimline: number | null;
  position: Position | null;
  sign: Sign | null;
};

type Undefinable<T> = { [K in keyof T]: T[K] | null };

export type ProgressFigures = GoalFigures &
  TrendFigures & {
    /** Occasions: voided scores left out, several of one day their median. */
    n: number;
    points: readonly ProgressPoint[];
    aimlineAt: readonly { on: LocalDate; value: number | null }[];
    projection: Undefinable<Omit<Projection, 'level'> & { on: LocalDate }> & { level: number };
    medianOfLast3: Undefinable<{
      value: number;
      on: LocalDate;
      aimline: number;
      result: Position;
    }>;
    pointRule: Undefinable<Omit<PointRule, 'k'>> & { k: number };
    gap: { expected: number | null; current: number | null } & Gap;
    reliableChange: { sem: number | null; threshold: number | null };
  } & Response<Outcome | null>;

/** Every figure is always there; null where it is undefined. Rates are per week of `options.weekBasis`. */
export type Progress = ProgressFigures & {
  /** Plain sentences for a team, in the order in which the engine asks. */
  because: readonly string[];
  methodVersion: string;
};

/**
 * Everything that a course of scores says about a student's progress (science.md 2; interfaces.md 2.1, `calc progress`).
 * Pure, and blind to the order of the points: the same scores give the same bytes.
 */
export function progressOf(input: ProgressInput): Progress {
  const { measure, options } = input;
  const course = courseOf(input);
  const { goal, occasions, goalAt } = course;
  const trends = trendsOf(course.points, input.baseline.on ? goal.baseline : null, options);
  const projection = projectionOf(trends, goalAt, options);
  const median = medianOfLastThree(occasions, course.line, {
    date: options.medianDate,
    axis: course.axis ?? undefined,
  });
  const aimAt = course.line ? drawn(course.line, course.axis ?? undefined) : () => null;
  const points = occasions.map(({ on, value }) => pointOf(on, value, aimAt(on), measure.direction));
  const figures: ProgressFigures = {
    ...goal,
    ...trends.figures,
    n: occasions.length,
    points,
    aimlineAt: options.aimlineAt.map((on) => ({ on, value: aimAt(on) })),
    projection: { ...(projection ?? noProjection), on: input.goal.on, level: options.interval },
    medianOfLast3: median ?? { value: null, on: null, aimline: null, result: null },
    pointRule: ruleOf(input, course, points),
    gap: gapTo(input, course, median?.value ?? null, trends.fit?.slope ?? null),
    reliableChange: { sem: measure.sem, threshold: reliableChange(measure.sem) },
    ...responseOf(
      {
        delivered: input.delivered !== false,
        n: occasions.length,
        minPoints: options.minPoints,
        decideFrom: options.decideFrom,
        projection,
        needsInterval: options.method === 'ols',
        direction: measure.direction,
      },
      goalAt === null ? null : goal.goal,
    ),
  };
  const because = explainProgress(figures, input);
  return { ...figures, because, methodVersion: progressMethodVersion };
}

const noProjection = { value: null, se: null, t: null, low: null, high: null };

/** The scores on their time axis, and the line that they are held against. */
type Course = {
  occasions: readonly DatedValue[];
  /** Null where the weeks need a calendar and there is none; then there are no `points` and no `line` either. */
  axis: TimeAxis | null;
  points: readonly (DatedValue & TimedValue)[];
  goal: GoalFigures;
  /** The goal's date on the axis. */
  goalAt: number | null;
  line: Aimline | null;
};

function courseOf(input: ProgressInput): Course {
  const occasions = occasionsOf(input.points.filter((point) => !point.voided));
  const axis = timeAxis(input.options.weekBasis, input.calendar);
  const goal = goalFiguresOf(input, axis);
  const origin = input.baseline.on ?? occasions[0]?.on ?? null;
  if (!axis || !origin) return { occasions, axis, points: [], goal, goalAt: null, line: null };
  return {
    occasions,
    axis,
    points: timed(occasions, origin, axis),
    goal,
    goalAt: input.goal.on === null ? null : weeksBetween(axis, origin, input.goal.on),
    line: aimlineOf(input, goal, axis),
  };
}

function pointOf(
  on: LocalDate,
  value: number,
  aimline: number | null,
  direction: Direction,
): ProgressPoint {
  const position = positionAgainst(value, aimline);
  return { on, value, aimline, position, sign: position && signOf(position, direction) };
}

/** Too few points are too few without an aimline as well; beyond that the rule says nothing where there is none. */
function ruleOf(
  { options, calendar }: ProgressInput,
  course: Course,
  signed: readonly ProgressPoint[],
): ProgressFigures['pointRule'] {
  const { k, ruleMinPoints, ruleMinWeeks, maxGapDays } = options;
  const last = course.points.at(-1);
  const rule = pointRule(signed, {
    k,
    minPoints: ruleMinPoints,
    // Weeks that cannot be counted are not too few.
    enoughWeeks: !course.axis || (last !== undefined && compare(last.t, ruleMinWeeks) >= 0),
    maxGap: maxGapDays,
    gapBetween: calendar ? (from, to) => daysWithoutBreaks(calendar, from, to) : daysBetween,
  });
  if (course.line) return rule;
  return { k, result: rule.result === 'too_few' ? 'too_few' : null, run: null };
}

function gapTo(
  { goal, measure }: ProgressInput,
  { occasions, axis, goal: { goal: expected } }: Course,
  current: number | null,
  attainedRatePerWeek: number | null,
): ProgressFigures['gap'] {
  const last = occasions.at(-1);
  const weeksLeft = axis && last && goal.on ? weeksBetween(axis, last.on, goal.on) : null;
  const { direction } = measure;
  return {
    expected,
    current,
    ...gapOf({ expected, current, weeksLeft, attainedRatePerWeek, direction }),
  };
}
