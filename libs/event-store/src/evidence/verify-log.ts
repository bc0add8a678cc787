import { genesis } from '../hash.js';
import { checkNotes, type StoredCheckpoint } from './checked-notes.js';
import { chainHash } from './digests.js';
import { type Before, examine, fits } from './examine.js';
import { type Finding, Findings } from './findings.js';
import { leafOf, type LogRow } from './log-row.js';
import type { NoteVerifier } from './note.js';
import type { OutsideNote } from './outside-notes.js';
import { TreeWalk } from './tree-walk.js';

/** Everything of one district's log that evidence rests on, as one snapshot of the database shows it. */
export type LogEvidence = {
  district: string;
  /** The key that signs its checkpoints; best from a hand that cannot write to the database. */
  verifier: NoteVerifier;
  /** The row of `es.log`. */
  head: { position: number; chainHash: Buffer; recordedAt: bigint };
  checkpoints: readonly StoredCheckpoint[];
  outside: readonly OutsideNote[];
  /** Rows of `es.streams`. */
  streams: readonly { stream: string; type: string; version: number }[];
  /** Rows of `es.subscriptions`. */
  subscriptions: readonly { name: string; position: number; chainHash: Buffer }[];
  /** All events by position, a batch at a time. */
  batches: AsyncIterable<readonly LogRow[]>;
  /** Whether a destruction in the log covers a body that is gone; none does unless told so. */
  mayBeEmpty?: (row: LogRow) => boolean;
};

export type Verdict = {
  matches: boolean;
  events: number;
  checkpoints: number;
  outsideNotes: number;
  /** Events that a signed note speaks for; behind them the chain alone does. */
  signed: number;
  /** The first thing that does not match, by position. */
  first: Finding | null;
  findings: readonly Finding[];
  /** Found in all; `findings` ends at a thousand. */
  found: number;
  /** What an auditor should know although nothing is wrong. */
  remarks: readonly string[];
};

/**
 * Verifies a log from its first event, in the order of event-store.md 9, and goes on behind what does not match. Pure: it
 * reads what it is given and trusts nothing in it but the key.
 */
export async function verifyLog(evidence: LogEvidence): Promise<Verdict> {
  const { checkpoints, outside, verifier, head } = evidence;
  const findings = new Findings();
  const notes = checkNotes(checkpoints, outside, verifier, findings);
  const walk = new LogWalk(evidence, new TreeWalk(notes, findings), findings);
  for await (const rows of evidence.batches) walk.takeAll(rows);
  walk.end();
  const list = findings.inOrder();
  return {
    matches: findings.count === 0,
    events: walk.events,
    checkpoints: checkpoints.length,
    outsideNotes: outside.length,
    signed: Math.min(notes.largest, head.position),
    first: list[0] ?? null,
    findings: list,
    found: findings.count,
    remarks: notes.remarks,
  };
}

type InStream = { version: number; position: number };

/** Steps 2 to 5: one event after the other, and at the end what the other tables say of them. */
class LogWalk {
  events = 0;
  private position = 0;
  private readonly before: Before & { previous: Buffer[] };
  private readonly streams = new Map<string, InStream>();
  /** What subscriptions claim to have read, by position. */
  private readonly claims = new Map<number, { name: string; chainHash: Buffer }[]>();

  constructor(
    private readonly evidence: LogEvidence,
    private readonly tree: TreeWalk,
    private readonly findings: Findings,
  ) {
    const { district, mayBeEmpty = () => false } = evidence;
    this.before = {
      district,
      previous: [genesis(district)],
      recordedAt: 0n,
      versionOf: (stream) => this.streams.get(stream)?.version ?? 0,
      nearby: [],
      mayBeEmpty,
    };
    for (const { name, position, chainHash: hash } of evidence.subscriptions)
      this.claims.set(position, [...(this.claims.get(position) ?? []), { name, chainHash: hash }]);
    this.compareClaims(0, this.before.previous[0]!);
  }

