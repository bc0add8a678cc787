import { line } from 'd3-shape';
import type { LocalDate } from '#domain/time';
import { currentAimline, drawnTrends } from './describe.js';
import type { DatedValue, GraphPoint, ProgressGraphModel } from './model.js';
import type { Scales } from './scales.js';
import { round } from './scales.js';
import type { GraphWords } from './words.js';

export type Spot = { x: number; y: number };
export type Segment = { x1: number; y1: number; x2: number; y2: number };
/** ▲ above, ■ on, ▼ below the aimline as drawn; a circle where there is none. */
export type Shape = 'up' | 'square' | 'down' | 'circle';
export type PointMark = Spot & {
  id: string;
  shape: Shape;
  late: boolean;
  correctedY: number | null;
  voided: boolean;
  halo: boolean;
};
export type Label = Spot & { text: string; anchor: 'start' | 'middle' | 'end'; angle: number };

const shapes = { above: 'up', on: 'square', below: 'down' } as const;

export function pointMarks(
  model: ProgressGraphModel,
  scales: Scales,
  showCorrections: boolean,
): readonly PointMark[] {
  const halo = new Set(model.alert?.pointIds);
  return model.points
    .filter((point) => showCorrections || !point.voided)
    .map((point) => ({
      id: point.id,
      x: scales.x(point.on),
      y: scales.y(point.value),
      shape: point.position ? shapes[point.position] : 'circle',
      late: point.late ?? false,
      correctedY:
        showCorrections && point.corrected !== undefined ? scales.y(point.corrected) : null,
      voided: point.voided ?? false,
      halo: halo.has(point.id),
    }));
}

/** The data path, broken at every phase line and at every missed score: nothing is interpolated. */
export function dataPaths(model: ProgressGraphModel, scales: Scales): readonly string[] {
  const breaksAt = [
    ...model.phases.map((phase) => phase.startsOn),
    ...model.missed.map((missed) => missed.on),
  ];
  const broken = (from: LocalDate, to: LocalDate) => breaksAt.some((on) => on > from && on <= to);
  const runs: GraphPoint[][] = [];
  for (const point of model.points.filter((p) => !p.voided)) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last && !broken(last.on, point.on)) run.push(point);
    else runs.push([point]);
  }
  const path = line<DatedValue>()
    .x((p) => scales.x(p.on))
    .y((p) => scales.y(p.value));
  return runs.filter((run) => run.length > 1).map((run) => path(run) ?? '');
}

function segment(scales: Scales, from: DatedValue, to: DatedValue): Segment {
  return {
    x1: scales.x(from.on),
    y1: scales.y(from.value),
    x2: scales.x(to.on),
    y2: scales.y(to.value),
  };
}

/** An aimline that was superseded stays, thinner, and ends on the day on which it ended. */
export function aimlineSegments(model: ProgressGraphModel, scales: Scales) {
  return model.aimlines.map(({ from, to, supersededOn }) => {
    const whole = segment(scales, from, to);
    if (supersededOn === null || supersededOn >= to.on)
      return { ...whole, superseded: supersededOn !== null };
    const x2 = scales.x(supersededOn);
    const share = (x2 - whole.x1) / (whole.x2 - whole.x1 || 1);
    return { ...whole, x2, y2: round(whole.y1 + (whole.y2 - whole.y1) * share), superseded: true };
  });
}

