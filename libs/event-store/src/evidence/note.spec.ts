import fc from 'fast-check';
import { sign, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openCheckpoint, signCheckpoint } from './checkpoint-note.js';
import { privateKeyOf, publicBytesOf, publicKeyOf } from './ed25519.js';
import { NoteRefused, openNote, signerFromSeed, verifierFromText } from './note.js';

const hex = (text: string) => Buffer.from(text, 'hex');

/** RFC 8032, section 7.1: secret key, public key, message, signature. */
const rfc8032 = [
  [
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
] as const;

describe('a key', () => {
  test.each(rfc8032)('made of the secret %s of RFC 8032 has its public key', (seed, key) => {
    expect(publicBytesOf(privateKeyOf(hex(seed))).toString('hex')).toBe(key);
  });

  test.each(rfc8032)(
    'made of the secret %s signs as RFC 8032 says',
    (seed, key, message, signature) => {
      expect(sign(null, hex(message), privateKeyOf(hex(seed))).toString('hex')).toBe(signature);
      expect(verify(null, hex(message), publicKeyOf(hex(key)), hex(signature))).toBe(true);
      const wrong = hex(signature);
      wrong[10]! ^= 1;
      expect(verify(null, hex(message), publicKeyOf(hex(key)), wrong)).toBe(false);
    },
  );

  test.each([
    ['another id', 'PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
    ['another key', 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TX'],
    ['another name', 'PeterNeumanN+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
    ['another kind of key', 'PeterNeumann+c74f20a3+AhpcQcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWA'],
    ['no key', 'PeterNeumann+c74f20a3'],
    ['a name of two words', 'Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
  ])('with %s is refused', (_, text) => {
    expect(() => verifierFromText(text)).toThrow(NoteRefused);
  });
});

/** The example of the reference (golang.org/x/mod/sumdb/note): its signing key, its text and its signature. */
const peter = {
  seed: Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1),
  key: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  line: '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};
const note = `${peter.text}\n${peter.line}`;
const verifier = verifierFromText(peter.key);

describe('a signed note', () => {
  test('is that of the reference, byte for byte', () => {
    const signer = signerFromSeed('PeterNeumann', peter.seed);
    expect(signer.verifier.text).toBe(peter.key);
    expect(signer.sign(peter.text)).toBe(note);
    expect(openNote(note, verifier)).toBe(peter.text);
  });

  test('may hold empty lines and signatures of others', () => {
    const signer = signerFromSeed('PeterNeumann', peter.seed);
    const text = 'one\n\nthree\n';
    const others =
      '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QM=\n';
    expect(openNote(signer.sign(text) + others, verifier)).toBe(text);
  });

  test.each([
    ['without a signature', peter.text],
    ['without its last line’s end', note.slice(0, -1)],
    ['signed by nobody known', note.replaceAll('PeterNeumann', 'PaulNeumann')],
    ['with a text of control characters', note.replace('cryptography', 'crypto\tgraphy')],
    ['with a carriage return', note.replace('problem,\n', 'problem,\r\n')],
    [
      'with a second, false signature of the same key',
      `${note}${peter.line.replace('ZJku', 'ZJkv')}`,
    ],
    ['with a signature that is no base64', note.replace('x08go', 'x08g!')],
    ['with base64 that ends otherwise', note.replace('nAM=\n', 'nAN=\n')],
    ['with a hyphen for a dash', note.replace('— Peter', '- Peter')],
    ['with a hundred signatures', note + peter.line.repeat(100)],
    ['with half a character', note.replace('cryptography', 'crypto\ud800')],
    ['that is longer than any', `${'x'.repeat(100_000)}\n${note}`],
    ['that is empty', ''],
  ])('%s is refused', (_, text) => {
    expect(() => openNote(text, verifier)).toThrow(NoteRefused);
  });

  test('is refused when any byte of it is another', () => {
    const bytes = Buffer.from(note);
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = Buffer.from(bytes);
        changed[at]! ^= by;
        expect(() => openNote(changed.toString('utf8'), verifier)).toThrow(NoteRefused);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a checkpoint', () => {
  const signer = signerFromSeed('aimline/7c1f', hex('07'.repeat(32)));
  const state = { size: 1_000, root: hex('ab'.repeat(32)) };

  test('comes back as it was signed; its text is that of C2SP', () => {
    const text = signCheckpoint(signer, state);
    expect(openCheckpoint(text, signer.verifier)).toEqual(state);
    expect(text.split('\n').slice(0, 4)).toEqual([
      'aimline/7c1f',
      '1000',
      state.root.toString('base64'),
      '',
    ]);
  });

  const root = state.root.toString('base64');
  test.each([
    ['of another log', `aimline/other\n1000\n${root}\n`, 'another log: aimline/other'],
    ['with a size that begins with a zero', `aimline/7c1f\n01\n${root}\n`, 'no checkpoint'],
    ['with a negative size', `aimline/7c1f\n-1\n${root}\n`, 'no checkpoint'],
    ['with a size beyond counting', `aimline/7c1f\n9999999999999999\n${root}\n`, 'no checkpoint'],
    ['with a short root', `aimline/7c1f\n1000\nq6s=\n`, 'no checkpoint'],
    ['without a root', 'aimline/7c1f\n1000\n', 'no checkpoint'],
    ['with a line more', `aimline/7c1f\n1000\n${root}\nand more\n`, 'no checkpoint'],
    ['that is another text', 'hello\n', 'another log: hello'],
  ])('%s is refused, though the key has signed it', (_, text, why) => {
    expect(() => openCheckpoint(signer.sign(text), signer.verifier)).toThrow(why);
  });
});
