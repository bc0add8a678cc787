import { changedColumn, flippedMicros } from './culprit.js';
import type { Destroyed } from './destroyed.js';
import { sha256Of } from '../hash.js';
import { chainHash } from './digests.js';
import type { Findings } from './findings.js';
import { contentHashOf, leafOf, type LogRow } from './log-row.js';

/** What the events before say of the one that is looked at. */
export type Before = {
  district: string;
  /** Chain hashes that it may follow; none after a gap. */
  previous: readonly Buffer[];
  recordedAt: bigint;
  versionOf: (stream: string) => number;
  /** Rows before and behind it, and itself. */
  nearby: readonly LogRow[];
  destroyed: Destroyed;
};

/** True if the row needs no closer look: every hash and every order holds. `leaf`: the row's own. */
export function fits(row: LogRow, leaf: Buffer, before: Before): boolean {
  return (
    row.recorded_at >= before.recordedAt &&
    row.version === before.versionOf(row.stream_id) + 1 &&
    bodyFits(row, before) &&
    contentHashOf(before.district, row).equals(row.content_hash) &&
    linked(leaf, row.chain_hash, before.previous)
  );
}

/**
 * Says what is wrong with a row, column by column, and returns the row as it was recorded, as far as the hashes can tell:
 * so one change is told once, and what follows is judged by what was there.
 */
export function examine(row: LogRow, before: Before, findings: Findings): LogRow {
  const say = (column: string, sentence: string) => findings.add(row.pos, column, sentence);
  let was = withBody(row, before, say);
  was = withContent(was, before, say, findings.count < closely);
  was = withOrder(was, before, say);
  return withLink(was, before, say);
}

/** Of a log that was made anew every row differs, and a search costs ten milliseconds. */
const closely = 100;

type Say = (column: string, sentence: string) => void;

function bodyFits(row: LogRow, { destroyed }: Before): boolean {
  const gone = destroyed.by(row) !== null;
  return row.body === null ? gone : !gone && sha256Of(row.body).equals(row.body_digest);
}

function withBody(row: LogRow, before: Before, say: Say): LogRow {
  if (bodyFits(row, before)) return row;
  if (row.body === null) {
    say('body', 'The body is gone, and no destruction in the log covers it.');
    return row;
  }
  const by = before.destroyed.by(row);
  if (by !== null) say('body', `The body is there, although position ${by} destroyed it.`);
  const body_digest = sha256Of(row.body);
  if (body_digest.equals(row.body_digest)) return row;
  const was = { ...row, body_digest };
  if (contentHashOf(before.district, was).equals(row.content_hash)) {
    say('body_digest', 'The digest is not that of the body, which is as it was recorded.');
    return was;
  }
  say('body', 'The body is not the one whose digest was recorded.');
  return row;
}

function withContent(row: LogRow, before: Before, say: Say, search: boolean): LogRow {
  const computed = contentHashOf(before.district, row);
  if (computed.equals(row.content_hash)) return row;
  const was = { ...row, content_hash: computed };
  if (follows(was, before.previous)) {
    say('content_hash', 'The content hash was changed; the columns are as they were recorded.');
    return was;
  }
  const culprit = search ? changedColumn(before.district, row, before.nearby) : null;
  if (culprit) {
    say(culprit.column, `The value in column ${culprit.column} is not the one that was recorded.`);
    return culprit.was;
  }
  say('content_hash', 'The columns do not give the content hash that was recorded.');
  return row;
}

function withOrder(row: LogRow, before: Before, say: Say): LogRow {
  const version = before.versionOf(row.stream_id) + 1;
  let was = row;
  if (row.version !== version) {
    say(
      'version',
      `The event is version ${row.version} of its stream; ${version} comes next there.`,
    );
    if (follows({ ...row, version }, before.previous)) was = { ...row, version };
  }
  if (row.recorded_at < before.recordedAt)
    say('recorded_at', 'The event was recorded earlier than the one before it.');
  return was;
}

function withLink(row: LogRow, before: Before, say: Say): LogRow {
  if (follows(row, before.previous)) return row;
  const leaf = { ...row };
  const others = before.nearby.map(({ recorded_at }) => recorded_at);
  for (const recorded_at of new Set([...others, ...flippedMicros(row.recorded_at)]))
    if (follows(Object.assign(leaf, { recorded_at }), before.previous)) {
      if (row.recorded_at >= before.recordedAt)
        say('recorded_at', 'The moment of recording is not the one that was recorded.');
      return leaf;
    }
  say('chain_hash', 'The event does not follow from the one before it.');
  return row;
}

/** After a gap there is nothing that it could follow, and nothing to say. */
function linked(leaf: Buffer, hash: Buffer, previous: readonly Buffer[]): boolean {
  return previous.length === 0 || previous.some((earlier) => chainHash(earlier, leaf).equals(hash));
}

const follows = (row: LogRow, previous: readonly Buffer[]) =>
  linked(leafOf(row), row.chain_hash, previous);
