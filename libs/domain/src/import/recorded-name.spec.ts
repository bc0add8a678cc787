import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordedName } from './recorded-name.js';

test.each([
  'roster.zip',
  'oneroster-1.1.zip',
  'users.csv',
  'academicSessions.csv',
  'dibels8_boy.csv',
  'dibels-8-mclass.csv',
  'nwea-map-growth.csv',
  'ComprehensiveStudentBySubjectTerm.csv',
  'DIBELS fall 2025 (2).csv',
])('an export keeps the name that its system gave it: %s', (name) => {
  expect(recordedName('scores', name, 1)).toBe(name);
});

test.each([
  ['Maya Rivers.csv', 'scores-1.csv'],
  ['maya_fall_2025.csv', 'scores-1.csv'],
  ['DIBELS 4711234.csv', 'scores-1.csv'],
  ['dibels-fall.Maya', 'scores-1'],
  ['Maya', 'scores-1'],
  ['', 'scores-1'],
  ['José.ZIP', 'scores-1.zip'],
])('a name that may say whose scores are in it is not kept: %s', (given, recorded) => {
  expect(recordedName('scores', given, 1)).toBe(recorded);
});

test('files that came together keep apart', () => {
  expect([1, 2].map((nth) => recordedName('roster', 'Maya.csv', nth))).toEqual([
    'roster-1.csv',
    'roster-2.csv',
  ]);
});

test('no name of a person comes through, wherever it stands in the name of a file', () => {
  const person = fc.constantFrom('Maya', 'Omar', 'Quillfeather', 'Lorn', 'Ines', 'Ng', 'Haddad');
  const around = fc.constantFrom('dibels', 'fall', '2025', 'Scores', 'MAP', 'student');
  const joint = fc.constantFrom(' ', '_', '-', '.', '');
  fc.assert(
    fc.property(person, around, around, joint, joint, (name, before, after, a, b) => {
      const recorded = recordedName('scores', `${before}${a}${name}${b}${after}.csv`, 3);
      expect(recorded.toLowerCase()).not.toContain(name.toLowerCase());
      expect(recordedName('scores', recorded, 3)).toBe(recorded);
    }),
  );
});
