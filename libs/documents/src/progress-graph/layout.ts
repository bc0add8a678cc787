import type { LocalDate } from '#domain/time';
import { addDays } from '#domain/time';
import { breakBands, months, valueTicks, weekTicks } from './axes.js';
import { describe } from './describe.js';
import {
  aimlineLabel,
  aimlineSegments,
  alertMark,
  dataPaths,
  goalMark,
  pointMarks,
  projectionMark,
  textWidth,
  trendSegments,
} from './marks.js';
import type { GraphPoint, ProgressGraphModel } from './model.js';
import type { Scales, Size } from './scales.js';
import { compactBelow, scales as scalesOf } from './scales.js';
import type { GraphWords } from './words.js';

export type LayoutOptions = {
  words: GraphWords;
  /** Shows old values and withdrawn scores. */
  showCorrections?: boolean;
};

/** A phase's stretch of the time axis; `line` is false for the baseline, which no line opens. */
export type PhaseMark = {
  letter: string;
  label: string;
  x: number;
  width: number;
  line: boolean;
  fits: boolean;
};

/** One place where reading by keyboard or pointer stops: a score or a missed score. */
export type Stop = {
  x: number;
  y: number;
  row: TableRow;
  /** The whole of it in words, for the live region. */
  readout: string;
};

export type TableRow = {
  key: string;
  on: LocalDate;
  date: string;
  value: string;
  aimline: string;
  gap: string;
  phase: string;
  note: string;
};

export type GraphGeometry = ReturnType<typeof layout>;

/** Places everything that the graph shows, in pixels of `size`. Pure: equal input, equal geometry, to the tenth of a pixel. */
export function layout(model: ProgressGraphModel, size: Size, options: LayoutOptions) {
  const { words } = options;
  const scales = scalesOf(model, size);
  const first = model.calendar.weeks[0]?.startsOn ?? model.phases[0]?.startsOn;
  const last = addDays(model.calendar.weeks.at(-1)?.startsOn ?? first ?? '1970-01-05', 7);
  const phases = phaseMarks(model, scales, words);
  const axisRow = scales.plot.y + scales.plot.height + 14;
  return {
    size,
    plot: scales.plot,
    compact: size.width < compactBelow,
    sentence: describe(model, words),
    axisTitle: axisTitle(model, size),
    weekTicks: weekTicks(model, scales),
    months: first ? months(scales, first, last, words) : [],
    breaks: breakBands(model, scales),
    valueTicks: valueTicks(scales, words),
    benchmark: model.benchmark
      ? { y: scales.y(model.benchmark.value), label: model.benchmark.label }
      : null,
    phases,
    /** Labels that found no room over their phase are listed below the graph. */
    legend: phases.filter((phase) => !phase.fits),
    adjustments: (model.adjustments ?? []).map(({ on, label }) => ({ x: scales.x(on), label })),
    baseline: model.baseline.map((p) => ({ x: scales.x(p.on), y: scales.y(p.value) })),
    baselineMedian: model.baselineMedian && {
      x: scales.x(model.baselineMedian.on),
      y: scales.y(model.baselineMedian.value),
    },
    aimlines: aimlineSegments(model, scales),
    aimlineLabel: aimlineLabel(model, scales, words),
    goal: goalMark(model, scales, words),
    paths: dataPaths(model, scales),
    points: pointMarks(model, scales, options.showCorrections ?? false),
    missed: model.missed.map((m) => ({ x: scales.x(m.on), y: axisRow, letter: m.letter })),
    trends: trendSegments(model, scales),
    projection: projectionMark(model, scales),
    alert: alertMark(model, scales),
    stops: stops(model, scales, words, axisRow),
  };
}

/** What is measured and in which unit; the unit alone where both find no room. */
function axisTitle({ title, unit }: ProgressGraphModel, size: Size): string {
  const whole = `${title}, ${unit}`;
  return textWidth(whole) <= size.width ? whole : unit;
}

function phaseMarks(
  model: ProgressGraphModel,
  scales: Scales,
  words: GraphWords,
): readonly PhaseMark[] {
  const { plot } = scales;
  const end = plot.x + plot.width;
  const opening = model.phases[0];
  const named = [
    ...(model.baseline.length > 0
      ? [{ letter: 'A', label: words.baseline, x: plot.x, line: false }]
      : []),
    ...model.phases.map((phase) => ({
      letter: phase.letter,
      label: phase.label,
      x: scales.x(phase.startsOn),
      line: model.baseline.length > 0 || phase !== opening,
    })),
  ];
  return named.map((phase, i) => {
    const width = Math.round((named[i + 1]?.x ?? end) - phase.x);
    return {
      ...phase,
      width,
      fits: textWidth(`${phase.letter}  ${phase.label}`) + 8 <= width,
    };
  });
}

function phaseOf(model: ProgressGraphModel, on: LocalDate): string {
  return model.phases.findLast((phase) => phase.startsOn <= on)?.letter ?? 'A';
}

function stops(
  model: ProgressGraphModel,
  scales: Scales,
  words: GraphWords,
  axisRow: number,
): readonly Stop[] {
  const blank = { aimline: '–', gap: '–', note: '' };
  const baseline = model.baseline.map((point, i) => {
    const row = {
      ...blank,
      key: `baseline-${i}`,
      on: point.on,
      date: words.day(point.on),
      value: words.number(point.value),
      phase: 'A',
      note: words.baseline,
    };
    return { x: scales.x(point.on), y: scales.y(point.value), row, readout: read(row, model.unit) };
  });
  const points = model.points
    .filter((point) => !point.voided)
    .map((point) => {
      const row = {
        key: point.id,
        on: point.on,
        date: words.day(point.on),
        value: words.number(point.value),
        aimline: point.aimline === null ? '–' : words.number(point.aimline),
        gap: point.aimline === null ? '–' : words.signed(point.value - point.aimline),
        phase: phaseOf(model, point.on),
        note: noteOf(point, words),
      };
      return {
        x: scales.x(point.on),
        y: scales.y(point.value),
        row,
        readout: read(row, model.unit),
      };
    });
  const missed = model.missed.map((miss) => {
    const row = {
      ...blank,
      key: `missed-${miss.on}`,
      on: miss.on,
      date: words.day(miss.on),
      value: '–',
      phase: phaseOf(model, miss.on),
      note: miss.reason
        ? `${words.missed[miss.letter]}: ${miss.reason}`
        : words.missed[miss.letter],
    };
    return { x: scales.x(miss.on), y: axisRow, row, readout: `${row.date}: ${row.note}` };
  });
  return [...baseline, ...points, ...missed].sort((a, b) =>
    a.row.on < b.row.on ? -1 : a.row.on > b.row.on ? 1 : 0,
  );
}

function noteOf(point: GraphPoint, words: GraphWords): string {
  return [
    words.position(point.position),
    ...(point.late ? [words.late] : []),
    ...(point.corrected !== undefined ? [words.corrected(point.corrected)] : []),
  ].join(', ');
}

function read(row: TableRow, unit: string): string {
  const gap = row.gap === '–' ? '' : ` (${row.gap})`;
  return `${row.date}: ${row.value} ${unit}, ${row.note}${gap}`;
}
