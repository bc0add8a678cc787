import type { Method } from '../method.js';

export const behaviourMethods: readonly Method[] = [
  {
    id: 'behaviour/srss-ie',
    version: 1,
    definition:
      'Sum of the items (0–3 each), classified low, moderate or high by the cuts of the version, scale and level. Externalizing and internalizing apart; overall = the higher.',
    undefinedWhen: 'an item is missing; overall where one of the two is unknown',
    source:
      'Lane et al. (2015), (2016), Behavioral Disorders 40, 42; Lane (2024), preliminary; science.md 8',
  },
  {
    id: 'behaviour/cico-daily-percent',
    version: 1,
    definition:
      'Points / possible points × 100 over the rated periods of a day (0, 1 or 2 points each).',
    undefinedWhen: 'no period was rated: the student was not present',
    source: 'science.md 8',
  },
  {
    id: 'behaviour/cico-weekly-mean',
    version: 1,
    definition: 'Mean of the daily percents of the days with data.',
    undefinedWhen: 'no day of the week has data',
    source: 'science.md 8',
  },
  {
    id: 'behaviour/referrals-per-100',
    version: 1,
    definition: 'Office discipline referrals × 100 / (students × school days).',
    undefinedWhen: 'there are no students or no school days',
    source: 'SWIS summary 2008–09; science.md 8',
  },
];
