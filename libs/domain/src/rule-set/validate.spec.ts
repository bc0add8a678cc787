import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contradictions, valueAt } from './contradictions.js';
import { defaultRuleSets } from './defaults.js';
import type { RuleSetDocument } from './document.js';
import { validateRuleSet } from './validate.js';

const reading = defaultRuleSets.reading;

/** The reading rules with one place changed; `undefined` removes it. */
function changed(pointer: string, value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(reading)) as Record<string, unknown>;
  const names = pointer.slice(1).split('/');
  const last = names.pop()!;
  const parent = names.reduce<Record<string, unknown>>(
    (at, name) => at[name] as Record<string, unknown>,
    copy,
  );
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

const codesAt = (document: unknown) => validateRuleSet(document).map((p) => [p.code, p.where]);

describe('the rule sets that ship', () => {
  test.each(Object.entries(defaultRuleSets))('%s is valid', (_, document) => {
    expect(validateRuleSet(document)).toEqual([]);
    expect(validateRuleSet(JSON.parse(JSON.stringify(document)))).toEqual([]);
  });

  test.each(Object.entries(defaultRuleSets))(
    'every number of %s names its source',
    (_, document) => {
      const { sources, ...rules } = document as RuleSetDocument;
      const unsourced = numbersIn(rules).filter(
        (pointer) =>
          !sources.some(({ field }) => pointer === field || pointer.startsWith(`${field}/`)),
      );
      expect(unsourced).toEqual([]);
    },
  );
});

function numbersIn(value: unknown, at = ''): string[] {
  if (typeof value === 'number') return [at];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => numbersIn(item, `${at}/${name}`));
}

describe('a fault of shape is told with its place', () => {
  test.each([
    ['/name', '', 'This must not be empty.'],
    ['/name', undefined, 'This field is missing.'],
    ['/area', 'latin', /^Name one of: reading/],
    ['/grades', [], 'At least 1 must be named here.'],
    ['/grades/1', 'K', '"K" is named twice.'],
    ['/grades/0', '13', /^Name one of/],
    ['/colour', 'blue', 'This field is not known here.'],
    ['/screening/classwide/threshold', 0, 'More than 0.'],
    ['/screening/classwide/threshold', 1.5, 'At most 1.'],
    ['/screening/classwide/minimumScreened', 2.5, 'A whole number is needed here.'],
    ['/screening/criteria/0/tier2/kind', 'gut-feeling', /^Name one of: percentile-below, level/],
    ['/screening/criteria/1/tier2/value', 'low', 'A number is needed here.'],
    ['/screening/criteria/1/tier3/value', 100, 'At most 99.'],
    ['/review/interval', 1, 'Less than 1.'],
    ['/review/seeFloor', Number.NaN, 'A finite number is needed here.'],
    ['/placement/ladder', null, 'An object is needed here.'],
    ['/placement/ladder/escalateAfter', 'soon', 'A whole number or null is needed here.'],
    ['/goal/ratePerWeek/13', 1, /^Name one of/],
    ['/notices/placement', 'yes', 'True or false is needed here.'],
    ['/sources', {}, 'A list is needed here.'],
    ['/goal/methods', [], 'At least 1 must be named here.'],
    ['/goal/methods', 'rate', 'A list is needed here.'],
    ['/goal/methods/1', 'rate', '"rate" is named twice.'],
    ['/goal/rounding', 'up', 'Name one of: half_up, down, none.'],
    ['/goal/ratePerWeek/3', 'fast', 'A number is needed here.'],
    ['/goal/ratePerWeek/3', 1001, 'At most 1000.'],
    ['/review/seeFloor', -1, 'At least 0.'],
    ['/review/seeFloor', 1001, 'At most 1000.'],
    ['/screening/criteria/0/seasons', [], 'At least 1 must be named here.'],
    ['/screening/criteria/0/seasons', {}, 'A list is needed here.'],
    ['/screening/criteria/0/seasons/1', 'fall', '"fall" is named twice.'],
    [
      '/screening/criteria/0/tier2/levels/1',
      'Below Benchmark',
      '"Below Benchmark" is named twice.',
    ],
    [
      '/screening/criteria/0/tier2',
      { kind: 'score-below', value: 'low' },
      'A number is needed here.',
      '/value',
    ],
    [
      '/screening/criteria/0/tier2',
      { kind: 'score-above', value: 'low' },
      'A number is needed here.',
      '/value',
    ],
  ])('%s = %j', (pointer, value, message, within = '') => {
    const problems = validateRuleSet(changed(pointer, value));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: 'rule-set-shape', where: `${pointer}${within}` });
    expect(problems[0]!.message).toMatch(message);
  });

  test.each([null, 7, 'rules', []])('%j is no rule set', (document) => {
    expect(validateRuleSet(document)).toMatchObject([
      { where: '', message: 'An object is needed here.' },
    ]);
  });

  test('an object that cannot be printed is only a wrong kind', () => {
    const kind = { toString: 'no function' };
    expect(codesAt(changed('/screening/criteria/0/tier2/kind', kind))).toEqual([
      ['rule-set-shape', '/screening/criteria/0/tier2/kind'],
    ]);
  });

  test('all faults are told at once', () => {
    const document = { ...(changed('/area', 'latin') as object), name: 3 };
    expect(codesAt(document)).toEqual([
      ['rule-set-shape', '/name'],
      ['rule-set-shape', '/area'],
    ]);
  });
});

