import { expect, test } from 'vitest';
import { importKey, rosterChunks, scoreChunks } from './chunk.js';
import type { RosterBundle, RosterStudent } from './one-roster/bundle.js';
import type { ScoreIntent } from './scores/record.js';

function intent(row: number, measure: string): ScoreIntent {
  return { rowKey: `score/1/${row}/${measure}`, file: 'a.csv', row, studentId: 'x' } as ScoreIntent;
}

test('the scores of a row stay in one chunk, and a row that is not taken moves no other', () => {
  const intents = [1, 3, 4].flatMap((row) => [intent(row, 'a'), intent(row, 'b')]);
  const rowsOf = (chunk: { intents: readonly ScoreIntent[] }) => chunk.intents.map((i) => i.row);

  const chunks = scoreChunks(intents, [{ name: 'a.csv', rows: 5 }], 2);

  expect(chunks.map((chunk) => [chunk.number, rowsOf(chunk)])).toEqual([
    [1, [1, 1]],
    [2, [3, 3, 4, 4]],
    [3, []],
  ]);
  expect(scoreChunks([], [])).toEqual([]);
});

test('a roster brings its schools first, then staff, then students; who left comes last', () => {
  const students = Array.from(
    { length: 5 },
    (_, n) => ({ rowKey: `student/${n}` }) as RosterStudent,
  );
  const roster = { staff: [{}], schools: [], students } as unknown as RosterBundle;

  expect(rosterChunks(roster, 2).map(({ number, kind }) => `${number} ${kind}`)).toEqual([
    '1 district',
    '2 staff',
    '3 students',
    '4 students',
    '5 students',
    '6 departures',
  ]);
});

test('a row of an import has one key for ever', () => {
  expect(importKey('7', 'student/x')).toBe('import/7/student/x');
});
