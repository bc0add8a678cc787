import type { RuleSetDocument } from '../document.js';
import { makeUpLadder, probeLadder, sharedRules, sharedSources } from './shared.js';

const seasons = ['fall', 'winter', 'spring'] as const;

const srss = (measure: string): RuleSetDocument['screening']['criteria'][number] => ({
  measure,
  seasons,
  tier2: { kind: 'level', levels: ['Moderate', 'High'] },
  tier3: { kind: 'level', levels: ['High'] },
});

const lane =
  'SRSS-IE 12 risk words; externalizing and internalizing are classified apart, the higher counts.';

/** Behaviour, grades K–8: SRSS-IE 12 for screening, check-in/check-out by weekly means for monitoring. */
export const behaviourRules: RuleSetDocument = {
  name: 'Behaviour, shipped defaults',
  area: 'behaviour',
  grades: ['K', '1', '2', '3', '4', '5', '6', '7', '8'],
  screening: {
    criteria: [srss('srss-ie-12/e7'), srss('srss-ie-12/i5'), srss('srss-ie-12/i6')],
    combine: 'any',
    classwide: { threshold: 0.2, per: 'grade', minimumScreened: 10 },
    makeUpSchoolDays: 5,
    ladder: makeUpLadder,
  },
  placement: sharedRules.placement,
  tiers: sharedRules.tiers,
  goal: {
    methods: ['benchmark', 'rate'],
    ratePerWeek: { K: 2, '1': 2, '2': 2, '3': 2, '4': 2, '5': 2, '6': 2, '7': 2, '8': 2 },
    rounding: 'half_up',
  },
  monitoring: {
    measure: 'cico/weekly-percent',
    graceSchoolDays: 3,
    baselineProbes: 3,
    baselineMaxAgeDays: 21,
    ladder: probeLadder,
  },
  delivery: sharedRules.delivery,
  review: { ...sharedRules.review, seeFloor: 0 },
  alerts: sharedRules.alerts,
  response: sharedRules.response,
  exit: sharedRules.exit,
  notices: sharedRules.notices,
  referral: sharedRules.referral,
  sources: [
    { field: '/screening/criteria/0', citation: lane },
    {
      field: '/screening/criteria/1',
      citation: `${lane} I5: Lane et al. 2015, Behavioral Disorders 40.`,
    },
    {
      field: '/screening/criteria/2',
      citation: `${lane} I6: Lane et al. 2016, Behavioral Disorders 42.`,
    },
    {
      field: '/monitoring/measure',
      citation: 'Weekly means: daily points are autocorrelated.',
    },
    {
      field: '/goal/ratePerWeek',
      citation:
        'District-set default, two points of percent a week; the usual goal itself is 80 %.',
    },
    {
      field: '/review/seeFloor',
      citation: 'No documented minimum for daily report cards: the sample’s own error stands.',
    },
    ...sharedSources,
  ],
};
