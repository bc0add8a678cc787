import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leafHash } from '../evidence/digests.js';
import { MerkleTree } from '../evidence/merkle.js';
import { ProofGatherer } from './proof-gatherer.js';

const most = 300;
const hashes = Array.from({ length: most }, (_, i) => leafHash(Buffer.from(`leaf ${i}`)));

/** The tree that keeps everything, as a second opinion. */
function whole(size: number): MerkleTree {
  const tree = new MerkleTree();
  for (const hash of hashes.slice(0, size)) tree.append(hash);
  return tree;
}

test('a few leaves get the proofs that the whole tree gives them', () => {
  const cases = fc
    .integer({ min: 1, max: most })
    .chain((size) =>
      fc.tuple(
        fc.constant(size),
        fc.uniqueArray(fc.nat({ max: size - 1 }), { maxLength: 8 }),
        fc.uniqueArray(fc.nat({ max: size }), { maxLength: 3 }),
      ),
    );
  fc.assert(
    fc.property(cases, ([size, leaves, earlier]) => {
      const gatherer = new ProofGatherer(size, leaves, earlier);
      for (const hash of hashes.slice(0, size)) gatherer.append(hash);
      const tree = whole(size);
      expect(gatherer.root()).toEqual(tree.root());
      for (const index of leaves)
        expect(gatherer.inclusionProof(index)).toEqual(tree.inclusionProof(index));
      for (const before of earlier)
        expect(gatherer.consistencyProof(before)).toEqual(tree.consistencyProof(before));
    }),
    { numRuns: 300 },
  );
});

test('it keeps no more than the proofs need', () => {
  const gatherer = new ProofGatherer(most, [17]);
  for (const hash of hashes) gatherer.append(hash);
  const { kept } = gatherer as unknown as { kept: Map<number, Buffer>[] };
  expect(kept.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(
    2 * Math.ceil(Math.log2(most)),
  );
});

test('what lies outside of the tree, or was not asked for, is refused', () => {
  expect(() => new ProofGatherer(4, [4])).toThrow('4 is not within');
  expect(() => new ProofGatherer(4, [], [5])).toThrow('5 is not within');
  const gatherer = new ProofGatherer(4, [0]);
  for (const hash of hashes.slice(0, 4)) gatherer.append(hash);
  expect(() => gatherer.append(hashes[4]!)).toThrow('4 leaves');
  expect(() => gatherer.inclusionProof(3)).toThrow('were not asked for');
});
