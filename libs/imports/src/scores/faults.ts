import type { RowFault } from '../csv/damage.js';

// What can be said about a row of scores, in the words of the person who has to mend it.

export const repeated = {
  code: 'repeated_row',
  column: null,
  message: 'The row is an exact repeat of an earlier one and was counted once.',
  fix: 'Nothing to do.',
};

export const shortRow = {
  code: 'short_row',
  column: null,
  message: 'The row ends before the header does; the cells that are missing were read as blank.',
  fix: 'Nothing to do, if the values that were read are right.',
};

export const twoScores = {
  code: 'two_scores',
  message: 'An earlier row has another score of the same student, measure and day; both are taken.',
  fix: 'Void the one that does not count, on the student’s page.',
};

export const strangeGrade = {
  code: 'strange_grade',
  message:
    'The student’s grade in the file is no grade from PK to 12; the roster’s grade was used.',
  fix: 'Nothing to do, if the roster is right.',
};

export function missingStudent(column: string): RowFault {
  return {
    code: 'missing_student',
    column,
    message: 'The row does not say whose score it is.',
    fix: 'Add the student’s id in the vendor’s system and export the row again.',
  };
}

export function unknownStudent(column: string): RowFault {
  return {
    code: 'unknown_student',
    column,
    message: 'No student of the roster has this id.',
    fix: 'Import a roster that holds the student, or correct the id in the vendor’s system.',
  };
}

export function noScore(column: string): RowFault {
  return {
    code: 'no_score',
    column,
    message: 'The row holds neither a score nor a level.',
    fix: 'Nothing to do, if the student was not tested; else export the row again with its score.',
  };
}
