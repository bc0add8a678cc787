import { extent } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import type { LocalDate } from '#domain/time';
import { dayNumber } from '#domain/time';
import type { ProgressGraphModel } from './model.js';

export type Size = { width: number; height: number };
export type Box = { x: number; y: number; width: number; height: number };
export type Scales = {
  plot: Box;
  x: (on: LocalDate) => number;
  y: (value: number) => number;
  yTicks: readonly number[];
};

/** Under this width labels would collide: phases become letters with a list below (web.md 4.1, item 12). */
export const compactBelow = 560;

/** Geometry is rounded to a tenth of a pixel: stable text, and nothing an eye could tell apart. */
export const round = (n: number): number => Math.round(n * 10) / 10;

/**
 * The axes of the whole cycle: calendar time by days, and a value range from every score, goal, aimline and benchmark, so
 * that a graph as of an earlier day has the same frame. The value axis is never forced to zero.
 */
export function scales(model: ProgressGraphModel, size: Size): Scales {
  const compact = size.width < compactBelow;
  const margin = { top: 46, right: compact ? 14 : 26, bottom: 58, left: compact ? 36 : 46 };
  const plot = {
    x: margin.left,
    y: margin.top,
    width: size.width - margin.left - margin.right,
    height: size.height - margin.top - margin.bottom,
  };
  const days = [
    ...model.calendar.weeks.map((week) => week.startsOn),
    ...model.baseline.map((point) => point.on),
    ...model.points.map((point) => point.on),
    ...model.phases.map((phase) => phase.startsOn),
    ...model.aimlines.flatMap((aimline) => [aimline.from.on, aimline.to.on]),
  ].map(dayNumber);
  const [firstDay = 0, lastDay = 1] = extent(days);
  const x = scaleLinear()
    .domain([firstDay - 3, Math.max(lastDay + 4, firstDay + 7)])
    .range([plot.x, plot.x + plot.width]);

  const values = [
    ...model.baseline.map((point) => point.value),
    ...model.points.flatMap((point) => [point.value, point.aimline ?? point.value]),
    ...model.aimlines.flatMap((aimline) => [aimline.from.value, aimline.to.value]),
    ...(model.benchmark ? [model.benchmark.value] : []),
    ...(model.projection ? [model.projection.value] : []),
  ];
  const [low = 0, high = 1] = extent(values);
  const pad = Math.max((high - low) * 0.08, 1);
  const y = scaleLinear()
    .domain([low >= 0 ? Math.max(low - pad, 0) : low - pad, high + pad])
    .nice(6)
    .range([plot.y + plot.height, plot.y]);
  return {
    plot,
    x: (on) => round(x(dayNumber(on))),
    y: (value) => round(y(value)),
    yTicks: y.ticks(5),
  };
}
