import { describe as group, expect, test } from 'vitest';
import { mayasReading } from './example.js';
import { layout } from './layout.js';
import type { ProgressGraphModel } from './model.js';
import { graphWords } from './words.js';

const desk = { width: 960, height: 400 };
const phone = { width: 358, height: 268 };
const at = (model: ProgressGraphModel, size = desk) =>
  layout(model, size, { words: graphWords('en') });

group('the axes', () => {
  test('time runs by the calendar: equal days are equal distances, with or without school', () => {
    const { weekTicks } = at(mayasReading);
    const steps = weekTicks.slice(1).map((tick, i) => tick.x - (weekTicks[i]?.x ?? 0));
    for (const step of steps) expect(step).toBeCloseTo(steps[0] as number, 0);
  });

  test('a week without school has a tick and no number, and the count goes on after it', () => {
    const { weekTicks } = at(mayasReading);
    const labelOf = (on: string) => weekTicks.find((tick) => tick.on === on)?.label;
    expect([
      labelOf('2025-12-15'),
      labelOf('2025-12-22'),
      labelOf('2025-12-29'),
      labelOf('2026-01-05'),
    ]).toEqual(['16', null, null, '17']);
  });

  test('the winter break is hatched over its twelve days and named; three days off are hatched', () => {
    const { breaks, weekTicks } = at(mayasReading);
    const week = (weekTicks[1]?.x ?? 0) - (weekTicks[0]?.x ?? 0);
    expect(breaks.map((band) => band.name)).toEqual(['Thanksgiving', 'Winter break']);
    expect(breaks[1]?.label).toBe('Winter break');
    expect(breaks[1]?.width).toBeCloseTo((12 / 7) * week, 0);
  });

  test('the value axis holds scores, goal and projection, and is not forced to zero', () => {
    const { valueTicks } = at(mayasReading);
    expect(valueTicks.map((tick) => tick.label)).toEqual(['30', '40', '50', '60', '70', '80']);
  });

  test('the frame is the same as of an earlier day of the same plan', () => {
    const now = at(mayasReading);
    const before = at({
      ...mayasReading,
      points: mayasReading.points.slice(0, 4),
      projection: null,
      alert: null,
    });
    expect(before.valueTicks).toEqual(now.valueTicks);
    expect(before.points[0]?.x).toBe(now.points[0]?.x);
  });
});

group('the scores', () => {
  test('the path breaks at the phase line and at the missed week', () => {
    const { paths } = at(mayasReading);
    expect(paths.map((d) => d.split(/[ML]/).length - 1)).toEqual([4, 3, 2]);
  });

  test('each score has the shape of its side: up above, square on, down below', () => {
    expect(at(mayasReading).points.map((point) => point.shape)).toEqual([
      'square',
      'up',
      'down',
      'up',
      'down',
      'down',
      'down',
      'down',
      'square',
    ]);
  });

  test('a withdrawn score is not drawn, not joined and not read, unless corrections are shown', () => {
    const model = {
      ...mayasReading,
      points: mayasReading.points.map((p) => (p.id === 'p2' ? { ...p, voided: true } : p)),
    };
    const plain = at(model);
    expect(plain.points.map((p) => p.id)).not.toContain('p2');
    expect(plain.stops.map((stop) => stop.row.key)).not.toContain('p2');
    expect(plain.paths[0]?.split(/[ML]/)).toHaveLength(4);
    const corrected = layout(model, desk, { words: graphWords('en'), showCorrections: true });
    expect(corrected.points.find((p) => p.id === 'p2')?.voided).toBe(true);
  });

  test('a corrected score keeps a ring at its old value when corrections are shown', () => {
    const shown = layout(mayasReading, desk, { words: graphWords('en'), showCorrections: true });
    const point = shown.points.find((p) => p.id === 'p6');
    expect(point?.correctedY).toBeLessThan(point?.y ?? 0);
    expect(at(mayasReading).points.find((p) => p.id === 'p6')?.correctedY).toBeNull();
  });

  test('a missed score stands as a letter under the axis and is never a value', () => {
    const { missed, plot, stops } = at(mayasReading);
    expect(missed).toEqual([{ x: expect.any(Number), y: plot.y + plot.height + 14, letter: 'A' }]);
    expect(stops.find((stop) => stop.row.key === 'missed-2025-10-17')?.readout).toBe(
      'Oct 17: Absent: absent all week',
    );
  });

  test('reading goes by date and says value, place and signed gap', () => {
    const { stops } = at(mayasReading);
    expect(stops).toHaveLength(13);
    expect(stops[0]?.readout).toBe('Sep 8: 38 words correct per minute, Baseline');
    expect(stops.at(-2)?.readout).toBe(
      'Nov 14: 51 words correct per minute, below the aimline (−4.9)',
    );
  });
});

