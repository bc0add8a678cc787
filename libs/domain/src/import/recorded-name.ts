import type { ImportKind } from './events.js';

/** Words of which the names of exports are made. What is here can name no student; it is a list of ours, from the layouts that are read. */
const known = new Set(
  (
    'roster scores score oneroster one data export exports report results result file files final new all ' +
    'orgs academic sessions academicsessions courses classes users enrollments demographics manifest line items lineitems categories ' +
    'dibels dibels8 mclass nwea map growth basc basc3 bess fastbridge cbmreading cbm i ready ela acadience screening screener benchmark assessment ' +
    'comprehensive student students by subject term class school grade grades area ' +
    'fall winter spring summer boy moy eoy reading math mathematics language writing behavior behaviour ' +
    'k csv txt tsv xlsx zip json'
  ).split(' '),
);
const endings = new Set(['csv', 'txt', 'tsv', 'xlsx', 'zip', 'json']);
const year = /^20\d\d$/;

/**
 * What the record calls a file. Its own name may say whose scores are in it, and the record of an import is in clear and for ever: a name
 * that is made of known words and years is kept, so that people know their exports again; any other becomes `scores-1.csv`.
 *
 * @param nth of the files that came together, from 1
 */
export function recordedName(kind: ImportKind, name: string, nth: number): string {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[\s._()+-]+/)
    .filter((word) => word !== '');
  if (
    words.length > 0 &&
    words.every((word) => known.has(word) || year.test(word) || /^\d$/.test(word))
  )
    return name;
  const ending = words.at(-1) ?? '';
  return endings.has(ending) && words.length > 1 ? `${kind}-${nth}.${ending}` : `${kind}-${nth}`;
}
