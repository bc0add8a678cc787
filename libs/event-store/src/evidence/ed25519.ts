import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** What stands in front of the 32 bytes in PKCS #8 and SPKI (RFC 8410): there is only one way to write them. */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const spki = Buffer.from('302a300506032b6570032100', 'hex');

/** @param seed the 32 secret bytes of RFC 8032 */
export function privateKeyOf(seed: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
}

/** @param bytes the 32 bytes of RFC 8032 */
export function publicKeyOf(bytes: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([spki, bytes]), format: 'der', type: 'spki' });
}

/** The public half of a private key, as RFC 8032 writes it. */
export function publicBytesOf(privateKey: KeyObject): Buffer {
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return der.subarray(spki.length);
}
