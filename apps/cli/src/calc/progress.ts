import { z } from 'zod';
import { progressOf, type Progress } from '#domain/statistics/progress';
import {
  progressDefaults,
  type GoalMethod,
  type ProgressInput,
} from '#domain/statistics/progress-input';
import { calendarInput } from './calendar-input.js';
import type { Calculation } from './calculation.js';
import { date, direction, finite, part } from './inputs.js';

// Everything may be left out, and null says so as well: what needs it is then null.

const list = <Item extends z.ZodType>(item: Item) =>
  z.array(item, { error: 'This must be a list.' }).nullish();
const flag = z.boolean({ error: 'This must be true or false.' });
const oneOf = <const Names extends readonly string[]>(...names: Names) =>
  z.enum(names, { error: `This must be one of ${names.join(', ')}.` });
const atLeast = (least: number) =>
  finite.min(least, { error: `This must be a number of ${least} or more.` });
const whole = (least: number) => {
  const error = `This must be a whole number of ${least} or more.`;
  return z.int({ error }).min(least, { error });
};
const level = finite.refine((share) => share > 0 && share < 1, {
  error: 'This must be a fraction between 0 and 1, such as 0.75.',
});

const score = { date, value: finite };

const goal = part({
  date: date.nullish(),
  value: finite.nullish(),
  ratePerWeek: finite.nullish(),
  method: oneOf('value', 'rate', 'intra-individual').nullish(),
  factor: finite.nullish(),
  estimator: oneOf('ols', 'tukey-median-x', 'tukey-n-minus-1').nullish(),
  rounding: oneOf('half_up', 'down', 'none').nullish(),
}).check(({ value: given, issues }) => {
  const ways = [given.value, given.ratePerWeek].filter((way) => way != null).length;
  if (ways + (given.method === 'intra-individual' ? 1 : 0) < 2) return;
  const message = 'A goal is set in one way: by value, by ratePerWeek, or intra-individual.';
  const params = { code: 'goal_unclear', hint: 'Leave the others out.' };
  issues.push({ code: 'custom', input: given, path: [], message, params });
});

const options = part({
  method: oneOf('ols', 'theil-sen', 'tukey-med-x').nullish(),
  includeBaseline: flag.nullish(),
  seeFloor: atLeast(0).nullish(),
  minPoints: whole(0).nullish(),
  decideFrom: whole(0).nullish(),
  interval: level.nullish(),
  slopeLevel: level.nullish(),
  k: whole(1).nullish(),
  ruleMinPoints: whole(0).nullish(),
  ruleMinWeeks: atLeast(0).nullish(),
  maxGapDays: atLeast(0).nullish(),
  baselineMaxAgeDays: whole(0).nullish(),
  medianDate: oneOf('middle', 'last').nullish(),
  weekBasis: oneOf('calendar', 'instructional', 'iso').nullish(),
  aimlineAt: list(date),
});

const input = part({
  measure: part({
    unit: z.string({ error: 'A unit is text.' }).nullish(),
    direction: direction.nullish(),
    sem: atLeast(0).nullish(),
  }).nullish(),
  baseline: part({
    date: date.nullish(),
    probes: list(finite),
    points: list(part(score)),
  }).nullish(),
  goal: goal.nullish(),
  points: list(part({ ...score, voided: flag.nullish() })),
  delivered: flag.nullish(),
  calendar: calendarInput.nullish(),
  options: options.nullish(),
});

type Given = z.output<typeof input>;

/** `calc progress` (science.md 2). */
export const progress: Calculation<Given> = {
  input,
  answer: (given) => shown(progressOf(askedOf(given))),
};

function askedOf({ measure, baseline, goal, points, ...given }: Given): ProgressInput {
  return {
    measure: {
      unit: measure?.unit ?? null,
      direction: measure?.direction ?? 'increase',
      sem: measure?.sem ?? null,
    },
    baseline: {
      on: baseline?.date ?? null,
      probes: baseline?.probes ?? [],
      points: (baseline?.points ?? []).map(({ date: on, value }) => ({ on, value })),
    },
    goal: { on: goal?.date ?? null, by: goal ? methodOf(goal) : null },
    points: (points ?? []).map(({ date: on, value, voided }) => ({
      on,
      value,
      voided: voided ?? false,
    })),
    delivered: given.delivered ?? null,
    calendar: given.calendar ?? null,
    options: { ...progressDefaults, ...withoutNull(given.options ?? {}) },
  };
}

/** A stated value is the goal: it is rounded only where that is asked for. */
function methodOf(goal: NonNullable<Given['goal']>): GoalMethod | null {
  const { method, value, ratePerWeek, factor, estimator } = goal;
  const rounding = goal.rounding ?? 'half_up';
  if (method === 'intra-individual')
    return { method, factor: factor ?? 1.5, estimator: estimator ?? 'ols', rounding };
  if (value != null) return { method: 'value', value, rounding: goal.rounding ?? 'none' };
  return ratePerWeek == null ? null : { method: 'rate', ratePerWeek, rounding };
}

function withoutNull<Fields extends object>(fields: Fields) {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  ) as { [K in keyof Fields]?: NonNullable<Fields[K]> };
}

/** In the order of interfaces.md 2.1, with dates under their name there. */
function shown(figures: Progress): object {
  const { points, aimlineAt, projection, medianOfLast3, ...rest } = figures;
  return {
    baseline: rest.baseline,
    flags: rest.flags,
    goal: rest.goal,
    goalRatePerWeek: rest.goalRatePerWeek,
    goalBasis: rest.goalBasis,
    n: rest.n,
    points: points.map(dated),
    aimlineAt: aimlineAt.map(dated),
    ols: rest.ols,
    theilSen: rest.theilSen,
    tukey: rest.tukey,
    endpoint: rest.endpoint,
    projection: dated(projection),
    medianOfLast3: dated(medianOfLast3),
    pointRule: rest.pointRule,
    gap: rest.gap,
    reliableChange: rest.reliableChange,
    outcome: rest.outcome,
    confidence: rest.confidence,
    because: rest.because,
    methodVersion: rest.methodVersion,
  };
}

const dated = <Fields extends { on: string | null }>({ on: date, ...fields }: Fields) => ({
  date,
  ...fields,
});
