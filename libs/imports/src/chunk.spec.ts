import { expect, test } from 'vitest';
import { importKey, rosterChunks, scoreChunks } from './chunk.js';
import type { RosterBundle, RosterStudent } from './one-roster/bundle.js';
import type { ScoreIntent } from './scores/record.js';

function intent(row: number, measure: string): ScoreIntent {
  return { rowKey: `score/1/${row}/${measure}`, file: 'a.csv', row, studentId: 'x' } as ScoreIntent;
}

test('the scores of a row stay in one chunk', () => {
  const intents = [1, 2, 3].flatMap((row) => [intent(row, 'a'), intent(row, 'b')]);

  expect(scoreChunks(intents, 2).map(({ number, intents: part }) => [number, part.length])).toEqual(
    [
      [1, 4],
      [2, 2],
    ],
  );
  expect(scoreChunks([])).toEqual([]);
});

test('a roster founds its district first, then its staff, then its students', () => {
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
  ]);
});

test('a row of an import has one key for ever', () => {
  expect(importKey('7', 'student/x')).toBe('import/7/student/x');
});
