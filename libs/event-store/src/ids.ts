import { hash } from 'node:crypto';

/**
 * The id of a command: the same idempotency key names the same command for ever, whatever was retried, reset or rebuilt
 * in between. `district` is a uuid; the kinds of keys are listed in architecture.md 9.
 */
export function commandId(district: string, key: string): string {
  return namedUuid(key, district);
}

/** The id of the i-th event of a command (from 0): the store refuses a second copy by it. */
export function eventId(command: string, i: number): string {
  return namedUuid(String(i), command);
}

/**
 * A uuid of version 5 (RFC 9562, 5.5): the first 16 bytes of SHA-1(namespace ‖ name), with version and variant set. Written here because an append
 * makes one an event, and one call into OpenSSL costs a quarter of what the library takes; a spec compares the two.
 */
function namedUuid(name: string, namespace: string): string {
  const space = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  if (space.length !== 16) throw new TypeError(`not a uuid: ${namespace}`);
  const hex = hash('sha1', Buffer.concat([space, Buffer.from(name)]), 'hex');
  const variant = ((parseInt(hex[16]!, 16) & 0b0011) | 0b1000).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
