import { hashBytes, nodeHash } from './digests.js';
import { emptyRoot } from './merkle.js';

/**
 * The right edge of an RFC 6962 tree: the roots of its full subtrees, the largest first, at most log2 of its size. It is
 * all that is needed to go on from where a checkpoint stands.
 */
export class RightEdge {
  private constructor(
    private leaves: number,
    private readonly hashes: Buffer[],
  ) {}

  static empty(): RightEdge {
    return new RightEdge(0, []);
  }

  /** As {@link bytes} gave it; null if it cannot belong to a tree of this size. */
  static of(size: number, bytes: Buffer): RightEdge | null {
    if (bytes.length !== subtreesOf(size) * hashBytes) return null;
    const hashes = Array.from({ length: bytes.length / hashBytes }, (_, i) =>
      bytes.subarray(i * hashBytes, (i + 1) * hashBytes),
    );
    return new RightEdge(size, hashes);
  }

  get size(): number {
    return this.leaves;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.hashes);
  }

  append(hashOfLeaf: Buffer): void {
    let hash = hashOfLeaf;
    for (let n = this.leaves; n % 2 === 1; n = Math.floor(n / 2))
      hash = nodeHash(this.hashes.pop()!, hash);
    this.hashes.push(hash);
    this.leaves += 1;
  }

  root(): Buffer {
    if (this.hashes.length === 0) return emptyRoot;
    return this.hashes.reduceRight((right, left) => nodeHash(left, right));
  }
}

/** One full subtree for each bit of the size. */
function subtreesOf(size: number): number {
  let count = 0;
  for (let n = size; n > 0; n = Math.floor(n / 2)) count += n % 2;
  return count;
}