  takeAll(rows: readonly LogRow[]): void {
    this.before.nearby = rows;
    for (const row of rows) this.take(row);
  }

  private take(row: LogRow): void {
    if (row.pos !== this.position + 1) this.gap(row.pos);
    const leaf = leafOf(row);
    if (fits(row, leaf, this.before)) this.goOn(row, leaf, [row.chain_hash]);
    else {
      const was = examine(row, this.before, this.findings);
      const asItWas = leafOf(was);
      // Where its hash and the one that it should have differ, the next event tells which of the two it follows.
      const expected = this.before.previous.map((hash) => chainHash(hash, asItWas));
      this.goOn(was, asItWas, [...expected, row.chain_hash]);
    }
    this.compareClaims(row.pos, row.chain_hash);
  }

  end(): void {
    const { head } = this.evidence;
    this.tree.end(this.position);
    const wrong = (column: string, sentence: string) =>
      this.findings.add(this.position + 1, `es.log.${column}`, sentence);
    if (head.position !== this.position)
      wrong(
        'last_pos',
        `The log ends at position ${this.position}; by the row of the district it has ${head.position} events.`,
      );
    else if (!this.before.previous.some((hash) => hash.equals(head.chainHash)))
      wrong('last_hash', 'The row of the district does not hold the last event’s chain hash.');
    else if (this.position > 0 && head.recordedAt !== this.before.recordedAt)
      wrong('last_recorded_at', 'The row of the district holds another moment of the last event.');
    this.compareStreams();
    for (const [position, names] of this.claims)
      if (position > this.position)
        for (const { name } of names)
          this.findings.addBeside(
            this.position + 1,
            'es.subscriptions.pos',
            `Subscription ${name} has read position ${position}; the log ends at ${this.position}.`,
          );
  }

  private goOn(row: LogRow, leaf: Buffer, previous: Buffer[]): void {
    this.position = row.pos;
    this.events += 1;
    this.before.previous = previous;
    if (row.recorded_at > this.before.recordedAt) this.before.recordedAt = row.recorded_at;
    this.streams.set(row.stream_id, { version: row.version, position: row.pos });
    this.tree.append(row.pos, leaf, row.command_mac);
  }

  private gap(next: number): void {
    const missing = this.position + 1;
    if (next < missing) {
      this.findings.add(next, 'pos', `An event stands at position ${next}, before the first.`);
    } else {
      const last = next - 1;
      const which = last === missing ? `position ${missing}` : `positions ${missing} to ${last}`;
      this.findings.add(missing, 'pos', `There is no event at ${which}.`);
    }
    this.before.previous = [];
    this.tree.missing(next - 1);
  }

  private compareClaims(position: number, hash: Buffer): void {
    for (const { name, chainHash: read } of this.claims.get(position) ?? [])
      if (!read.equals(hash))
        this.findings.addBeside(
          position,
          'es.subscriptions.chain_hash',
          `Subscription ${name} has read another event at position ${position} than the log holds.`,
        );
  }

  private compareStreams(): void {
    const stored = new Map(this.evidence.streams.map((row) => [row.stream, row]));
    const say = (stream: string, column: string, what: string) =>
      this.findings.addBeside(
        this.streams.get(stream)?.position ?? null,
        `es.streams.${column}`,
        `${stream}: ${what}`,
      );
    for (const [stream, { version }] of this.streams) {
      const row = stored.get(stream);
      if (!row) say(stream, 'stream_id', 'the stream has events and no row.');
      else if (row.version !== version)
        say(stream, 'version', `by its row it has ${row.version} events; the log has ${version}.`);
      if (row && row.type !== stream.split('/')[0])
        say(stream, 'stream_type', `its row calls it a ${row.type}.`);
    }
    for (const stream of stored.keys())
      if (!this.streams.has(stream)) say(stream, 'stream_id', 'the row has no events.');
  }
}
