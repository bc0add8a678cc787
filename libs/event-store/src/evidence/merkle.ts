import { sha256Of } from '../hash.js';
import { nodeHash } from './digests.js';

/** The root of no leaves: SHA-256 of nothing (RFC 6962 2.1). */
export const emptyRoot = sha256Of('');

/** The largest power of two below `size`: where RFC 6962 splits a tree. */
function split(size: number): number {
  let k = 1;
  while (k * 2 < size) k *= 2;
  return k;
}

/** Gives the root of the `size` leaves from `start` on; proofs ask only for subtrees that RFC 6962 splits a tree into. */
export type RootOf = (start: number, size: number) => Buffer;

/** PATH of the RFC: the hashes beside the way from leaf `index` up to the root of the first `size` leaves. */
export function inclusionPath(index: number, size: number, rootOf: RootOf, start = 0): Buffer[] {
  if (size === 1) return [];
  const k = split(size);
  return index < k
    ? [...inclusionPath(index, k, rootOf, start), rootOf(start + k, size - k)]
    : [...inclusionPath(index - k, size - k, rootOf, start + k), rootOf(start, k)];
}

/** PROOF of the RFC: what leads from the root of the first `earlier` leaves to that of the first `size`. */
export function growthPath(earlier: number, size: number, rootOf: RootOf): Buffer[] {
  return earlier === 0 || earlier === size ? [] : growth(earlier, 0, size, true, rootOf);
}

/** SUBPROOF of the RFC; `known`: the verifier has this subtree's root already. */
function growth(
  earlier: number,
  start: number,
  size: number,
  known: boolean,
  rootOf: RootOf,
): Buffer[] {
  if (earlier === size) return known ? [] : [rootOf(start, size)];
  const k = split(size);
  return earlier <= k
    ? [...growth(earlier, start, k, known, rootOf), rootOf(start + k, size - k)]
    : [...growth(earlier - k, start + k, size - k, false, rootOf), rootOf(start, k)];
}

/** A subtree's root from the roots of the full subtrees in it. `start` is always a multiple of their size. */
export function rootFrom(
  start: number,
  size: number,
  full: (level: number, index: number) => Buffer,
): Buffer {
  const level = Math.log2(size);
  if (Number.isInteger(level)) return full(level, start / size);
  const k = split(size);
  return nodeHash(rootFrom(start, k, full), rootFrom(start + k, size - k, full));
}

/**
 * A tree of leaf hashes that answers with roots and proofs (RFC 6962 2.1.1, 2.1.2). It keeps every full subtree's root,
 * twice as many hashes as leaves; who only extends a tree keeps its {@link RightEdge} instead.
 */
export class MerkleTree {
  private readonly levels: Buffer[][] = [[]];

  get size(): number {
    return this.levels[0]!.length;
  }

  append(hashOfLeaf: Buffer): void {
    let hash = hashOfLeaf;
    for (let level = 0; ; level += 1) {
      const row = (this.levels[level] ??= []);
      row.push(hash);
      if (row.length % 2 === 1) return;
      hash = nodeHash(row.at(-2)!, hash);
    }
  }

  /** Of the first `size` leaves. */
  root(size = this.size): Buffer {
    this.assertHas(size);
    return size === 0 ? emptyRoot : this.rootOf(0, size);
  }

  /** Shows that leaf `index` (from 0) is among the first `size` leaves. */
  inclusionProof(index: number, size = this.size): Buffer[] {
    this.assertHas(size);
    if (index < 0 || index >= size)
      throw new RangeError(`leaf ${index} is not among the first ${size}`);
    return inclusionPath(index, size, (start, of) => this.rootOf(start, of));
  }

  /** Shows that the first `size` leaves begin with the first `earlier` leaves. */
  consistencyProof(earlier: number, size = this.size): Buffer[] {
    this.assertHas(size);
    if (earlier < 0 || earlier > size) throw new RangeError(`${earlier} is not within ${size}`);
    return growthPath(earlier, size, (start, of) => this.rootOf(start, of));
  }

  private rootOf(start: number, size: number): Buffer {
    return rootFrom(start, size, (level, index) => this.levels[level]![index]!);
  }

  private assertHas(size: number): void {
    if (size < 0 || size > this.size)
      throw new RangeError(`the tree has ${this.size} leaves, not ${size}`);
  }
}

/** The root that an inclusion proof leads to (RFC 9162 2.1.3.2); null if its length does not fit. */
function rootByInclusion(
  index: number,
  size: number,
  hashOfLeaf: Buffer,
  proof: readonly Buffer[],
): Buffer | null {
  if (index < 0 || index >= size) return null;
  let at = index;
  let last = size - 1;
  let hash = hashOfLeaf;
  for (const other of proof) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(other, hash);
      while (at % 2 === 0 && at !== 0) {
        at /= 2;
        last = Math.floor(last / 2);
      }
    } else hash = nodeHash(hash, other);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? hash : null;
}

export type Inclusion = { index: number; size: number; leafHash: Buffer; root: Buffer };

export function verifyInclusion(claim: Inclusion, proof: readonly Buffer[]): boolean {
  if (![claim.leafHash, ...proof].every(isHash)) return false;
  const root = rootByInclusion(claim.index, claim.size, claim.leafHash, proof);
  return root !== null && root.equals(claim.root);
}

export type Growth = { earlier: number; size: number; earlierRoot: Buffer; root: Buffer };

/** RFC 9162 2.1.4.2. A tree is consistent with the empty one and with itself, by an empty proof. */
export function verifyConsistency(
  { earlier, size, earlierRoot, root }: Growth,
  proof: readonly Buffer[],
): boolean {
  if (earlier < 0 || earlier > size || !proof.every(isHash)) return false;
  if (earlier === size) return proof.length === 0 && earlierRoot.equals(root);
  if (earlier === 0) return proof.length === 0 && earlierRoot.equals(emptyRoot);
  const path = Number.isInteger(Math.log2(earlier)) ? [earlierRoot, ...proof] : [...proof];
  const first = path.shift();
  if (!first) return false;
  let at = earlier - 1;
  let last = size - 1;
  while (at % 2 === 1) {
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  let before = first;
  let after = first;
  for (const other of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      before = nodeHash(other, before);
      after = nodeHash(other, after);
      while (at % 2 === 0 && at !== 0) {
        at /= 2;
        last = Math.floor(last / 2);
      }
    } else after = nodeHash(after, other);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && before.equals(earlierRoot) && after.equals(root);
}

const isHash = (bytes: Buffer) => bytes.length === 32;
