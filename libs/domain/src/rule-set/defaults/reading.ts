import type { RuleSetDocument } from '../document.js';
import { makeUpLadder, probeLadder, sharedRules, sharedSources } from './shared.js';

const fuchs =
  'Fuchs, Fuchs, Hamlett, Walz & Germann 1993, School Psychology Review 22, 27–48: realistic goals.';
const hasbrouck2006 =
  'Hasbrouck & Tindal 2006, The Reading Teacher 59(7), 636–644: (spring − fall) / 32 at the 50th percentile.';

/** Reading, grades K–8: two sources must agree before a placement is proposed. */
export const readingRules: RuleSetDocument = {
  name: 'Reading, shipped defaults',
  area: 'reading',
  grades: ['K', '1', '2', '3', '4', '5', '6', '7', '8'],
  screening: {
    criteria: [
      {
        measure: 'dibels-8/composite',
        seasons: ['fall', 'winter', 'spring'],
        tier2: { kind: 'level', levels: ['Below Benchmark', 'Well Below Benchmark'] },
        tier3: { kind: 'level', levels: ['Well Below Benchmark'] },
      },
      {
        measure: 'nwea-map/reading-rit',
        seasons: ['fall', 'winter', 'spring'],
        tier2: { kind: 'percentile-below', value: 25 },
        tier3: { kind: 'percentile-below', value: 10 },
      },
    ],
    combine: 'all',
    classwide: { threshold: 0.2, per: 'grade', minimumScreened: 10 },
    makeUpSchoolDays: 5,
    ladder: makeUpLadder,
  },
  placement: sharedRules.placement,
  tiers: sharedRules.tiers,
  goal: {
    methods: ['rate', 'benchmark'],
    ratePerWeek: {
      K: 1,
      '1': 2,
      '2': 1.5,
      '3': 1,
      '4': 0.85,
      '5': 0.5,
      '6': 0.3,
      '7': 0.6875,
      '8': 0.5625,
    },
    rounding: 'half_up',
  },
  monitoring: {
    measure: 'cbm/orf',
    graceSchoolDays: 3,
    baselineProbes: 3,
    baselineMaxAgeDays: 21,
    ladder: probeLadder,
  },
  delivery: sharedRules.delivery,
  review: { ...sharedRules.review, seeFloor: 5 },
  alerts: sharedRules.alerts,
  response: sharedRules.response,
  exit: sharedRules.exit,
  notices: sharedRules.notices,
  referral: sharedRules.referral,
  sources: [
    {
      field: '/screening/criteria/0',
      citation:
        'DIBELS 8th Edition level words as the vendor’s export gives them; no cut score is copied.',
    },
    {
      field: '/screening/criteria/1',
      citation:
        'Tennessee RTI²: under the 25th percentile Tier II candidate, under the 10th Tier III.',
    },
    {
      field: '/goal/ratePerWeek/K',
      citation:
        'District-set default: no published kindergarten rate of oral reading; the team looks at it.',
    },
    ...['1', '2', '3', '4', '5', '6'].map((grade) => ({
      field: `/goal/ratePerWeek/${grade}`,
      citation: fuchs,
    })),
    { field: '/goal/ratePerWeek/7', citation: hasbrouck2006 },
    { field: '/goal/ratePerWeek/8', citation: hasbrouck2006 },
    {
      field: '/review/seeFloor',
      citation:
        'CBM-R: 5 words, the low end of residual errors of 5–15 (Christ 2006; Christ & Silberglitt 2007).',
    },
    ...sharedSources,
  ],
};
