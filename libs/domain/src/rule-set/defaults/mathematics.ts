import type { RuleSetDocument } from '../document.js';
import { makeUpLadder, probeLadder, sharedRules, sharedSources } from './shared.js';

/** Mathematics, grades K–8. The growth rate is the district's own: the published ones could not be verified. */
export const mathematicsRules: RuleSetDocument = {
  name: 'Mathematics, shipped defaults',
  area: 'mathematics',
  grades: ['K', '1', '2', '3', '4', '5', '6', '7', '8'],
  screening: {
    criteria: [
      {
        measure: 'nwea-map/mathematics-rit',
        seasons: ['fall', 'winter', 'spring'],
        tier2: { kind: 'percentile-below', value: 25 },
        tier3: { kind: 'percentile-below', value: 10 },
      },
    ],
    combine: 'any',
    classwide: { threshold: 0.2, per: 'grade', minimumScreened: 10 },
    makeUpSchoolDays: 5,
    ladder: makeUpLadder,
  },
  placement: sharedRules.placement,
  tiers: sharedRules.tiers,
  goal: {
    methods: ['rate', 'benchmark'],
    ratePerWeek: {
      K: 0.5,
      '1': 0.5,
      '2': 0.5,
      '3': 0.5,
      '4': 0.5,
      '5': 0.5,
      '6': 0.5,
      '7': 0.5,
      '8': 0.5,
    },
    rounding: 'half_up',
  },
  monitoring: {
    measure: 'cbm/computation',
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
    {
      field: '/screening/criteria/0',
      citation:
        'Tennessee RTI²: under the 25th percentile Tier II candidate, under the 10th Tier III.',
    },
    {
      field: '/goal/ratePerWeek',
      citation:
        'District-set default, one digit every two weeks: the published rates for computation are not verified.',
    },
    {
      field: '/review/seeFloor',
      citation: 'No documented minimum for computation probes: the sample’s own error stands.',
    },
    ...sharedSources,
  ],
};
