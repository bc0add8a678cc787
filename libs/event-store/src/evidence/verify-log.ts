import { genesis } from '../hash.js';
import {
  compareHead,
  compareStreams,
  Readers,
  type StoredHead,
  type StoredReader,
  type StoredStream,
} from './beside-the-log.js';
import { checkNotes, type CheckedNotes, type StoredCheckpoint } from './checked-notes.js';
import { Destroyed } from './destroyed.js';
import { chainHash } from './digests.js';
import { type Before, examine, fits } from './examine.js';
import { type Finding, Findings } from './findings.js';
import { leafOf, type LogRow } from './log-row.js';
import type { NoteVerifier } from './note.js';
import type { OutsideNote } from './outside-notes.js';
import { StudentCounts } from './student-counts.js';
import { TreeWalk } from './tree-walk.js';

/** What evidence rests on beside the events of a district's log, as one snapshot of the database shows it. */
export type EvidenceBeside = {
  district: string;
  /** The key that signs its checkpoints; best from a hand that cannot write to the database. */
  verifier: NoteVerifier;
  head: StoredHead;
  checkpoints: readonly StoredCheckpoint[];
  outside: readonly OutsideNote[];
  subscriptions: readonly StoredReader[];
};

export type LogEvidence = EvidenceBeside & {
  streams: readonly StoredStream[];
  /** All events by position, a batch at a time. */
  batches: AsyncIterable<readonly LogRow[]>;
  /** What the log says of bodies that are gone; of none unless told so. */
  destroyed?: Destroyed;
  /** What the log says of how many events students had; nothing unless told so. */
  counts?: StudentCounts;
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
  const findings = new Findings();
  const notes = checkNotes(evidence.checkpoints, evidence.outside, evidence.verifier, findings);
  const walk = new LogWalk(evidence, new TreeWalk(notes, findings), findings);
  for await (const rows of evidence.batches) walk.takeAll(rows);
  walk.end();
  return verdictOn(evidence, walk.events, notes, findings);
}

export function verdictOn(
  { checkpoints, outside, head }: EvidenceBeside,
  events: number,
  notes: CheckedNotes,
  findings: Findings,
): Verdict {
  const list = findings.inOrder();
  return {
    matches: findings.count === 0,
    events,
    checkpoints: checkpoints.length,
    outsideNotes: outside.length,
    signed: Math.min(notes.largest, head.position),
    first: list[0] ?? null,
    findings: list,
    found: findings.count,
    remarks: notes.remarks,
  };
}

/** Steps 2 to 5: one event after the other, and at the end what the other tables say of them. */
class LogWalk {
  events = 0;
  private position = 0;
  private readonly before: Before;
  private readonly streams = new Map<string, { version: number; position: number }>();
  private readonly readers: Readers;
  private readonly counts: StudentCounts;

  constructor(
    private readonly evidence: LogEvidence,
    private readonly tree: TreeWalk,
    private readonly findings: Findings,
  ) {
    const { district, destroyed = new Destroyed(), subscriptions } = evidence;
    this.counts = evidence.counts ?? new StudentCounts();
    const first = genesis(district);
    this.before = {
      district,
      previous: [first],
      recordedAt: 0n,
      versionOf: (stream) => this.streams.get(stream)?.version ?? 0,
      nearby: [],
      destroyed,
    };
    this.readers = new Readers(subscriptions, findings);
    this.readers.compare(0, first);
  }

  takeAll(rows: readonly LogRow[]): void {
    this.before.nearby = rows;
    for (const row of rows) this.take(row);
  }

  end(): void {
    const { head, streams } = this.evidence;
    const { previous: chainHashes, recordedAt } = this.before;
    this.tree.end(this.position);
    compareHead(head, { position: this.position, chainHashes, recordedAt }, this.findings);
    this.readers.end(this.position);
    compareStreams(streams, this.streams, this.findings);
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
    this.readers.compare(row.pos, row.chain_hash);
  }

  private goOn(row: LogRow, leaf: Buffer, previous: readonly Buffer[]): void {
    this.position = row.pos;
    this.events += 1;
    this.before.previous = previous;
    this.before.recordedAt = row.recorded_at;
    this.streams.set(row.stream_id, { version: row.version, position: row.pos });
    this.tree.append(row.pos, leaf);
    this.counts.take(row, leaf, this.findings);
  }

  private gap(next: number): void {
    sayGap(this.position + 1, next, this.findings);
    this.before.previous = [];
    this.tree.missing(next - 1);
  }
}

/** `next` stands where `expected` should. */
export function sayGap(expected: number, next: number, findings: Findings): void {
  const last = next - 1;
  if (next < expected)
    findings.add(next, 'pos', `An event stands at position ${next}, before the first.`);
  else if (last === expected)
    findings.add(expected, 'pos', `There is no event at position ${last}.`);
  else findings.add(expected, 'pos', `There is no event at positions ${expected} to ${last}.`);
}
