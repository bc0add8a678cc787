import { nodeHash } from '../evidence/digests.js';
import { growthPath, inclusionPath, rootFrom } from '../evidence/merkle.js';

/**
 * Proofs for a few leaves of a tree of any size, in one pass over its leaf hashes: beside the right edge it keeps only the subtrees that the
 * proofs are made of, at most log2 of the size for each leaf.
 */
export class ProofGatherer {
  /** By level and index: the full subtrees that are asked for, and their roots once they are known. */
  private readonly kept: Map<number, Buffer | null>[] = [];
  private readonly edge: Buffer[] = [];
  private appended = 0;

  /** @param leaves indices from 0, in any order · @param earlier sizes from which the tree's growth is to be shown */
  constructor(
    private readonly size: number,
    leaves: Iterable<number>,
    earlier: Iterable<number> = [],
  ) {
    const note = (level: number, index: number) => {
      while (this.kept.length <= level) this.kept.push(new Map());
      this.kept[level]!.set(index, null);
      return nothing;
    };
    const want = (start: number, of: number) => rootFrom(start, of, note);
    if (size > 0) want(0, size);
    for (const index of leaves) inclusionPath(this.within(index, size - 1), size, want);
    for (const before of earlier) growthPath(this.within(before, size), size, want);
  }

  append(hashOfLeaf: Buffer): void {
    if (this.appended === this.size) throw new RangeError(`the tree has ${this.size} leaves`);
    let hash = hashOfLeaf;
    for (let level = 0, index = this.appended; ; level += 1, index = (index - 1) / 2) {
      const wanted = this.kept[level];
      if (wanted?.has(index)) wanted.set(index, hash);
      if (index % 2 === 0) break;
      hash = nodeHash(this.edge.pop()!, hash);
    }
    this.edge.push(hash);
    this.appended += 1;
  }

  /** Once every leaf was appended. */
  root(): Buffer {
    return this.rootOf(0, this.size);
  }

  inclusionProof(index: number): Buffer[] {
    return inclusionPath(index, this.size, this.rootOf);
  }

  consistencyProof(earlier: number): Buffer[] {
    return growthPath(earlier, this.size, this.rootOf);
  }

  private readonly rootOf = (start: number, size: number): Buffer =>
    rootFrom(start, size, (level, index) => {
      const hash = this.kept[level]?.get(index);
      if (!hash) throw new Error(`leaves ${start} to ${start + size - 1} were not asked for`);
      return hash;
    });

  private within(n: number, most: number): number {
    if (Number.isInteger(n) && n >= 0 && n <= most) return n;
    throw new RangeError(`${n} is not within a tree of ${this.size} leaves`);
  }
}

const nothing = Buffer.alloc(32);
