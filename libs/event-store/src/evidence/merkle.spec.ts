import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { leafHash } from './digests.js';
import { emptyRoot, MerkleTree, verifyConsistency, verifyInclusion } from './merkle.js';
import { RightEdge } from './right-edge.js';

/**
 * The vectors of Google's Certificate Transparency reference, as kept in transparency-dev/merkle: leaves and roots of
 * `testonly/constants.go`, hashes of `rfc6962/rfc6962_test.go`, proofs of `proof/verify_test.go` (whose leaves count from 1).
 */
const hex = (text: string) => Buffer.from(text, 'hex');
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(hex); // prettier-ignore
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const inclusions: [leaf: number, size: number, proof: string[]][] = [
  [1, 1, []],
  [1, 8, ['96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4']],
  [6, 8, ['bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7']],
  [3, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  [2, 5, ['6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b']],
]; // prettier-ignore
const growths: [earlier: number, size: number, proof: string[]][] = [
  [1, 1, []],
  [1, 8, ['96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4']],
  [6, 8, ['0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7']],
  [2, 5, ['5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b']],
  [6, 7, ['0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a', 'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7']],
]; // prettier-ignore

const treeOf = (data: readonly Buffer[]) => {
  const tree = new MerkleTree();
  for (const one of data) tree.append(leafHash(one));
  return tree;
};

describe('the tree of RFC 6962', () => {
  const tree = treeOf(leaves);

  test('hashes leaves and nodes as the reference does', () => {
    expect(emptyRoot).toEqual(hex(roots[0]!));
    expect(leafHash(Buffer.from('L123456')).toString('hex')).toBe(
      '395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56',
    );
  });

  test.each(roots.map((root, size) => ({ size, root })))(
    'has the root of the reference at size $size',
    ({ size, root }) => {
      expect(tree.root(size).toString('hex')).toBe(root);
    },
  );

  test.each(inclusions)(
    'shows leaf %i of %i by the proof of the reference',
    (leaf, size, proof) => {
      expect(tree.inclusionProof(leaf - 1, size).map((h) => h.toString('hex'))).toEqual(proof);
      const claim = {
        index: leaf - 1,
        size,
        leafHash: leafHash(leaves[leaf - 1]!),
        root: hex(roots[size]!),
      };
      expect(verifyInclusion(claim, proof.map(hex))).toBe(true);
    },
  );

  test.each(growths)(
    'shows growth from %i to %i by the proof of the reference',
    (earlier, size, proof) => {
      expect(tree.consistencyProof(earlier, size).map((h) => h.toString('hex'))).toEqual(proof);
      const claim = { earlier, size, earlierRoot: hex(roots[earlier]!), root: hex(roots[size]!) };
      expect(verifyConsistency(claim, proof.map(hex))).toBe(true);
    },
  );

  test('has no proof of what is not in it', () => {
    expect(() => tree.inclusionProof(8)).toThrow('leaf 8 is not among the first 8');
    expect(() => tree.inclusionProof(3, 3)).toThrow(RangeError);
    expect(() => tree.consistencyProof(9)).toThrow(RangeError);
    expect(() => tree.root(9)).toThrow('the tree has 8 leaves, not 9');
    const root = tree.root();
    const claim = { index: 0, size: 8, leafHash: leafHash(leaves[0]!), root };
    expect(verifyInclusion({ ...claim, index: 8 }, tree.inclusionProof(0))).toBe(false);
    expect(verifyInclusion({ ...claim, index: -1 }, tree.inclusionProof(0))).toBe(false);
    expect(verifyConsistency({ earlier: 9, size: 8, earlierRoot: root, root }, [])).toBe(false);
  });
});

/** The definition of RFC 6962 2.1 word for word, and nothing kept: the second opinion. */
function mth(data: readonly Buffer[]): Buffer {
  const sha = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
  if (data.length === 0) return sha();
  if (data.length === 1) return sha(Buffer.of(0), data[0]!);
  let k = 1;
  while (2 * k < data.length) k *= 2;
  return sha(Buffer.of(1), mth(data.slice(0, k)), mth(data.slice(k)));
}

const most = 70;
const many = Array.from({ length: most }, (_, i) => Buffer.from(`leaf ${i}`));
const big = treeOf(many);

test(`every root of a tree and of its right edge, up to ${most} leaves, is that of the definition`, () => {
  const edge = RightEdge.empty();
  for (let size = 0; size <= most; size += 1) {
    const root = mth(many.slice(0, size));
    expect(big.root(size)).toEqual(root);
    expect(edge.root()).toEqual(root);
    expect(edge.bytes.length / 32).toBeLessThanOrEqual(Math.ceil(Math.log2(size + 1)));
    expect(RightEdge.of(size, edge.bytes)!.root()).toEqual(root);
    expect(RightEdge.of(size + 1, edge.bytes)?.root() ?? null).not.toEqual(
      mth(many.slice(0, size + 1)),
    );
    if (size < most) edge.append(leafHash(many[size]!));
  }
});

test(`every inclusion proof of every tree up to ${most} leaves verifies, and no shorter or longer one`, () => {
  let proofs = 0;
  for (let size = 1; size <= most; size += 1)
    for (let index = 0; index < size; index += 1) {
      const proof = big.inclusionProof(index, size);
      const claim = { index, size, leafHash: leafHash(many[index]!), root: big.root(size) };
      expect(verifyInclusion(claim, proof)).toBe(true);
      expect(verifyInclusion(claim, [...proof, proof[0] ?? claim.root])).toBe(false);
      if (proof.length > 0) expect(verifyInclusion(claim, proof.slice(1))).toBe(false);
      proofs += 1;
    }
  expect(proofs).toBe((most * (most + 1)) / 2);
});

test(`every growth within ${most} leaves verifies, and no shorter or longer proof of it`, () => {
  for (let size = 0; size <= most; size += 1)
    for (let earlier = 0; earlier <= size; earlier += 1) {
      const proof = big.consistencyProof(earlier, size);
      const claim = { earlier, size, earlierRoot: big.root(earlier), root: big.root(size) };
      expect(verifyConsistency(claim, proof)).toBe(true);
      expect(verifyConsistency(claim, [...proof, claim.root])).toBe(false);
      if (proof.length > 0) expect(verifyConsistency(claim, proof.slice(1))).toBe(false);
    }
});

/** A place in a proof and what is done to it: any bit of any hash. */
const damage = fc.record({ hash: fc.nat(), bit: fc.nat({ max: 255 }) });
const damaged = (hashes: readonly Buffer[], { hash, bit }: { hash: number; bit: number }) =>
  hashes.map((one, i) => {
    if (i !== hash % hashes.length) return one;
    const copy = Buffer.from(one);
    copy[bit >> 3]! ^= 1 << (bit & 7);
    return copy;
  });
const sizes = fc.integer({ min: 1, max: most });

test('an inclusion is refused when any bit of leaf, root or proof, or index or size, is another', () => {
  fc.assert(
    fc.property(sizes, fc.nat(), damage, (size, n, wrong) => {
      const index = n % size;
      const proof = big.inclusionProof(index, size);
      const claim = { index, size, leafHash: leafHash(many[index]!), root: big.root(size) };
      const [leaf, root, ...rest] = damaged([claim.leafHash, claim.root, ...proof], wrong);
      expect(verifyInclusion({ index, size, leafHash: leaf!, root: root! }, rest)).toBe(false);
      const other = (index + 1 + (n % Math.max(1, size - 1))) % size;
      if (other !== index) expect(verifyInclusion({ ...claim, index: other }, proof)).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test('a growth is refused when any bit of the roots or of the proof is another', () => {
  fc.assert(
    fc.property(sizes, fc.nat(), damage, (size, n, wrong) => {
      const earlier = 1 + (n % size);
      const claim = { earlier, size, earlierRoot: big.root(earlier), root: big.root(size) };
      const proof = big.consistencyProof(earlier, size);
      const [earlierRoot, root, ...rest] = damaged(
        [claim.earlierRoot, claim.root, ...proof],
        wrong,
      );
      expect(
        verifyConsistency({ earlier, size, earlierRoot: earlierRoot!, root: root! }, rest),
      ).toBe(false);
    }),
    { numRuns: 500 },
  );
});