describe('a contradiction is told with its place', () => {
  test.each([
    ['/tiers/2/minutes', { min: 40, max: 20 }, 'range-inverted', '/tiers/2/minutes'],
    ['/tiers/2/hardStopWeeks', 7, 'hard-stop-before-plan', '/tiers/2/hardStopWeeks'],
    ['/tiers/3/sessionsPerWeek', { min: 1, max: 1 }, 'tier-3-weaker', '/tiers/3/minutes'],
    ['/tiers/3/groupSize', { min: 1, max: 9 }, 'tier-3-weaker', '/tiers/3/groupSize'],
    ['/tiers/2/probeEverySchoolWeeks', 2, 'points-unreachable', '/tiers/2/probeEverySchoolWeeks'],
    ['/tiers/3/probeEverySchoolWeeks', 2, 'tier-3-weaker', '/tiers/3/probeEverySchoolWeeks'],
    ['/review/decideFrom', 7, 'decide-before-minimum', '/review/decideFrom'],
    [
      '/review/everyInstructionalWeeks',
      13,
      'review-after-hard-stop',
      '/review/everyInstructionalWeeks',
    ],
    ['/review/minPoints', 13, 'points-unreachable', '/tiers/2/probeEverySchoolWeeks'],
    ['/alerts/minPoints', 3, 'alert-before-run', '/alerts/minPoints'],
    [
      '/placement/ladder/escalateAfter',
      6,
      'escalate-after-record',
      '/placement/ladder/escalateAfter',
    ],
    ['/review/ladder/remindAfter', [1, 11], 'remind-after-record', '/review/ladder/remindAfter/1'],
    [
      '/review/ladder/remindAfter',
      [3, 3],
      'reminders-not-ascending',
      '/review/ladder/remindAfter/1',
    ],
    ['/monitoring/measure', 'cbm/singing', 'measure-unknown', '/monitoring/measure'],
    ['/monitoring/measure', 'cbm/computation', 'measure-of-another-area', '/monitoring/measure'],
    ['/screening/criteria/0/measure', 'x/y', 'measure-unknown', '/screening/criteria/0/measure'],
    [
      '/screening/criteria/1/measure',
      'nwea-map/mathematics-rit',
      'measure-of-another-area',
      '/screening/criteria/1/measure',
    ],
    [
      '/screening/criteria/1/measure',
      'dibels-8/composite',
      'criterion-twice',
      '/screening/criteria/1',
    ],
    ['/screening/criteria/1/tier3/value', 30, 'tier-3-cut-milder', '/screening/criteria/1/tier3'],
    [
      '/screening/criteria/0/tier3/levels',
      ['Below Benchmark', 'Well Below Benchmark'],
      'tier-3-cut-milder',
      '/screening/criteria/0/tier3',
    ],
    [
      '/screening/criteria/1/tier2',
      { kind: 'score-above', value: 3 },
      'cut-against-direction',
      '/screening/criteria/1/tier2/kind',
    ],
    ['/monitoring/graceSchoolDays', 5, 'grace-overlaps', '/monitoring/graceSchoolDays'],
    ['/monitoring/graceSchoolDays', 2, 'record-against-grace', '/monitoring/ladder/recordAfter'],
    ['/screening/makeUpSchoolDays', 6, 'record-against-grace', '/screening/ladder/recordAfter'],
    [
      '/delivery/fidelity/everySchoolWeeks',
      7,
      'fidelity-after-review',
      '/delivery/fidelity/everySchoolWeeks',
    ],
    ['/tiers/2/probeEverySchoolWeeks', 4, 'gap-breaks-every-run', '/alerts/maxGapDays'],
    ['/alerts/minPoints', 13, 'alert-unreachable', '/alerts/minPoints'],
    ['/alerts/minSchoolWeeks', 13, 'alert-unreachable', '/alerts/minPoints'],
    ['/exit/consecutivePointsAtGoal', 13, 'exit-unreachable', '/exit/consecutivePointsAtGoal'],
    ['/goal/ratePerWeek/3', -1, 'rate-against-direction', '/goal/ratePerWeek/3'],
    ['/sources/0/field', '/screening/weather', 'source-points-nowhere', '/sources/0/field'],
  ])('%s = %j: %s', (pointer, value, code, where) => {
    expect(codesAt(changed(pointer, value))).toContainEqual([code, where]);
    for (const { message } of validateRuleSet(changed(pointer, value)))
      expect(message).toMatch(/^[A-Z“a-z/].{20,}\.$/);
  });

  test.each([
    ['/alerts/minPoints', 3, 'A run of 4 needs at least 4 points.'],
    [
      '/review/decideFrom',
      7,
      'The point estimate would decide from 7 points on, but a review needs 8.',
    ],
    [
      '/monitoring/graceSchoolDays',
      2,
      'A late probe counts for 2 school days, but silence would be recorded after 3.',
    ],
    [
      '/screening/makeUpSchoolDays',
      6,
      'Make-ups are taken for 6 school days, but silence would be recorded after 5.',
    ],
    [
      '/screening/criteria/1/tier2',
      { kind: 'score-above', value: 3 },
      'Higher scores of nwea-map/reading-rit are better; turn the cut.',
    ],
    ['/monitoring/measure', 'cbm/singing', 'cbm/singing is no measure of the catalogue.'],
    ['/goal/ratePerWeek/3', undefined, 'Goals may be set by rate, but grade 3 has none.'],
    [
      '/alerts/maxGapDays',
      6.5,
      'Probes of Tier 2 are 7 days apart, so a gap of more than 6.5 days would break every run.',
    ],
  ])('%s = %j in a sentence: %s', (pointer, value, sentence) => {
    const { message } = contradictions(changed(pointer, value) as RuleSetDocument)[0]!;
    expect(message).toBe(sentence);
  });

  test.each([
    '/screening/ladder',
    '/placement/ladder',
    '/monitoring/ladder',
    '/delivery/fidelity/ladder',
    '/delivery/logLadder',
    '/review/ladder',
    '/notices/ladder',
    '/referral/ladder',
  ])('%s never escalates after its silence is recorded', (ladder) => {
    expect(codesAt(changed(`${ladder}/escalateAfter`, 60))).toEqual([
      ['escalate-after-record', `${ladder}/escalateAfter`],
    ]);
  });

  test('a reminder on the due day itself may be the first', () => {
    expect(validateRuleSet(changed('/review/ladder/remindAfter', [0, 1]))).toEqual([]);
  });

  test.each([
    ['/tiers/2/hardStopWeeks', 12],
    ['/tiers/3/minutes', { min: 20, max: 60 }],
    ['/tiers/3/groupSize', { min: 1, max: 6 }],
    ['/tiers/2/minutes', { min: 20, max: 20 }],
    ['/review/decideFrom', 8],
    ['/review/minPoints', 12],
    ['/review/everyInstructionalWeeks', 12],
    ['/delivery/fidelity/everySchoolWeeks', 6],
    ['/alerts/minPoints', 4],
    ['/alerts/minPoints', 12],
    ['/alerts/minSchoolWeeks', 12],
    ['/alerts/maxGapDays', 7],
    ['/exit/consecutivePointsAtGoal', 12],
    ['/placement/ladder/escalateAfter', 5],
    ['/placement/ladder/escalateAfter', null],
    ['/review/ladder/remindAfter', [1, 10]],
    ['/review/ladder/remindAfter', []],
    ['/screening/criteria/1/tier3/value', 24.5],
    ['/screening/criteria/0/tier3/levels', ['Well Below Benchmark', 'Far Below']],
    ['/screening/criteria/1/tier2', { kind: 'score-below', value: 180 }],
    ['/goal/ratePerWeek/9', 0.5],
  ])('%s = %j lies just within what goes together', (pointer, value) => {
    expect(validateRuleSet(changed(pointer, value))).toEqual([]);
  });

  test('scores of a measure of which more is better are cut below, Tier 3 lower than Tier 2', () => {
    const cut = (tier2: number, tier3: number) =>
      codesAt(
        changed('/screening/criteria/1', {
          ...reading.screening.criteria[1],
          tier2: { kind: 'score-below', value: tier2 },
          tier3: { kind: 'score-below', value: tier3 },
        }),
      );
    expect(cut(180, 170)).toEqual([]);
    expect(cut(180, 180)).toEqual([['tier-3-cut-milder', '/screening/criteria/1/tier3']]);
  });

  test('of a measure of which less is better, above', () => {
    const { behaviour } = defaultRuleSets;
    const cut = (kind: string, tier2: number, tier3: number) =>
      codesAt({
        ...behaviour,
        screening: {
          ...behaviour.screening,
          criteria: [
            {
              ...behaviour.screening.criteria[0],
              tier2: { kind, value: tier2 },
              tier3: { kind, value: tier3 },
            },
          ],
        },
        sources: [],
      });
    expect(cut('score-above', 3, 8)).toEqual([]);
    expect(cut('score-above', 8, 8)).toEqual([
      ['tier-3-cut-milder', '/screening/criteria/0/tier3'],
    ]);
    expect(cut('score-below', 8, 3)).toEqual([
      ['cut-against-direction', '/screening/criteria/0/tier2/kind'],
      ['cut-against-direction', '/screening/criteria/0/tier3/kind'],
    ]);
  });

  test('goals by rate need a rate for each grade', () => {
    const problems = validateRuleSet(changed('/goal/ratePerWeek/3', undefined));
    expect(problems.map((p) => p.code)).toContain('rate-missing');
  });
});