/** The word "Aimline" along the line, on the stretch that no score has reached yet if that is long enough. */
export function aimlineLabel(
  model: ProgressGraphModel,
  scales: Scales,
  words: GraphWords,
): Label | null {
  const aimline = currentAimline(model);
  if (!aimline) return null;
  const { x1, y1, x2, y2 } = segment(scales, aimline.from, aimline.to);
  if (x2 - x1 < 90) return null;
  const last = model.points.at(-1);
  const reached = last ? Math.max(scales.x(last.on), x1) : x1;
  const free = x2 - reached > 120 ? (reached + x2) / 2 - 10 : x1 + (x2 - x1) * 0.72;
  const share = (free - x1) / (x2 - x1);
  const angle = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
  // Where the goal's own label already stands above the line, the word goes under it.
  const goalLabelFrom = x2 + 8 - textWidth(words.goal(aimline.to.value, aimline.to.on));
  const under = free + textWidth(words.aimline) / 2 > goalLabelFrom;
  return {
    x: round(free),
    y: round(y1 + (y2 - y1) * share + (under ? 18 : -8)),
    text: words.aimline,
    anchor: 'middle',
    angle: round(angle),
  };
}

/** The latest goal, also of a plan that has ended: what was aimed at stays in the picture. */
export function goalMark(model: ProgressGraphModel, scales: Scales, words: GraphWords) {
  const goal = model.aimlines.at(-1)?.to;
  if (!goal) return null;
  const spot = { x: scales.x(goal.on), y: scales.y(goal.value) };
  const above = spot.y - scales.plot.y > 12;
  return {
    ...spot,
    label: {
      x: Math.min(spot.x + 8, scales.plot.x + scales.plot.width),
      y: above ? spot.y - 13 : spot.y + 22,
      text: words.goal(goal.value, goal.on),
      anchor: 'end',
      angle: 0,
    } satisfies Label,
  };
}

export function trendSegments(model: ProgressGraphModel, scales: Scales) {
  return drawnTrends(model).map((trend) => ({
    phase: trend.phase,
    ...segment(scales, trend.from, trend.to),
  }));
}

/** Dotted from the trend's end to the goal's date, where it stops with its interval. */
export function projectionMark(model: ProgressGraphModel, scales: Scales) {
  if (!model.projection) return null;
  const { from, on, value, interval } = model.projection;
  const { plot } = scales;
  const within = (y: number) => Math.min(Math.max(y, plot.y), plot.y + plot.height);
  return {
    ...segment(scales, from, { on, value }),
    interval: interval && {
      lowY: within(scales.y(interval.low)),
      highY: within(scales.y(interval.high)),
    },
  };
}

/** A bracket beside the run that made the rule speak, on the side away from the aimline. */
export function alertMark(model: ProgressGraphModel, scales: Scales) {
  if (!model.alert) return null;
  const ids = new Set(model.alert.pointIds);
  const run = model.points.filter((point) => ids.has(point.id));
  if (run.length === 0) return null;
  const { plot } = scales;
  const xs = run.map((p) => scales.x(p.on));
  const ys = run.map((p) => scales.y(p.value));
  const below = run.filter((p) => p.position === 'below').length * 2 >= run.length;
  const y = below
    ? Math.min(Math.max(...ys) + 16, plot.y + plot.height - 22)
    : Math.max(Math.min(...ys) - 16, plot.y + 20);
  const x1 = Math.min(...xs) - 6;
  const x2 = Math.max(...xs) + 6;
  const half = textWidth(model.alert.text) / 2;
  // The words stay on their own side of the phase line, where they find room.
  const phaseX = Math.max(
    plot.x,
    ...model.phases.map((phase) => scales.x(phase.startsOn)).filter((x) => x <= x1 + 6),
  );
  const middle = (x1 + x2) / 2;
  return {
    x1: round(x1),
    x2: round(x2),
    y: round(y),
    opens: below ? ('up' as const) : ('down' as const),
    label: {
      x: round(Math.min(Math.max(middle, phaseX + half + 6), plot.x + plot.width - half - 2)),
      y: round(below ? y + 16 : y - 8),
      text: model.alert.text,
      anchor: 'middle',
      angle: 0,
    } satisfies Label,
  };
}

/** Width of a label at the graph's 13 px, estimated: a layout must not ask a browser. */
export function textWidth(text: string): number {
  return text.length * 6.7;
}
