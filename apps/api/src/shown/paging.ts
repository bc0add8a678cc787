import type { Page } from '#contracts/page';
import { ProblemError } from '../edge/problem-error.js';

/** What the last row of a page was sorted by; opaque to callers. */
type Cursor = Readonly<Record<string, string>>;

export function cursorOf(after: string | undefined): Cursor | undefined {
  if (after === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(after, 'base64url').toString('utf8'));
    if (typeof parsed === 'object' && parsed !== null) {
      const values = Object.entries(parsed).filter(
        (entry): entry is [string, string] =>
          typeof entry[1] === 'string' && !entry[1].includes('\0'),
      );
      if (values.length === Object.keys(parsed).length) return Object.fromEntries(values);
    }
  } catch {
    // answered below
  }
  throw new ProblemError('schema_invalid', '/query/after: take it from "next" of the page before', {
    errors: [{ pointer: '/query/after', code: 'invalid_cursor', detail: 'not one of ours' }],
  });
}

/** A page out of `limit + 1` rows: one more than asked for says that there is a next one. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  cursor: (row: Row) => Cursor,
  item: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(item),
    next:
      rows.length > limit && last !== undefined
        ? Buffer.from(JSON.stringify(cursor(last))).toString('base64url')
        : null,
  };
}
