import type { ImportKind } from '#domain/import/events';
import { recordedName } from '#domain/import/recorded-name';
import type { ImportResult } from './result.js';

/**
 * The record may call a file otherwise than whoever handed it in, who is told of it by the name that they gave. Of the record's own
 * words only what it says of files is touched.
 */
export function asGiven(
  result: ImportResult,
  kind: ImportKind,
  files: readonly { name: string }[],
): ImportResult {
  const given = new Map(files.map(({ name }, i) => [recordedName(kind, name, i + 1), name]));
  const named = (text: string) => given.get(text) ?? text;
  const spoken = (text: string) =>
    [...given].reduce((words, [recorded, name]) => words.replaceAll(recorded, name), text);
  return {
    ...result,
    problems: result.problems.map((one) => ({
      ...one,
      file: named(one.file),
      message: spoken(one.message),
    })),
    quarantine: result.quarantine.map((row) => ({ ...row, file: named(row.file) })),
  };
}
