import { expect, test } from 'vitest';
import { parametersFor } from './parameters.js';

test('what a pack has and may take is taken, the rest is named with what there is', () => {
  expect(
    parametersFor('us-il', {
      countLastInstructionalDay: false,
      summerConsent: 'never',
      breakExclusion: 'with-adjoining-weekends',
      toString: true,
    }),
  ).toEqual({
    parameters: { countLastInstructionalDay: false },
    problems: [
      {
        name: 'summerConsent',
        value: 'never',
        values: ['before-next-year', 'counted-into-next-year'],
        known: ['countLastInstructionalDay', 'summerConsent'],
      },
      {
        name: 'breakExclusion',
        value: 'with-adjoining-weekends',
        values: null,
        known: ['countLastInstructionalDay', 'summerConsent'],
      },
      {
        name: 'toString',
        value: true,
        values: null,
        known: ['countLastInstructionalDay', 'summerConsent'],
      },
    ],
  });
});
