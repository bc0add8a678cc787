import type { Outcome } from './target.js';

/** Why the record refused a row's command, in the words of a quarantine. A rule that is not here says its own name. */
const sentences: Readonly<Record<string, string>> = {
  'claim-taken': 'Another student or member of staff of the district holds one of these ids.',
  'date-before-enrolment': 'The date lies before the enrolment that it would change.',
  'enrolled-before-birth': 'The student would be enrolled before being born.',
  'score-before-birth': 'The score is dated before the student was born.',
  'date-in-future': 'The date lies in the future.',
  'student-without-id': 'The student has no id by which a file could name them.',
  'school-without-grades':
    'The school has neither classes nor students, so nothing says its grades.',
  'scope-without-schools': 'The member of staff belongs to no school that was taken.',
};

export const fixOfRefusal = 'Correct the row in the source and import the file again.';

/** A rule that was broken, as a row's fault. Codes of files are written with underscores. */
export function refusedBy(rule: string): Outcome {
  const message = sentences[rule] ?? `The record does not take it (${rule}).`;
  return { refused: { code: rule.replaceAll('-', '_'), message } };
}
