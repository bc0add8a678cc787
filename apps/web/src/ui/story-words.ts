import type { IntlShape } from 'react-intl';
import type { HistoryEntry } from '#contracts/history';
import { isLocalDate } from '#domain/time';
import type { useDates } from '../i18n/dates.js';

type Value = string | number;

/**
 * An event in plain words: the catalogue's sentence for its type, filled from the fact itself. A type without a sentence is
 * told by its name, so that nothing recorded is ever left out. `bare`: without the particulars, for a run of equals.
 */
export function storyWords(
  entry: HistoryEntry,
  intl: IntlShape,
  dates: ReturnType<typeof useDates>,
  bare = false,
): string {
  const id = bare ? `story.many.${entry.type}` : `story.${entry.type}`;
  const message = intl.messages[id];
  if (typeof message !== 'string') return spaced(entry.type);
  const values = { ...blanks(message), ...valuesOf(entry, intl, dates) };
  return intl.formatMessage({ id }, values);
}

function valuesOf(entry: HistoryEntry, intl: IntlShape, dates: ReturnType<typeof useDates>) {
  const values: Record<string, Value> = {};
  const take = (name: string, value: unknown) => {
    if (typeof value === 'string')
      values[name] = isLocalDate(value) ? dates.day(value) : said(name, value, intl);
    else if (typeof value === 'number') values[name] = value;
  };
  for (const source of [entry.data, entry.summary])
    for (const [name, value] of Object.entries(source)) {
      take(name, value);
      if (name === 'goal' || name === 'baseline' || name === 'name')
        for (const [inner, deep] of Object.entries((value ?? {}) as object))
          take(`${name}_${inner}`, deep);
    }
  return values;
}

/** A code in the reader's words where the catalogue has them: `reason.student-absent`, `decision.continue`. */
function said(name: string, value: string, intl: IntlShape): string {
  const known = intl.messages[`${codeLists[name] ?? name}.${value}`];
  return typeof known === 'string'
    ? intl
        .formatMessage({ id: `${codeLists[name] ?? name}.${value}` })
        .toLocaleLowerCase(intl.locale)
    : value;
}

const codeLists: Readonly<Record<string, string>> = {
  recommended: 'decision',
  reason: 'missed-reason',
  kind: 'duty',
};

/** Every placeholder of a message, empty: a fact recorded before a field existed still gets its sentence. */
function blanks(message: string): Record<string, Value> {
  return Object.fromEntries(
    [...message.matchAll(/\{(\w+)/g)].map((match) => [match[1] as string, '–']),
  );
}

function spaced(type: string): string {
  const words = type.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
