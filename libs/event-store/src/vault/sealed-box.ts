import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type KeyObject,
  randomFillSync,
} from 'node:crypto';

/** First byte of everything sealed: AES-256-GCM as below. Another way of sealing gets another byte. */
export const sealedFormat = 0x01;

const nonceBytes = 12;
const tagBytes = 16;

/** 32 random bytes as a key that does not lie about in the heap as a Buffer. */
export function keyOf(bytes: Uint8Array): KeyObject {
  return createSecretKey(bytes);
}

/** 0x01 ‖ nonce(12) ‖ ciphertext ‖ tag(16). `bound`: what the bytes belong to; they open for nothing else. */
export function sealBytes(key: KeyObject, bound: string, plain: Uint8Array): Buffer {
  const nonce = freshNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(bound));
  const text = cipher.update(plain);
  cipher.final();
  return Buffer.concat([Buffer.of(sealedFormat), nonce, text, cipher.getAuthTag()]);
}

/** Throws if a bit differs, if the key is another, or if the bytes belong to something else. */
export function openBytes(key: KeyObject, bound: string, sealed: Buffer): Buffer {
  if (sealed[0] !== sealedFormat || sealed.length < 1 + nonceBytes + tagBytes)
    throw new Error(`not sealed in the format ${sealedFormat}`);
  const nonce = sealed.subarray(1, 1 + nonceBytes);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(bound));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const plain = decipher.update(sealed.subarray(1 + nonceBytes, sealed.length - tagBytes));
  decipher.final();
  return plain;
}

// A call for twelve random bytes costs as much as the sealing itself: they are drawn a few thousand at a time.
const drawn = Buffer.alloc(nonceBytes * 512);
let used = drawn.length;

function freshNonce(): Buffer {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  const nonce = Buffer.from(drawn.subarray(used, used + nonceBytes));
  used += nonceBytes;
  return nonce;
}
