import type { Grade } from '#domain/measure/measure';
import { grades } from '#domain/measure/measure';

/**
 * A grade as OneRoster (CEDS codes `KG`, `01` …), vendors (`K`, `1`) and people (`Two`, `Kindergarten`) write it.
 * Preschool and transitional kindergarten are `PK`. Null for what is no grade of a school from PK to 12.
 */
export function gradeOf(text: string): Grade | null {
  const word = text.trim().toLowerCase();
  const named = words.get(word);
  if (named) return named;
  const number = /^(?:grade )?0?(\d{1,2})(?:st|nd|rd|th)?(?: grade)?$/.exec(word)?.[1];
  return grades.find((grade) => grade === number) ?? null;
}

const words: ReadonlyMap<string, Grade> = new Map([
  ['pk', 'PK'],
  ['pr', 'PK'],
  ['tk', 'PK'],
  ['k', 'K'],
  ['kg', 'K'],
  ['kindergarten', 'K'],
  ['one', '1'],
  ['two', '2'],
  ['three', '3'],
  ['four', '4'],
  ['five', '5'],
  ['six', '6'],
  ['seven', '7'],
  ['eight', '8'],
  ['nine', '9'],
  ['ten', '10'],
  ['eleven', '11'],
  ['twelve', '12'],
]);

/** Sorted as a school counts them, each once. */
export function sortedGrades(list: Iterable<Grade>): Grade[] {
  const present = new Set(list);
  return grades.filter((grade) => present.has(grade));
}
