import { describe, expect, test } from 'vitest';
import { contrast, dark, light } from './tokens.js';

const tiers = [1, 2, 3] as const;

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s colours', (_name, tokens) => {
  test('text is readable on page and sheet (WCAG 1.4.3: 4.5)', () => {
    for (const text of ['ink', 'ink-2', 'spruce', 'trend'] as const)
      for (const under of ['ground', 'surface'] as const)
        expect(contrast(tokens[text], tokens[under]), `${text} on ${under}`).toBeGreaterThanOrEqual(
          4.5,
        );
  });

  test('text is readable on the selected band and on a button', () => {
    expect(contrast(tokens.ink, tokens.band)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(tokens.spruce, tokens.band)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(tokens['ink-2'], tokens.band)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(tokens['on-spruce'], tokens.spruce)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(tokens['on-spruce'], tokens['spruce-hover'])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(tokens['on-marigold'], tokens.marigold)).toBeGreaterThanOrEqual(4.5);
  });

  test('borders of controls and marks of the graph stand out (WCAG 1.4.11: 3)', () => {
    for (const mark of ['control', 'spruce', 'trend', 'tier-1', 'tier-2', 'tier-3'] as const)
      expect(contrast(tokens[mark], tokens.surface), mark).toBeGreaterThanOrEqual(3);
    expect(contrast(tokens.control, tokens.ground)).toBeGreaterThanOrEqual(3);
  });

  test.each(tiers)('the words "Tier %i" are readable on their wash', (n) => {
    expect(contrast(tokens[`tier-${n}-text`], tokens[`tier-${n}-wash`])).toBeGreaterThanOrEqual(
      4.5,
    );
  });

  test('tiers are told apart by lightness alone, for print and for eyes without colour', () => {
    for (const [a, b] of [
      [1, 2],
      [2, 3],
      [1, 3],
    ] as const)
      expect(
        contrast(tokens[`tier-${a}`], tokens[`tier-${b}`]),
        `tier ${a} and ${b}`,
      ).toBeGreaterThanOrEqual(1.3);
  });
});
