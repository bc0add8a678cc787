import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isSrssTotal,
  overallRisk,
  srssRisk,
  srssScales,
  srssTotal,
  type Risk,
  type SrssScale,
} from './srss-ie.js';

// As printed, science.md 8: scale, level, low, moderate, high.
const printed = `
E7 12 null 0–3 4–8 9–21
I5 12 elementary 0–1 2–3 4–15
I6 12 secondary 0–3 4–5 6–18
E5 9 elementary 0–1 2–3 4–15
E5 9 secondary 0–4 5–6 7–15`;

const rows = printed
  .trim()
  .split('\n')
  .map((line) => {
    const [name, version, level, ...ranges] = line.split(' ');
    const scale = srssScales.find(
      (s) => s.scale === name && s.version === version && String(s.level) === level,
    )!;
    return { line, scale, ranges: ranges.map((range) => range.split('–').map(Number)) };
  });

describe.each(rows)('$line', ({ scale, ranges }) => {
  test('every total that the scale can have is in the printed range', () => {
    const highest = ranges[2]![1]!;
    for (let total = 0; total <= highest; total += 1) {
      const at = ranges.findIndex(([from, to]) => from! <= total && total <= to!);
      expect(srssRisk(scale, total)).toBe(['low', 'moderate', 'high'][at]);
      expect(isSrssTotal(scale, total)).toBe(true);
    }
    for (const total of [-1, highest + 1, 1.5, Number.NaN, 1e300])
      expect(isSrssTotal(scale, total)).toBe(false);
  });
});

test('all scales are printed ones', () => {
  expect(rows.map((row) => row.scale)).toEqual(srssScales);
});

test('each scale names the paper that its cuts come from, and says where they are not settled', () => {
  const said = srssScales.map(({ scale, level, source }) => `${scale} ${level}: ${source}`);
  expect(said).toEqual([
    'E7 null: SRSS-IE 12, externalizing (7 items): Drummond (1994); cuts not verified in a primary source',
    'I5 elementary: SRSS-IE 12, internalizing, elementary: Lane et al. (2015), Behavioral Disorders 40',
    'I6 secondary: SRSS-IE 12, internalizing, secondary: Lane et al. (2016), Behavioral Disorders 42',
    'E5 elementary: SRSS-IE 9, externalizing, elementary: Lane (2024), preliminary cuts',
    'E5 secondary: SRSS-IE 9, externalizing, secondary: Lane (2024), preliminary cuts',
  ]);
});

test('example 18: the same 3 is moderate in the elementary and low in the secondary scale', () => {
  const scale = (name: SrssScale['scale']) => srssScales.find((s) => s.scale === name)!;
  expect(srssRisk(scale('I5'), 3)).toBe('moderate');
  expect(srssRisk(scale('I6'), 3)).toBe('low');
  expect(srssRisk(scale('E7'), 4)).toBe('moderate');
});

test('a missing item leaves no total; the rest is not prorated', () => {
  const item = fc.option(fc.integer({ min: 0, max: 3 }), { nil: null });
  fc.assert(
    fc.property(
      fc.constantFrom(...srssScales),
      fc.array(item, { maxLength: 7 }),
      (scale, items) => {
        let sum = 0;
        for (const score of items) sum += score ?? 0;
        const whole = items.length === scale.items && !items.includes(null);
        expect(srssTotal(scale, items)).toBe(whole ? sum : null);
        expect(srssRisk(scale, null)).toBeNull();
      },
    ),
  );
});

test('overall is the higher of the two; one unknown leaves it unknown', () => {
  const risks: readonly Risk[] = ['low', 'moderate', 'high'];
  for (const [i, one] of risks.entries()) {
    for (const [j, other] of risks.entries())
      expect(overallRisk(one, other)).toBe(risks[Math.max(i, j)]);
    expect(overallRisk(one, null)).toBeNull();
    expect(overallRisk(null, one)).toBeNull();
  }
  expect(overallRisk(null, null)).toBeNull();
});
