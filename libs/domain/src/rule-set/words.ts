import { measureOf } from '../measure/catalogue.js';
import type { Grade } from '../measure/measure.js';
import { grades as allGrades } from '../measure/measure.js';
import type { Cut } from './document.js';

// The words in which a rule set explains itself and its changes.

/** A cut as a phrase after a measure's name: "below the 25th national percentile". */
export function cutWords(cut: Cut): string {
  switch (cut.kind) {
    case 'percentile-below':
      return `below the ${ordinal(cut.value)} national percentile`;
    case 'level':
      return `at the level ${list(cut.levels, 'or')}`;
    case 'score-below':
      return `with a score below ${cut.value}`;
    case 'score-above':
      return `with a score above ${cut.value}`;
  }
}

export function measureName(key: string): string {
  return measureOf(key)?.name ?? key;
}

export function measureUnit(key: string): string {
  return measureOf(key)?.unit ?? 'points';
}

export function gradeName(grade: Grade): string {
  if (grade === 'PK') return 'pre-kindergarten';
  return grade === 'K' ? 'kindergarten' : `grade ${grade}`;
}

/** "kindergarten to grade 8" for grades that follow each other, else each by name. */
export function gradeSpan(grades: readonly Grade[]): string {
  const places = grades.map((grade) => allGrades.indexOf(grade)).sort((a, b) => a - b);
  const inOrder = places.map((place) => allGrades[place]!);
  const [first, last] = [inOrder[0], inOrder.at(-1)];
  const unbroken = places.every((place, i) => place === places[0]! + i);
  return unbroken && grades.length > 2
    ? `${gradeName(first!)} to ${gradeName(last!)}`
    : list(inOrder.map(gradeName), 'and');
}

export function list(words: readonly string[], joiner: 'and' | 'or'): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${joiner} ${words.at(-1)}`;
}

export function range({ min, max }: { min: number; max: number }): string {
  return min === max ? String(min) : `${min} to ${max}`;
}

export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

export function days(n: number): string {
  return count(n, 'school day');
}

/** What stands after "every": "school week", "3 school weeks". */
export function every(n: number, noun: string): string {
  return n === 1 ? noun : `${n} ${noun}s`;
}

export function percent(share: number): string {
  return `${Math.round(share * 1e6) / 1e4} %`;
}

const jurisdictions: Readonly<Record<string, string>> = {
  us: 'US federal law',
  'us-tx': 'Texas',
  'us-ca': 'California',
  'us-il': 'Illinois',
  'us-ma': 'Massachusetts',
  'us-pa': 'Pennsylvania',
  'us-wa': 'Washington',
  'us-nc': 'North Carolina',
};

export function jurisdictionName(jurisdiction: string): string {
  return jurisdictions[jurisdiction] ?? jurisdiction;
}

function ordinal(n: number): string {
  if (!Number.isInteger(n)) return `${n}th`;
  const teen = n % 100 > 10 && n % 100 < 14;
  return `${n}${(teen ? undefined : ['th', 'st', 'nd', 'rd'][n % 10]) ?? 'th'}`;
}
