import { contentHashOf, type LogRow } from './log-row.js';

/** The column that was changed, and the row as it was recorded. */
export type Culprit = { column: keyof LogRow; was: LogRow };

/**
 * Which single column of the header was changed, if one was: the one for which another value makes the content hash right
 * again. SHA-256 leaves no chance for a wrong answer. Tried are what events nearby hold in that column (who changes a row
 * by hand mostly takes a value that looks right), nothing, and every flipped bit. Null if no single column explains it.
 */
export function changedColumn(
  district: string,
  row: LogRow,
  nearby: readonly LogRow[],
): Culprit | null {
  for (const column of headerColumns)
    for (const value of candidates(column, row, nearby)) {
      const was = { ...row, [column]: value };
      if (contentHashOf(district, was).equals(row.content_hash)) return { column, was };
    }
  return null;
}

const uuids = ['event_id', 'actor_id', 'command_id', 'correlation_id', 'causation_id', 'subject_id', 'key_id'] as const; // prettier-ignore
const texts = ['stream_id', 'type', 'actor_role'] as const;
const numbers = ['schema_version', 'record_class'] as const;
const nullable = new Set<keyof LogRow>(['causation_id', 'subject_id', 'key_id', 'record_class']);

/** The columns that the content hash covers; the body by its digest. */
export const headerColumns = [
  ...texts,
  ...uuids,
  ...numbers,
  'occurred_at',
  'command_mac',
  'meta',
] as const;
type HeaderColumn = (typeof headerColumns)[number];

function* candidates(
  column: HeaderColumn,
  row: LogRow,
  nearby: readonly LogRow[],
): Generator<unknown> {
  yield* new Set(nearby.map((other) => other[column]));
  if (nullable.has(column)) yield null;
  const value = row[column];
  if (value === null) return;
  if (isOneOf(texts, column)) yield* flippedText(value as string);
  else if (isOneOf(uuids, column)) yield* flippedUuid(value as string);
  else if (isOneOf(numbers, column)) for (let n = -1; n < 64; n += 1) yield n;
  else if (column === 'occurred_at') yield* flippedMicros(value as bigint);
  else if (column === 'command_mac') yield* flippedBytes(value as Buffer);
  else yield {};
}

const isOneOf = (list: readonly string[], column: string) => list.includes(column);

function* flippedText(text: string): Generator<string> {
  const bytes = Buffer.from(text);
  for (let bit = 0; bit < bytes.length * 8; bit += 1) yield flipped(bytes, bit).toString('utf8');
}

function* flippedBytes(bytes: Buffer): Generator<Buffer> {
  for (let bit = 0; bit < bytes.length * 8; bit += 1) yield flipped(bytes, bit);
}

function* flippedUuid(uuid: string): Generator<string> {
  const bytes = Buffer.from(uuid.replaceAll('-', ''), 'hex');
  for (let bit = 0; bit < 128; bit += 1) {
    const hex = flipped(bytes, bit).toString('hex');
    yield hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }
}

/** PostgreSQL's moments reach no further than 2^63 µs; most flips above 2^60 are none. */
export function* flippedMicros(micros: bigint): Generator<bigint> {
  for (let bit = 0n; bit < 62n; bit += 1n) yield micros ^ (1n << bit);
}

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
}
