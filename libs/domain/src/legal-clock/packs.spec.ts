import { describe, expect, test } from 'vitest';
import { isLocalDate } from '../time.js';
import { jurisdictions } from './pack.js';
import { definitionOf, packOf } from './packs.js';

// The packs as they were read on the day of verification. A law that changes is a new version, never another row here.

const inWords = (jurisdiction: (typeof jurisdictions)[number]) =>
  packOf(jurisdiction).clocks.map(
    ({ name, main, startsWith, counting: { days, kind, ...more }, yearEnd, endsWith, citation }) =>
      [
        `${main ? '*' : ''}${name}: ${days} ${kind} from ${startsWith} until ${endsWith.join('+')}`,
        Object.keys(more).length > 0 ? JSON.stringify(more) : null,
        yearEnd ? JSON.stringify(yearEnd) : null,
        citation,
      ]
        .filter((part) => part !== null)
        .join('; '),
  );
const every = [
  'initial-iep: 30 calendar-days from eligibility until iep-meeting; 34 CFR 300.323(c)(1)',
  'records-access: 45 calendar-days from records-request until records; 34 CFR 99.10(b); 34 CFR 300.613(a)',
];

describe('version 1', () => {
  test.each<[(typeof jurisdictions)[number], string, string[]]>([
    [
      'us',
      'Federal default',
      ['*evaluation: 60 calendar-days from consent until report; 34 CFR 300.301(c)(1)(i)'],
    ],
    [
      'us-tx',
      'Texas',
      [
        'request-response: 15 school-days from written-request until notice+safeguards+consent-asked; 19 TAC 89.1011(b)',
        '*evaluation-report: 45 school-days from consent until report; {"absences":{"atLeast":3}}; {"rule":"by-30-june","atLeast":35,"below":45,"unlessAbsent":3}; 19 TAC 89.1011(c)–(e); Tex. Educ. Code 29.004',
      ],
    ],
    [
      'us-ca',
      'California',
      [
        'assessment-plan: 15 calendar-days-with-exclusions from request until consent-asked; {"excludes":"breaks","moreThan":5}; Cal. Educ. Code 56043(a), 56321(a)',
        '*iep-meeting: 60 calendar-days-with-exclusions from consent until iep-meeting; {"excludes":"breaks","moreThan":5}; {"rule":"from-next-year","requestWithin":30,"days":30}; Cal. Educ. Code 56043(c), 56302.1, 56344',
      ],
    ],
    [
      'us-il',
      'Illinois',
      [
        '*eligibility-and-iep-meeting: 60 school-days from consent until iep-meeting; {"rule":"before-next-year","below":60}; 23 Ill. Adm. Code 226.110',
      ],
    ],
    [
      'us-ma',
      'Massachusetts',
      [
        '*evaluation: 30 school-days from consent until report; 603 CMR 28.05(1)',
        'team-meeting: 45 school-days from consent until iep-meeting; 603 CMR 28.05(1)',
      ],
    ],
    [
      'us-pa',
      'Pennsylvania',
      [
        '*evaluation-report: 60 calendar-days-with-exclusions from consent until report; {"excludes":"summer"}; 22 Pa. Code 14.123(b)',
      ],
    ],
    [
      'us-wa',
      'Washington',
      ['*evaluation: 35 school-days from consent until eligibility; WAC 392-172A-03005(3)(a)'],
    ],
    [
      'us-nc',
      'North Carolina',
      ['*placement: 90 calendar-days from request until iep-meeting; NC 1503-2.2(c)'],
    ],
  ])('%s', (jurisdiction, name, own) => {
    const pack = packOf(jurisdiction);
    expect([pack.jurisdiction, pack.name, pack.version]).toEqual([jurisdiction, name, 1]);
    expect(inWords(jurisdiction)).toEqual([...own, ...every]);
  });
});

test.each(jurisdictions)(
  '%s says when it holds, when it was verified, and what its words are',
  (jurisdiction) => {
    for (const clock of packOf(jurisdiction).clocks) {
      expect(isLocalDate(clock.verifiedOn)).toBe(true);
      expect(clock.effectiveTo).toBeNull();
      if (clock.effectiveFrom !== null) expect(clock.effectiveFrom).toBe('2006-10-13');
      expect(clock.ends).not.toBe('');
    }
  },
);

test.each([
  ['us', []],
  ['us-tx', ['absencesInExtension', 'countLastInstructionalDay']],
  ['us-ca', ['breakExclusion']],
  ['us-il', ['countLastInstructionalDay', 'summerConsent']],
] as const)('%s leaves to counsel: %j', (jurisdiction, names) => {
  const pack = packOf(jurisdiction);
  expect(Object.keys(pack.parameters).sort()).toEqual(names);
  const used = pack.clocks.flatMap((clock) => clock.parameters);
  expect([...new Set(used)].sort()).toEqual(names);
});

test('each reading that counsel may choose', () => {
  const values = jurisdictions.flatMap((jurisdiction) =>
    Object.entries(packOf(jurisdiction).parameters).map(([name, { values: all }]) => [name, all]),
  );
  expect(values).toEqual([
    ['countLastInstructionalDay', [true, false]],
    ['absencesInExtension', [true, false]],
    ['breakExclusion', ['first-to-last-closed-day', 'with-adjoining-weekends']],
    ['countLastInstructionalDay', [true, false]],
    ['summerConsent', ['before-next-year', 'counted-into-next-year']],
  ]);
});

test('a clock that a law does not know', () => {
  expect(definitionOf('us', 'placement')).toBeNull();
  expect(definitionOf('us-nc', 'placement')?.main).toBe(true);
});