test('whatever JSON stands at whatever place, the answer is a list of problems', () => {
  const places = pointersIn(reading);
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.jsonValue(), (pointer, value) => {
      for (const problem of validateRuleSet(changed(pointer, value))) {
        expect(problem.message).toMatch(/\.$/);
        expect(problem.where === '' || problem.where.startsWith('/')).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

function pointersIn(value: unknown, at = ''): string[] {
  const own = at === '' ? [] : [at];
  if (typeof value !== 'object' || value === null) return own;
  return [...own, ...Object.entries(value).flatMap(([name, v]) => pointersIn(v, `${at}/${name}`))];
}

test('a JSON Pointer finds its value, escapes included', () => {
  expect(valueAt({ 'a/b': [{ '~': 1 }] }, '/a~1b/0/~0')).toBe(1);
  expect(valueAt({ a: 1 }, '/a/toString')).toBeUndefined();
  expect(valueAt({ a: 1 }, 'a')).toBeUndefined();
  expect(valueAt({ a: 1 }, 'xa')).toBeUndefined();
  expect(valueAt({ a: null }, '/a/b')).toBeUndefined();
  expect(valueAt({ a: 'text' }, '/a/length')).toBeUndefined();
  expect(valueAt({ a: { b: 2 } }, '/a/b')).toBe(2);
});
