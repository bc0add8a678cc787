import type { Findings } from './findings.js';

/** The row of `es.log`. */
export type StoredHead = { position: number; chainHash: Buffer; recordedAt: bigint };

/** Where the log itself ended; `chainHashes`: those that its last event may have. */
export type LogEnd = { position: number; chainHashes: readonly Buffer[]; recordedAt: bigint };

/** Step 5 of the verification: the head that the next event will be chained to. */
export function compareHead(stored: StoredHead, end: LogEnd, findings: Findings): void {
  const wrong = (column: string, sentence: string) =>
    findings.add(end.position + 1, `es.log.${column}`, sentence);
  if (stored.position !== end.position)
    wrong(
      'last_pos',
      `The log ends at position ${end.position}; by the row of the district it has ${stored.position} events.`,
    );
  else if (!end.chainHashes.some((hash) => hash.equals(stored.chainHash)))
    wrong('last_hash', 'The row of the district does not hold the last event’s chain hash.');
  else if (end.position > 0 && stored.recordedAt !== end.recordedAt)
    wrong('last_recorded_at', 'The row of the district holds another moment of the last event.');
}

/** A row of `es.subscriptions`: who reads the log remembers the chain hash of the event read last. */
export type StoredReader = { name: string; position: number; chainHash: Buffer };

/** Compares what readers remember with the log, as it passes by. */
export class Readers {
  private readonly at = new Map<number, StoredReader[]>();

  constructor(
    readers: readonly StoredReader[],
    private readonly findings: Findings,
  ) {
    for (const reader of readers)
      this.at.set(reader.position, [...(this.at.get(reader.position) ?? []), reader]);
  }

  compare(position: number, chainHash: Buffer): void {
    for (const { name, chainHash: read } of this.at.get(position) ?? [])
      if (!read.equals(chainHash))
        this.findings.addBeside(
          position,
          'es.subscriptions.chain_hash',
          `Subscription ${name} has read another event at position ${position} than the log holds.`,
        );
  }

  end(last: number): void {
    for (const readers of this.at.values())
      for (const { name, position } of readers)
        if (position > last)
          this.findings.addBeside(
            last + 1,
            'es.subscriptions.pos',
            `Subscription ${name} has read position ${position}; the log ends at ${last}.`,
          );
  }
}

/** A row of `es.streams`. */
export type StoredStream = { stream: string; type: string; version: number };

/** Step 5: what the log says of each stream, against its row. */
export function compareStreams(
  rows: readonly StoredStream[],
  inLog: ReadonlyMap<string, { version: number; position: number }>,
  findings: Findings,
): void {
  const stored = new Map(rows.map((row) => [row.stream, row]));
  const say = (stream: string, column: string, what: string) =>
    findings.addBeside(
      inLog.get(stream)?.position ?? null,
      `es.streams.${column}`,
      `${stream}: ${what}`,
    );
  for (const [stream, { version }] of inLog) {
    const row = stored.get(stream);
    if (!row) say(stream, 'stream_id', 'the stream has events and no row.');
    else if (row.version !== version)
      say(stream, 'version', `by its row it has ${row.version} events; the log has ${version}.`);
    if (row && row.type !== stream.split('/')[0])
      say(stream, 'stream_type', `its row calls it a ${row.type}.`);
  }
  for (const stream of stored.keys())
    if (!inLog.has(stream)) say(stream, 'stream_id', 'the row has no events.');
}
