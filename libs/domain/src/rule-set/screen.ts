import type { Grade, Season } from '../measure/measure.js';
import { classwideShare } from '../screening/classwide.js';
import { compare } from '../statistics/compare.js';
import type { LocalDate } from '../time.js';
import type { Cut, ScreeningRules } from './document.js';

/** A screening score that stands, with the event that recorded it. */
export type ScreeningScore = {
  eventId: string;
  measure: string;
  on: LocalDate;
  value: number | null;
  level: string | null;
  percentile: number | null;
  /** Null: the window's own season. */
  season?: Season | null;
  testGrade?: Grade | null;
  enrolledGrade?: Grade;
};

/** What a proposal rests on, score by score; `criterion` is a JSON Pointer into the rule set. */
export type ScreenedScore = {
  eventId: string;
  measure: string;
  on: LocalDate;
  value: number | null;
  level: string | null;
  percentile: number | null;
  criterion: string;
  meets: 2 | 3 | null;
};

export type Screened = {
  /** The tier to propose; 1 = not flagged; null = no score that a criterion can read, which is an answer of its own. */
  tier: 1 | 2 | 3 | null;
  /** `all` rules want a second source: `open` while only one criterion could be read. */
  gate: 'passed' | 'open' | 'none';
  scores: readonly ScreenedScore[];
};

/**
 * One student's scores against the screening rules: a proposal for a team, never a label (science.md 1.7). `any`: the
 * severest criterion met counts. `all`: every criterion that could be read must be met, and the mildest counts. Of several
 * scores of one measure the latest counts; off-grade material is never read against on-grade cuts (science.md 1.6).
 */
export function screenStudent(
  scores: readonly ScreeningScore[],
  rules: ScreeningRules,
  season: Season,
): Screened {
  const read: ScreenedScore[] = [];
  for (const [i, criterion] of rules.criteria.entries()) {
    if (!criterion.seasons.includes(season)) continue;
    const score = latest(scores.filter((s) => s.measure === criterion.measure && fits(s, season)));
    const tier2 = score && meets(score, criterion.tier2);
    const tier3 = score && criterion.tier3 ? meets(score, criterion.tier3) : null;
    if (!score || (tier2 === null && tier3 === null)) continue;
    read.push({
      eventId: score.eventId,
      measure: score.measure,
      on: score.on,
      value: score.value,
      level: score.level,
      percentile: score.percentile,
      criterion: `/screening/criteria/${i}`,
      meets: tier3 ? 3 : tier2 ? 2 : null,
    });
  }
  const met = read.map((score) => score.meets ?? 1);
  if (met.length === 0) return { tier: null, gate: 'none', scores: read };
  const tier = (rules.combine === 'any' ? Math.max(...met) : Math.min(...met)) as 1 | 2 | 3;
  return { tier, gate: gateOf(rules, season, read), scores: read };
}

function gateOf(
  rules: ScreeningRules,
  season: Season,
  read: readonly ScreenedScore[],
): Screened['gate'] {
  const asked = rules.criteria.filter((c) => c.seasons.includes(season)).length;
  if (rules.combine === 'any' || asked < 2) return 'none';
  return read.filter((score) => score.meets !== null).length >= 2 ? 'passed' : 'open';
}

function fits(score: ScreeningScore, season: Season): boolean {
  const onGrade =
    !score.testGrade || !score.enrolledGrade || score.testGrade === score.enrolledGrade;
  return onGrade && (!score.season || score.season === season);
}

function latest(scores: readonly ScreeningScore[]): ScreeningScore | null {
  return scores.reduce<ScreeningScore | null>(
    (last, s) => (last && last.on > s.on ? last : s),
    null,
  );
}

/** Null where the score lacks what the cut reads. "Below" is strict: a score equal to the cut is not below it. */
function meets(score: ScreeningScore, cut: Cut): boolean | null {
  switch (cut.kind) {
    case 'percentile-below':
      return score.percentile === null ? null : compare(score.percentile, cut.value) < 0;
    case 'score-below':
      return score.value === null ? null : compare(score.value, cut.value) < 0;
    case 'score-above':
      return score.value === null ? null : compare(score.value, cut.value) > 0;
    case 'level': {
      const word = score.level?.trim().toLowerCase();
      return word ? cut.levels.some((level) => level.trim().toLowerCase() === word) : null;
    }
  }
}

/** Share of the screened that met a Tier 2 or 3 criterion: shown beside every proposal. Null if nobody was screened. */
export function baseRateOf(tiers: readonly Screened['tier'][]): number | null {
  const screened = tiers.filter((tier) => tier !== null);
  return screened.length === 0 ? null : screened.filter((t) => t > 1).length / screened.length;
}

/**
 * More than the threshold of a class or grade below the cut is a signal about core instruction, not many Tier 2 tasks
 * (science.md 3.1). Nobody screened: both null. Fewer screened than the rules' minimum: no signal.
 */
export function classwide(
  counts: { below: number; screened: number },
  rules: ScreeningRules['classwide'],
): { share: number | null; classwide: boolean | null } {
  const { share, classwide } = classwideShare(counts.below, counts.screened, rules.threshold);
  return { share, classwide: classwide && counts.screened >= rules.minimumScreened };
}
