import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, fit for a cookie or a header. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of it. No salt and no slow hash: there is nothing to guess in 256 random bits. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
