import type { Anchor, CheckedNotes } from './checked-notes.js';
import { treeLeafHash } from './digests.js';
import type { Findings } from './findings.js';
import { RightEdge } from './right-edge.js';

/**
 * Builds the tree along the log and compares it with every signed root on the way. Behind one that differs it goes on from
 * the next that is known, so that each stretch between two notes is judged by itself.
 */
export class TreeWalk {
  private edge: RightEdge | null = RightEdge.empty();
  /** The last size at which log and notes agreed, or were brought to agree. */
  private since = 0;

  constructor(
    private readonly notes: CheckedNotes,
    private readonly findings: Findings,
  ) {
    this.compareAt(0);
  }

  append(position: number, leaf: Buffer): void {
    this.edge?.append(treeLeafHash(leaf));
    this.compareAt(position);
  }

  /** Events up to `to` are missing: nothing can be said of the tree until the next note that is known. */
  missing(to: number): void {
    this.edge = null;
    this.since = to;
  }

  /** The log is at its end. */
  end(last: number): void {
    for (const [size, anchors] of this.notes.anchors)
      if (size > last)
        for (const { kept } of anchors)
          this.findings.add(
            last + 1,
            nameOf(kept),
            `The log ends at position ${last}; a signed note kept ${kept} counts ${size} events.`,
          );
  }

  private compareAt(size: number): void {
    const anchors = this.notes.anchors.get(size);
    if (!anchors) return;
    const root = this.edge?.root();
    const first = this.findings.firstFrom(this.since + 1) ?? this.since + 1;
    const stretch = `positions ${this.since + 1} to ${size}`;
    for (const { root: signed, kept } of anchors) {
      if (root && !root.equals(signed))
        this.findings.add(
          first,
          nameOf(kept),
          `The events at ${stretch} are not those that were signed in the note of ${size} events kept ${kept}.`,
        );
    }
    const agreed = root && anchors.find(({ root: signed }) => signed.equals(root));
    const known = this.notes.edges.get(size);
    if (!agreed && known) this.edge = RightEdge.of(size, known.bytes);
    this.since = size;
  }
}

const nameOf = (kept: Anchor['kept']) => (kept === 'outside' ? 'outside note' : 'checkpoint');
