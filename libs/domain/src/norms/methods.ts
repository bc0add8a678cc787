import type { Method } from '../method.js';

export const normMethods: readonly Method[] = [
  {
    id: 'norms/band',
    version: 1,
    definition:
      'The best band whose lowest score the score reaches. Norm tables: the interval between two published percentiles, lower bound inclusive, never interpolated. Highest score of a band: one step of the scale (1; half a point in DIBELS 8 Maze; one percent of accuracy) under the next better.',
    undefinedWhen:
      'nothing is published for measure, grade and season; the material is of another grade than the student; there is no score',
    source: 'science.md 1.1–1.4, 1.6',
  },
  {
    id: 'norms/average-weekly-improvement',
    version: 1,
    definition:
      '(spring − fall) / 32 words a week at one published percentile; where there is no fall norm (spring − winter) / 16.',
    undefinedWhen: 'the table has no such grade or percentile',
    source: 'Hasbrouck & Tindal (2017), Technical Report 1702; science.md 1.1',
  },
  {
    id: 'norms/candidate',
    version: 1,
    definition:
      'Mean of two or more unpractised grade-level readings is ten or more words under the 50th percentile.',
    undefinedWhen: 'fewer than two readings; off grade; no 50th percentile published',
    source: 'Hasbrouck & Tindal (2017), published use; science.md 1.1',
  },
  {
    id: 'norms/accuracy',
    version: 1,
    definition:
      'Words correct / (words correct + errors) × 100, compared as a whole percent, half up.',
    undefinedWhen: 'nothing was read',
    source: 'DIBELS 8th Edition Benchmark Goals (2020); science.md 1.3',
  },
  {
    id: 'norms/maze-adjusted',
    version: 1,
    definition: 'Correct − ½ × incorrect, in half points, not under 0.',
    undefinedWhen: 'a count is missing',
    source: 'DIBELS 8th Edition Benchmark Goals (2020); science.md 1.3',
  },
  {
    id: 'norms/percentile-rank-strictly-below',
    version: 1,
    definition: 'Scores strictly below / all scores × 100.',
    undefinedWhen: 'there is no norm group',
    source: 'easyCBM help; science.md 1.5',
  },
  {
    id: 'norms/percentile-rank-at-or-below',
    version: 1,
    definition: '(Scores strictly below + equal scores) / all scores × 100.',
    undefinedWhen: 'there is no norm group',
    source: 'easyCBM help; science.md 1.5',
  },
  {
    id: 'norms/percentile-rank-mid',
    version: 1,
    definition: '(Scores strictly below + half of the equal scores) / all scores × 100.',
    undefinedWhen: 'there is no norm group',
    source: 'science.md 1.5',
  },
  {
    id: 'norms/composite',
    version: 1,
    definition:
      'Σ weight × score over all subtests, weights as the publisher has them; a discontinued subtest counts 0 and is flagged.',
    undefinedWhen: 'a subtest is missing',
    source: 'science.md 1.6',
  },
  {
    id: 'norms/season',
    version: 1,
    definition:
      'The season of the district’s window in force on the day; outside every window that of the nearest (of two as near the earlier), flagged out_of_window.',
    undefinedWhen: 'the district has no windows',
    source: 'science.md 1.6',
  },
  {
    id: 'norms/growth-fuchs-1993',
    version: 1,
    definition:
      'Mean, standard deviation, realistic and ambitious growth in oral reading, words a week, by grade.',
    undefinedWhen: 'the grade has no row (grades 1–6 have)',
    source: 'Fuchs et al. (1993), School Psychology Review 22, 27–48; science.md 1.8',
  },
];
