import { genesis } from '../hash.js';
import { compareHead, Readers } from './beside-the-log.js';
import { checkNotes } from './checked-notes.js';
import { chainHash } from './digests.js';
import { Findings } from './findings.js';
import { type Link, LinksMalformed } from './links.js';
import { TreeWalk } from './tree-walk.js';
import { type EvidenceBeside, sayGap, type Verdict, verdictOn } from './verify-log.js';

/** The links of a log by position, a batch at a time. */
export type LinkEvidence = EvidenceBeside & { batches: AsyncIterable<readonly Link[]> };

/**
 * The fast pass: positions, chain, signed notes, head and readers, and nothing of what the events say. It finds every event
 * that was deleted, added, moved or put in the place of another; not a column that was changed under a content hash that
 * was left as it is. That is {@link verifyLog}'s.
 */
export async function verifyLinks(evidence: LinkEvidence): Promise<Verdict> {
  const findings = new Findings();
  const notes = checkNotes(evidence.checkpoints, evidence.outside, evidence.verifier, findings);
  const tree = new TreeWalk(notes, findings);
  const readers = new Readers(evidence.subscriptions, findings);
  const chain = new ChainWalk(evidence.district, findings);
  readers.compare(0, genesis(evidence.district));
  let events = 0;
  try {
    for await (const links of evidence.batches)
      for (const link of links) {
        if (link.position !== chain.position + 1) tree.missing(link.position - 1);
        chain.take(link);
        tree.append(link.position, link.leaf);
        readers.compare(link.position, link.chainHash);
        events += 1;
      }
  } catch (error) {
    if (!(error instanceof LinksMalformed)) throw error;
    const sentence =
      'From here on a hash does not have 32 bytes; the whole verification says which.';
    findings.add(error.after + 1, 'content_hash, chain_hash', sentence);
    return verdictOn(evidence, events, notes, findings);
  }
  tree.end(chain.position);
  compareHead(evidence.head, chain.end, findings);
  readers.end(chain.position);
  return verdictOn(evidence, events, notes, findings);
}

/** Positions without a gap, times that never fall, each event chained to the one before. */
export class ChainWalk {
  position = 0;
  private recordedAt = 0n;
  private previous: readonly Buffer[];

  constructor(
    district: string,
    private readonly findings: Findings,
  ) {
    this.previous = [genesis(district)];
  }

  get end() {
    const { position, recordedAt, previous: chainHashes } = this;
    return { position, recordedAt, chainHashes };
  }

  take({ position, recordedMicros, leaf, chainHash: stored }: Link): void {
    if (position !== this.position + 1) {
      sayGap(this.position + 1, position, this.findings);
      this.previous = [];
    }
    if (recordedMicros < this.recordedAt)
      this.findings.add(
        position,
        'recorded_at',
        'The event was recorded earlier than the one before it.',
      );
    this.recordedAt = recordedMicros;
    const computed = this.previous.map((hash) => chainHash(hash, leaf));
    const follows = computed.length === 0 || computed.some((hash) => hash.equals(stored));
    if (!follows)
      this.findings.add(
        position,
        'chain_hash',
        'The event does not follow from the one before it.',
      );
    this.previous = follows ? [stored] : [...computed, stored];
    this.position = position;
  }
}
