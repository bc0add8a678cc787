import { describe, expect, test } from 'vitest';
import { readingRules } from './defaults/reading.js';
import type { ScreeningRules } from './document.js';
import type { ScreeningScore } from './screen.js';
import { baseRateOf, classwide, screenStudent } from './screen.js';

const all = readingRules.screening;
const any: ScreeningRules = { ...all, combine: 'any' };

const dibels = (level: string | null, more: Partial<ScreeningScore> = {}): ScreeningScore => ({
  eventId: 'dibels',
  measure: 'dibels-8/composite',
  on: '2025-09-03',
  value: 300,
  level,
  percentile: null,
  ...more,
});
const map = (percentile: number | null, more: Partial<ScreeningScore> = {}): ScreeningScore => ({
  eventId: 'map',
  measure: 'nwea-map/reading-rit',
  on: '2025-09-04',
  value: 190,
  level: 'Low',
  percentile,
  ...more,
});

describe('one student', () => {
  test.each([
    ['Well Below Benchmark', 5, 3, 'passed'],
    ['Well Below Benchmark', 20, 2, 'passed'],
    ['Below Benchmark', 24, 2, 'passed'],
    ['Below Benchmark', 25, 1, 'open'],
    ['At Benchmark', 5, 1, 'open'],
  ] as const)('%s and %i th percentile: Tier %i', (level, percentile, tier, gate) => {
    expect(screenStudent([dibels(level), map(percentile)], all, 'fall')).toMatchObject({
      tier,
      gate,
    });
  });

  test('with one source only the gate stays open', () => {
    expect(screenStudent([dibels('Below Benchmark')], all, 'fall')).toMatchObject({
      tier: 2,
      gate: 'open',
    });
  });

  test('where one source is enough, the severer counts', () => {
    const screened = screenStudent([dibels('At Benchmark'), map(5)], any, 'fall');
    expect(screened).toMatchObject({ tier: 3, gate: 'none' });
    expect(screened.scores.map((s) => [s.criterion, s.meets])).toEqual([
      ['/screening/criteria/0', null],
      ['/screening/criteria/1', 3],
    ]);
  });

  test('no readable score is an answer of its own, not Tier 1', () => {
    expect(screenStudent([], all, 'fall').tier).toBeNull();
    expect(screenStudent([dibels(null), map(null)], all, 'fall').tier).toBeNull();
    expect(screenStudent([dibels(' ')], all, 'fall').tier).toBeNull();
  });

  test('the latest of several scores counts', () => {
    const later = dibels('At Benchmark', { eventId: 'later', on: '2025-09-20' });
    for (const scores of [
      [later, dibels('Well Below Benchmark')],
      [dibels('Well Below Benchmark'), later],
    ])
      expect(screenStudent(scores, any, 'fall')).toMatchObject({
        tier: 1,
        scores: [{ eventId: 'later' }],
      });
  });

  test('off-grade material and scores of another season are not read', () => {
    const offGrade = dibels('Well Below Benchmark', { testGrade: '2', enrolledGrade: '4' });
    const winter = dibels('Well Below Benchmark', { season: 'winter' });
    expect(screenStudent([offGrade, winter], all, 'fall').tier).toBeNull();
  });

  test('on-grade material, or material whose grade nobody named, is read', () => {
    const read = (more: Partial<ScreeningScore>) =>
      screenStudent([dibels('Well Below Benchmark', more)], all, 'fall').tier;
    expect(read({ testGrade: '4', enrolledGrade: '4' })).toBe(3);
    expect(read({ testGrade: '4' })).toBe(3);
    expect(read({ testGrade: null, enrolledGrade: '4' })).toBe(3);
    expect(read({ season: 'fall' })).toBe(3);
    expect(read({ season: null })).toBe(3);
  });

  test('a criterion of another season asks for nothing, and leaves no gate open', () => {
    const [first, second] = [all.criteria[0]!, all.criteria[1]!];
    const rules = { ...all, criteria: [first, { ...second, seasons: ['winter' as const] }] };
    const screened = screenStudent([dibels('Well Below Benchmark'), map(5)], rules, 'fall');
    expect(screened).toMatchObject({ tier: 3, gate: 'none', scores: [{ measure: first.measure }] });
    expect(screened.scores).toHaveLength(1);
    expect(screenStudent([], all, 'fall')).toEqual({ tier: null, gate: 'none', scores: [] });
  });

  test('of two scores of one day the later one entered counts', () => {
    const again = dibels('At Benchmark', { eventId: 'again' });
    expect(screenStudent([dibels('Below Benchmark'), again], any, 'fall').tier).toBe(1);
  });

  test('a cut that only Tier 3 can read still flags; blanks around a level do not matter', () => {
    const tier2 = { kind: 'percentile-below', value: 25 } as const;
    const tier3 = { kind: 'level', levels: [' low '] } as const;
    const rules = {
      ...any,
      criteria: [{ measure: 'x', seasons: ['fall' as const], tier2, tier3 }],
    };
    expect(screenStudent([dibels('Low', { measure: 'x' })], rules, 'fall').tier).toBe(3);
    const onlyTwo = { ...rules, criteria: [{ ...rules.criteria[0]!, tier3: null }] };
    expect(screenStudent([dibels('Low', { measure: 'x' })], onlyTwo, 'fall').tier).toBeNull();
  });

  test.each(['score-below', 'score-above'] as const)(
    '%s cannot read a score without a value',
    (kind) => {
      const criteria = [
        { measure: 'x', seasons: ['fall' as const], tier2: { kind, value: -1 }, tier3: null },
      ];
      const scores = [dibels('Low', { measure: 'x', value: null })];
      expect(screenStudent(scores, { ...any, criteria }, 'fall').tier).toBeNull();
    },
  );

  test('a score cut is strict in its direction', () => {
    const cut = (tier2: ScreeningRules['criteria'][number]['tier2']): ScreeningRules => ({
      ...any,
      criteria: [{ measure: 'x', seasons: ['fall'], tier2, tier3: null }],
    });
    const score = (value: number) => [dibels(null, { measure: 'x', value })];
    expect(screenStudent(score(25), cut({ kind: 'score-below', value: 25 }), 'fall').tier).toBe(1);
    expect(screenStudent(score(24), cut({ kind: 'score-below', value: 25 }), 'fall').tier).toBe(2);
    expect(screenStudent(score(4), cut({ kind: 'score-above', value: 3 }), 'fall').tier).toBe(2);
    expect(screenStudent(score(3), cut({ kind: 'score-above', value: 3 }), 'fall').tier).toBe(1);
  });
});

describe('a class or grade', () => {
  const rules = { threshold: 0.2, per: 'grade' as const, minimumScreened: 10 };

  test('more than a fifth below the cut is a core-instruction signal', () => {
    expect(classwide({ below: 2, screened: 10 }, rules)).toEqual({ share: 0.2, classwide: false });
    expect(classwide({ below: 3, screened: 10 }, rules)).toEqual({ share: 0.3, classwide: true });
  });

  test('too few screened give no signal, none at all no share', () => {
    expect(classwide({ below: 5, screened: 9 }, rules).classwide).toBe(false);
    expect(classwide({ below: 0, screened: 0 }, rules)).toEqual({ share: null, classwide: null });
  });

  test('the base rate leaves out who was not screened', () => {
    expect(baseRateOf([1, 2, 3, null, 1])).toBe(0.5);
    expect(baseRateOf([1, 1, 2, 1])).toBe(0.25);
    expect(baseRateOf([null])).toBeNull();
  });
});
