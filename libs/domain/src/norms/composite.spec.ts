import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compositeOf } from './composite.js';

test('all subtests make a composite, each by the publisher’s weight', () => {
  expect(
    compositeOf([
      { name: 'fsf', score: 12 },
      { name: 'lnf', score: 20, weight: 2 },
    ]),
  ).toEqual({ composite: 52, flags: [], reason: null, because: null });
});

test('a missing subtest leaves no composite, and is named', () => {
  expect(
    compositeOf([
      { name: 'fsf', score: 12 },
      { name: 'lnf', score: null },
    ]),
  ).toEqual({
    composite: null,
    flags: [],
    reason: 'missing_score',
    because: 'No score for lnf.',
  });
  const several = ['fsf', 'lnf', 'psf'].map((name) => ({ name, score: null }));
  expect(compositeOf(several).because).toBe('No score for fsf, lnf, psf.');
  expect(compositeOf([])).toMatchObject({
    reason: 'missing_score',
    because: 'No subtest was given.',
  });
});

test('a discontinued subtest counts 0 and is flagged, whatever was scored before it stopped', () => {
  for (const score of [null, 0, 3])
    expect(
      compositeOf([
        { name: 'fsf', score: 12 },
        { name: 'psf', score, discontinued: true },
      ]),
    ).toEqual({ composite: 12, flags: ['discontinued'], reason: null, because: null });
});

test('a composite is never made up of the parts that happen to be there', () => {
  const score = fc.option(fc.nat(100), { nil: null });
  fc.assert(
    fc.property(fc.array(fc.record({ score, discontinued: fc.boolean() })), (parts) => {
      const { composite, flags } = compositeOf(parts.map((p, i) => ({ name: `${i}`, ...p })));
      const whole = parts.length > 0 && parts.every((p) => p.discontinued || p.score !== null);
      let sum = 0;
      for (const part of parts) if (!part.discontinued) sum += part.score ?? 0;
      expect(composite).toBe(whole ? sum : null);
      expect(flags.length > 0).toBe(parts.some((p) => p.discontinued));
    }),
  );
});
