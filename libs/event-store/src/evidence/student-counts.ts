import type { StudentEvents } from '#domain/access/events';
import { streamsUnder } from '#domain/record-class';
import { treeLeafHash } from './digests.js';
import type { Findings } from './findings.js';
import type { LogRow } from './log-row.js';
import { RightEdge } from './right-edge.js';

/** A `StudentEventsCounted` by its position and its stream; what it says is in clear. */
export type CountingRow = Pick<LogRow, 'pos' | 'stream_id' | 'body'>;

type Claim = StudentEvents & { position: number; student: string };

/**
 * Counts again what the log says of how many events a student had. An export rests on that count: a false one would hide an event from whoever
 * holds nothing but the export, and is found here by whoever holds the log.
 */
export class StudentCounts {
  private readonly claims = new Map<number, Claim[]>();
  /** Only of students whose events were ever counted. */
  private readonly trees = new Map<string, RightEdge>();
  private readonly ownStreams = new Map<string, string>();

  /** @param rows all events of the type, by position */
  constructor(rows: Iterable<CountingRow> = []) {
    for (const row of rows) {
      const claim = claimIn(row);
      if (!claim) continue;
      this.claims.set(claim.upTo, [...(this.claims.get(claim.upTo) ?? []), claim]);
      this.trees.set(claim.student, RightEdge.empty());
      for (const stream of streamsUnder(claim.student)) this.ownStreams.set(stream, claim.student);
    }
  }

  /** The events of a log, one after the other. */
  take(row: LogRow, leaf: Buffer, findings: Findings): void {
    if (this.trees.size === 0) return;
    const student = row.subject_id ?? this.ownStreams.get(row.stream_id);
    if (student !== undefined) this.trees.get(student)?.append(treeLeafHash(leaf));
    for (const claim of this.claims.get(row.pos) ?? []) {
      const tree = this.trees.get(claim.student)!;
      const { size } = tree;
      if (size !== claim.count)
        findings.add(
          claim.position,
          'body',
          `It counts ${claim.count} events of the student up to position ${claim.upTo}; the log has ${size}.`,
        );
      else if (tree.root().toString('hex') !== claim.root)
        findings.add(
          claim.position,
          'body',
          `The ${size} events that it counted up to position ${claim.upTo} are not those of the log.`,
        );
    }
  }
}

/** What a changed body says is nothing to go by; that it was changed is found at its own position. */
function claimIn({ pos, stream_id: stream, body }: CountingRow): Claim | null {
  try {
    const { upTo, count, root } = JSON.parse(body?.toString('utf8') ?? '') as StudentEvents;
    return { position: pos, student: stream.slice(stream.indexOf('/') + 1), upTo, count, root };
  } catch {
    return null;
  }
}
