import { expect, test } from 'vitest';
import { asGiven } from './as-given.js';
import type { ImportResult } from './result.js';

const result = {
  problems: [
    {
      severity: 'warning',
      code: 'unknown_header',
      message: 'The header of scores-2.csv is no known layout.',
      file: 'scores-2.csv',
      rows: 0,
      firstRows: [],
      column: null,
      fix: '',
    },
  ],
  quarantine: [
    { file: 'scores-1.csv', row: 3, column: null, code: 'no_score', message: 'empty' },
    { file: 'fall.csv', row: 4, column: null, code: 'no_score', message: 'empty' },
  ],
} as unknown as ImportResult;

test('who hands files in is told of them by the names that they gave, whatever the record calls them', () => {
  const files = [{ name: 'Maya Rivers.csv' }, { name: 'oak street.csv' }, { name: 'fall.csv' }];
  const told = asGiven(result, 'scores', files);
  expect(told.problems[0]).toMatchObject({
    file: 'oak street.csv',
    message: 'The header of oak street.csv is no known layout.',
  });
  expect(told.quarantine.map(({ file }) => file)).toEqual(['Maya Rivers.csv', 'fall.csv']);
});