group('the lines', () => {
  test('a superseded aimline stays and ends, on its own slope, where it ended', () => {
    const old = {
      from: { on: '2025-09-10', value: 42 },
      to: { on: '2026-02-02', value: 71 },
      supersededOn: '2025-11-22',
    };
    const { aimlines, goal } = at({ ...mayasReading, aimlines: [old, ...mayasReading.aimlines] });
    const [ended, whole] = aimlines;
    expect(ended?.superseded).toBe(true);
    expect(ended?.x2).toBeLessThan(whole?.x2 ?? 0);
    // 73 of 145 days: half of the way from 42 to 71.
    const half = at({
      ...mayasReading,
      baselineMedian: { on: '2025-11-22', value: 42 + (29 * 73) / 145 },
    });
    expect(ended?.y2).toBeCloseTo(half.baselineMedian?.y ?? 0, 0);
    expect(goal?.label.text).toBe('Goal 73, Feb 2');
  });

  test('a plan that has ended keeps its goal in the picture, without the word along its line', () => {
    const over = mayasReading.aimlines.map((line) => ({ ...line, supersededOn: '2025-11-22' }));
    const { goal, aimlineLabel } = at({ ...mayasReading, aimlines: over });
    expect(goal?.label.text).toBe('Goal 73, Feb 2');
    expect(aimlineLabel).toBeNull();
  });

  test('no trend is drawn on two scores', () => {
    const trends = mayasReading.trends.map((trend) => ({ ...trend, n: 2 }));
    const few = at({
      ...mayasReading,
      trends,
      points: mayasReading.points.slice(0, 2),
      alert: null,
      projection: null,
    });
    expect(few.trends).toEqual([]);
    expect(few.sentence).toContain('One more score is needed before a trend can be drawn.');
  });

  test('the projection stops at the goal date', () => {
    const { projection, goal } = at(mayasReading);
    expect(projection?.x2).toBe(goal?.x);
    expect(projection?.interval?.highY).toBeLessThan(projection?.interval?.lowY ?? 0);
  });

  test('the run that spoke has halos and a bracket from its first score to its last', () => {
    const { alert, points } = at(mayasReading);
    const run = points.filter((point) => point.halo);
    expect(run.map((point) => point.id)).toEqual(['p5', 'p6', 'p7', 'p8']);
    expect([alert?.x1, alert?.x2]).toEqual([(run[0]?.x ?? 0) - 6, (run[3]?.x ?? 0) + 6]);
  });
});

group('the words', () => {
  test('a sentence says what the graph shows', () => {
    expect(at(mayasReading).sentence).toBe(
      '9 scores since Sep 19: 5 below, 2 on and 2 above the aimline. 4 in a row below the aimline. ' +
        'The trend is +0.6 words correct per minute per week. Kept up, it reaches 57 by Feb 2; the goal is 73.',
    );
  });

  test('on a desk the phases carry their programme and dose, and no list is needed', () => {
    const { phases, legend } = at(mayasReading, { width: 1180, height: 490 });
    expect(phases.map((phase) => [phase.letter, phase.line, phase.fits])).toEqual([
      ['A', false, true],
      ['B1', true, true],
      ['B2', true, true],
    ]);
    expect(legend).toEqual([]);
  });

  test('on a phone the phases are letters with a list below', () => {
    const { phases, legend, compact } = at(mayasReading, phone);
    expect(compact).toBe(true);
    expect(phases.filter((phase) => phase.fits)).toEqual([]);
    expect(legend.map((phase) => phase.letter)).toEqual(['A', 'B1', 'B2']);
  });

  test('a cycle without any score says so and still has its frame', () => {
    const empty: ProgressGraphModel = {
      ...mayasReading,
      baseline: [],
      baselineMedian: null,
      aimlines: [],
      points: [],
      missed: [],
      trends: [],
      projection: null,
      alert: null,
    };
    const { sentence, stops, weekTicks } = at(empty);
    expect(sentence).toBe('No scores yet.');
    expect(stops).toEqual([]);
    expect(weekTicks).toHaveLength(23);
  });
});
