import { entryName, labelOf, say } from './diff-words.js';
import type { RuleSetDocument } from './document.js';

/** One place in which two rule sets differ; `before` or `after` is null where the field is new or gone. */
export type RuleSetChange = {
  /** JSON Pointer, into the later rule set where the field is in it. */
  pointer: string;
  before: unknown;
  after: unknown;
  sentence: string;
};

/** What changed from one rule set to another, field by field in the order of the document, each in words. */
export function diff(before: RuleSetDocument, after: RuleSetDocument): readonly RuleSetChange[] {
  return changes(before, after, { pointer: '', label: [] });
}

/** Where two values stand, and what that place is called. */
type Place = { pointer: string; label: readonly string[] };

function changes(before: unknown, after: unknown, place: Place): RuleSetChange[] {
  if (isEntries(before) && isEntries(after)) return entryChanges(before, after, place);
  // A cut of another kind is another cut.
  if (isFields(before) && isFields(after) && before['kind'] === after['kind']) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => changes(before[name], after[name], within(place, name)));
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [change(before, after, place)];
}

/**
 * Entries are told apart by what they are about (a criterion by its measure, a source by its field), so that one that is new
 * or gone does not seem to change all that stand after it. What is left over on both sides was changed in place.
 */
function entryChanges(
  before: readonly Fields[],
  after: readonly Fields[],
  place: Place,
): RuleSetChange[] {
  const left = [...before];
  const same = after.map((item) => take(left, (was) => about(was) === about(item)));
  const pairs = after.map((item, i) => ({ item, was: same[i] ?? left.shift() }));
  const found = pairs.flatMap(({ item, was }, i) =>
    changes(was, item, entry(place, i, was ?? item)),
  );
  const gone = left.map((was) => change(was, undefined, entry(place, before.indexOf(was), was)));
  const places = same.flatMap((was) => (was ? [before.indexOf(was)] : []));
  const moved = places.some((at, i) => i > 0 && at < places[i - 1]!);
  const sentence = `${nameOf(place)}: in another order.`;
  return [
    ...found,
    ...gone,
    ...(moved ? [{ pointer: place.pointer, before, after, sentence }] : []),
  ];
}

function take(from: Fields[], fits: (item: Fields) => boolean): Fields | undefined {
  const at = from.findIndex(fits);
  return at < 0 ? undefined : from.splice(at, 1)[0];
}

function about(item: Fields): unknown {
  return item['measure'] ?? item['field'];
}

function change(before: unknown, after: unknown, place: Place): RuleSetChange {
  const { pointer } = place;
  const words = (value: unknown) => say(value, pointer);
  const happened =
    before === undefined
      ? `${words(after)} is new`
      : after === undefined
        ? `${words(before)} is gone`
        : `${words(before)} becomes ${words(after)}`;
  const sentence = `${nameOf(place)}: ${happened}.`;
  return { pointer, before: before ?? null, after: after ?? null, sentence };
}

function within(place: Place, name: string): Place {
  const pointer = `${place.pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return { pointer, label: [...place.label, ...labelOf(pointer)] };
}

function entry(place: Place, i: number, item: Fields): Place {
  return { pointer: `${place.pointer}/${i}`, label: [...place.label, entryName(item)] };
}

function nameOf({ label }: Place): string {
  const text = label.join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list of objects changes entry by entry; one of plain values (grades, levels, days) as a whole. */
function isEntries(value: unknown): value is readonly Fields[] {
  return Array.isArray(value) && value.every(isFields);
}
