import { type KeyObject, sign as signBytes, verify as verifyBytes } from 'node:crypto';
import { sha256Of } from '../hash.js';
import { privateKeyOf, publicBytesOf, publicKeyOf } from './ed25519.js';

/**
 * Signed notes as C2SP writes them (c2sp.org/signed-note): a text, an empty line, and a line for each signature. The same
 * form that transparency logs and their witnesses read.
 */
export class NoteRefused extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'NoteRefused';
  }
}

/** A public key and the name that it signs under; `text` is how it is handed over: name, key id, key. */
export type NoteVerifier = { name: string; keyId: Buffer; publicKey: KeyObject; text: string };
export type NoteSigner = { verifier: NoteVerifier; sign: (text: string) => string };

const ed25519 = 1;
const largest = 100_000;
const mostSignatures = 16;

/** @param seed the 32 secret bytes of RFC 8032 */
export function signerFromSeed(name: string, seed: Buffer): NoteSigner {
  const privateKey = privateKeyOf(seed);
  const verifier = verifierOf(name, publicBytesOf(privateKey));
  return {
    verifier,
    sign(text) {
      refuseText(text);
      const signature = signBytes(null, Buffer.from(text), privateKey);
      const blob = Buffer.concat([verifier.keyId, signature]).toString('base64');
      return `${text}\n— ${name} ${blob}\n`;
    },
  };
}

/** Reads `<name>+<key id>+<key>`, the text by which a public key is handed over; throws `NoteRefused`. */
export function verifierFromText(text: string): NoteVerifier {
  const [, name, id, blob] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text) ?? [];
  const bytes = blob === undefined ? null : exactBase64(blob);
  if (!bytes || bytes.length !== 33 || bytes[0] !== ed25519)
    throw new NoteRefused('not the text of a public key: <name>+<8 hex digits>+<base64>');
  const verifier = verifierOf(name!, bytes.subarray(1));
  if (verifier.keyId.toString('hex') !== id)
    throw new NoteRefused('the public key does not belong to its id: a character was changed');
  return verifier;
}

function verifierOf(name: string, publicBytes: Buffer): NoteVerifier {
  if (!/^[^+\s]+$/u.test(name))
    throw new NoteRefused('a key’s name has neither spaces nor plus signs');
  const typed = Buffer.concat([Buffer.of(ed25519), publicBytes]);
  const keyId = sha256Of(Buffer.concat([Buffer.from(`${name}\n`), typed])).subarray(0, 4);
  return {
    name,
    keyId,
    publicKey: publicKeyOf(publicBytes),
    text: `${name}+${keyId.toString('hex')}+${typed.toString('base64')}`,
  };
}

/**
 * The text of a note that this key has signed; throws `NoteRefused` with the reason. Signatures of others are left
 * alone; one of this key that does not fit makes the whole note worthless.
 */
export function openNote(note: string, verifier: NoteVerifier): string {
  if (note.length > largest) throw new NoteRefused('the note is longer than any checkpoint');
  if (!note.isWellFormed()) throw new NoteRefused('the note is no Unicode text');
  const cut = note.lastIndexOf('\n\n');
  if (cut < 0 || !note.endsWith('\n')) throw new NoteRefused('the note has no signature');
  const text = note.slice(0, cut + 1);
  refuseText(text);
  const lines = note.slice(cut + 2, -1).split('\n');
  if (lines.length > mostSignatures) throw new NoteRefused('the note has too many signatures');
  const own = lines.map(readSignature).filter(({ name, keyId }) => {
    return name === verifier.name && keyId.equals(verifier.keyId);
  });
  if (own.length === 0) throw new NoteRefused(`the note is not signed by ${verifier.text}`);
  for (const { signature } of own)
    if (!verifyBytes(null, Buffer.from(text), verifier.publicKey, signature))
      throw new NoteRefused('the signature does not fit the text: one of the two was changed');
  return text;
}

function readSignature(line: string) {
  const [, name, blob] = /^— ([^+\s]+) ([A-Za-z0-9+/]+=*)$/u.exec(line) ?? [];
  const bytes = blob === undefined ? null : exactBase64(blob);
  if (!bytes || bytes.length < 5) throw new NoteRefused('a line of a signature is malformed');
  return { name, keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

function refuseText(text: string): void {
  if (!text.endsWith('\n')) throw new NoteRefused('the text of a note ends with a new line');
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  if (/[\u0000-\u0009\u000b-\u001f]/.test(text))
    throw new NoteRefused('the text of a note holds no control characters');
}

/** Node reads base64 leniently; two texts for the same bytes would be two notes for the same signature. */
export function exactBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}
