import type { GraphTrend, ProgressGraphModel } from './model.js';
import type { GraphWords } from './words.js';

/** A trend is drawn, and spoken of, only from this many scores on (web.md 4.1, item 6). */
const minTrendScores = 3;

export function drawnTrends(model: ProgressGraphModel): readonly GraphTrend[] {
  return model.trends.filter((trend) => trend.n >= minTrendScores);
}

/** The aimline in force: the latest that nothing has superseded. */
export function currentAimline(model: ProgressGraphModel) {
  return model.aimlines.findLast((aimline) => aimline.supersededOn === null) ?? null;
}

/** What the graph shows, in plain sentences that stand above it. */
export function describe(model: ProgressGraphModel, words: GraphWords): string {
  const scores = model.points.filter((point) => !point.voided);
  const first = scores[0];
  if (!first) return words.noScores;
  const count = (position: string) => scores.filter((p) => p.position === position).length;
  const said = [words.tally(scores.length, first.on, count('below'), count('on'), count('above'))];
  if (model.alert) said.push(`${model.alert.text}.`);
  const trend = drawnTrends(model).at(-1);
  const goal = currentAimline(model)?.to;
  if (!trend) said.push(words.tooFewForTrend(Math.max(1, minTrendScores - scores.length)));
  else {
    said.push(words.trendSentence(trend.slopePerWeek, model.unit));
    if (model.projection && goal)
      said.push(words.projectionSentence(model.projection.value, goal.value, goal.on));
  }
  return said.join(' ');
}
