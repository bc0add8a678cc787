import { describe, expect, test } from 'vitest';
import { defaultRuleSets } from '#domain/rule-set/defaults';
import { calculate } from './calculation.js';
import { rules } from './rules.js';

const { reading } = defaultRuleSets;
const ask = (input: unknown) =>
  JSON.parse(calculate(rules, JSON.stringify(input))) as Record<string, unknown>;

describe('calc rules', () => {
  test('a valid rule set is explained', () => {
    const { valid, explained, problems, ...rest } = ask({ ruleSet: reading });
    expect({ valid, problems, rest }).toEqual({ valid: true, problems: [], rest: {} });
    expect((explained as string[])[0]).toMatch(/reading/);
  });

  test('what is wrong is told with its place in the rule set, and nothing is explained', () => {
    const review = { ...reading.review, decideFrom: 5 };
    expect(ask({ ruleSet: { ...reading, review } })).toMatchObject({
      valid: false,
      explained: [],
      problems: [{ code: 'decide-before-minimum', where: '/review/decideFrom' }],
    });
  });

  test('against another one: what this one changes, in words', () => {
    const ruleSet = { ...reading, review: { ...reading.review, minPoints: 10 } };
    expect(ask({ ruleSet, against: reading })['diff']).toMatchObject([
      { pointer: '/review/minPoints', before: 8, after: 10 },
    ]);
    expect(ask({ ruleSet: reading, against: reading })['diff']).toEqual([]);
  });

  test('an invalid rule set is not compared, but the key is there', () => {
    const { name: _, ...ruleSet } = reading;
    expect(ask({ ruleSet, against: reading })).toMatchObject({ valid: false, diff: null });
  });

  test('one that it cannot be compared with is a fault of the input', () => {
    const against = { ...reading, area: 'latin' };
    expect(() => ask({ ruleSet: reading, against })).toThrow(
      expect.objectContaining({ code: 'rule-set-shape', where: '/against/area' }) as Error,
    );
  });

  test.each([{}, { ruleSet: null }, { ruleSet: [] }, { ruleSet: reading, against: 'last year' }])(
    'what is no rule set at all is a fault of the input',
    (input) => {
      expect(() => ask(input)).toThrow(/rule set/);
    },
  );
});
