import { withoutResidue } from './compare.js';
import { endpointSlope } from './endpoint.js';
import type { Line, OlsFit } from './ols.js';
import { ols, slopeBounds } from './ols.js';
import type { TimedValue } from './occasions.js';
import type { ProgressOptions } from './progress-input.js';
import type { Projection } from './projection.js';
import { project, projectLine } from './projection.js';
import { theilSen } from './theil-sen.js';
import { tukeyThirds } from './tukey-thirds.js';

/** One series by every estimator (science.md 2.3); slopes per week, intercepts at t = 0. */
export type TrendFigures = {
  ols: {
    slopePerWeek: number | null;
    intercept: number | null;
    see: number | null;
    slopeSe: number | null;
    slopeLow: number | null;
    slopeHigh: number | null;
    slopeLevel: number;
    includeBaseline: boolean;
  };
  theilSen: { slopePerWeek: number | null; intercept: number | null };
  tukey: {
    /** Sizes of the thirds. */
    groups: readonly number[] | null;
    slopePerWeek: number | null;
    slopePerInterval: number | null;
    divisor: 'median-x';
  };
  endpoint: { slopePerWeek: number | null };
};

/** The lines behind the figures. */
export type Trends = {
  figures: TrendFigures;
  fit: OlsFit | null;
  robust: Line | null;
  paper: Line | null;
};

/** `baseline`: the value at t = 0 that enters least squares if the options say so. */
export function trendsOf(
  points: readonly TimedValue[],
  baseline: number | null,
  { includeBaseline, slopeLevel }: ProgressOptions,
): Trends {
  const withBaseline = includeBaseline && baseline !== null;
  const fit = ols(withBaseline ? [{ t: 0, value: baseline }, ...points] : points);
  const bounds = slopeBounds(fit, slopeLevel);
  const robust = clean(theilSen(points), points);
  const thirds = tukeyThirds(points);
  return {
    fit,
    robust,
    paper: thirds?.line ?? null,
    figures: {
      ols: {
        slopePerWeek: fit?.slope ?? null,
        intercept: fit?.intercept ?? null,
        see: fit?.see ?? null,
        slopeSe: fit?.slopeSe ?? null,
        slopeLow: bounds.low,
        slopeHigh: bounds.high,
        slopeLevel,
        includeBaseline,
      },
      theilSen: { slopePerWeek: robust?.slope ?? null, intercept: robust?.intercept ?? null },
      tukey: {
        groups: thirds?.groups ?? null,
        slopePerWeek: thirds?.slopePerWeek ?? null,
        slopePerInterval: thirds?.slopePerInterval ?? null,
        divisor: 'median-x',
      },
      endpoint: { slopePerWeek: endpointSlope(points) },
    },
  };
}

/** The chosen line carried to the goal date `at`; null without a line or a date. */
export function projectionOf(
  { fit, robust, paper }: Trends,
  at: number | null,
  { method, interval: level, seeFloor }: ProgressOptions,
): Projection | null {
  if (at === null) return null;
  switch (method) {
    case 'ols':
      return project(fit, at, { level, seeFloor });
    case 'theil-sen':
      return projectLine(robust, at, { level });
    case 'tukey-med-x':
      return projectLine(paper, at, { level });
  }
}

function clean(line: Line | null, points: readonly TimedValue[]): Line | null {
  if (!line) return null;
  const largest = points.reduce((most, p) => Math.max(most, Math.abs(p.value)), 0);
  const length = points.at(-1)!.t - points[0]!.t;
  return {
    slope: withoutResidue(line.slope, largest / length),
    intercept: withoutResidue(line.intercept, largest),
  };
}
