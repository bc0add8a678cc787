import { sha256Of } from '../hash.js';

// The hashes of event-store.md 9 for those who make millions of them: the input is put together in a buffer that is kept, where every
// part has the length that it should. `hash.ts` says the same in words; a spec compares the two.

/** Bytes of a leaf: position, moment of recording, version, content hash. */
export const leafBytes = 52;
export const hashBytes = 32;

const forChain = Buffer.alloc(1 + hashBytes + leafBytes, 1);
const forLeaf = Buffer.alloc(1 + leafBytes, 0);
const forNode = Buffer.alloc(1 + 2 * hashBytes, 1);

/** SHA-256(0x01 ‖ previous chain hash ‖ leaf). */
export function chainHash(previous: Uint8Array, leaf: Uint8Array): Buffer {
  if (previous.length !== hashBytes || leaf.length !== leafBytes)
    return sha256Of(Buffer.concat([Buffer.of(1), previous, leaf]));
  forChain.set(previous, 1);
  forChain.set(leaf, 1 + hashBytes);
  return sha256Of(forChain);
}

/** SHA-256(0x00 ‖ leaf): an event as a leaf of the RFC 6962 tree. */
export function treeLeafHash(leaf: Uint8Array): Buffer {
  if (leaf.length !== leafBytes) return leafHash(leaf);
  forLeaf.set(leaf, 1);
  return sha256Of(forLeaf);
}

/** SHA-256(0x00 ‖ data), of data of any length (RFC 6962 2.1). */
export function leafHash(data: Uint8Array): Buffer {
  return sha256Of(Buffer.concat([Buffer.of(0), data]));
}

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  forNode.set(left, 1);
  forNode.set(right, 1 + hashBytes);
  return sha256Of(forNode);
}
