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
  [
    'f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5',
    '278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e',
    [
      '08b8b2b733424243760fe426a4b54908632110a66c2f6591eabd3345e3e4eb98fa6e264bf09efe12ee50f8f54e9f77b1e355f6c50544e23fb1433ddf73be84d8',
      '79de7c0046dc4996d9e773f4bc9efe5738829adb26c81b37c93a1b270b20329d658675fc6ea534e0810a4432826bf58c941efb65d57a338bbd2e26640f89ffbc',
      '1a858efcb8550ee3a5e1998bd177e93a7363c344fe6b199ee5d02e82d522c4feba15452f80288a821a579116ec6dad2b3b310da903401aa62100ab5d1a36553e',
      '06203b33890cc9b832f79ef80560ccb9a39ce767967ed628c6ad573cb116dbefefd75499da96bd68a8a97b928a8bbc103b6621fcde2beca1231d206be6cd9ec7',
      'aff6f6c94fcd7204ed3455c68c83f4a41da4af2b74ef5c53f1d8ac70bdcb7ed185ce81bd84359d44254d95629e9855a94a7c1958d1f8ada5d0532ed8a5aa3fb2',
      'd17ba70eb6248e594e1a2297acbbb39d502f1a8c6eb6f1ce22b3de1a1f40cc24554119a831a9aad6079cad88425de6bde1a9187ebb6092cf67bf2b13fd65f270',
      '88d78b7e883c8759d2c4f5c65adb7553878ad575f9fad878e80a0c9ba63bcbcc2732e69485bbc9c90bfbd62481d9089beccf80cfe2df16a2cf65bd92dd597b07',
      '07e0917af48bbb75fed413d238f5555a7a569d80c3414a8d0859dc65a46128bab27af87a71314f318c782b23ebfe808b82b0ce26401d2e22f04d83d1255dc51a',
      'ddd3b75a2b1ae0784504df543af8969be3ea7082ff7fc9888c144da2af58429ec96031dbcad3dad9af0dcbaaaf268cb8fcffead94f3c7ca495e056a9b47acdb7',
      '51fb73e666c6c655ade8297297d07ad1ba5e43f1bca32301651339e22904cc8c42f58c30c04aafdb038dda0847dd988dcda6f3bfd15c4b4c4525004aa06eeff8',
      'ca61783aacec57fb3d1f92b0fe2fd1a85f6724517b65e614ad6808d6f6ee34dff7310fdc82aebfd904b01e1dc54b2927094b2db68d6f903b68401adebf5a7e08',
      'd78ff4ef5d63653a65040cf9bfd4aca7984a74d37145986780fc0b16ac451649de6188a7dbdf191f64b5fc5e2ab47b57f7f7276cd419c17a3ca8e1b939ae49e4',
      '88acba6b965610b5480109c8b17b80e1b7b750dfc7598d5d5011fd2dcc5600a32ef5b52a1ecc820e308aa342721aac0943bf6686b64b2579376504ccc493d97e',
      '6aed3fb0f9cd71a43dd497f01f17c0e2cb3797aa2a2f256656168e6c496afc5fb93246f6b1116398a346f1a641f3b041e989f7914f90cc2c7fff357876e506b5',
      '0d334ba77c225bc307ba537152f3f1610e4eafe595f6d9d90d11faa933a15ef1369546868a7f3a45a96768d40fd9d03412c091c6315cf4fde7cb68606937380d',
      'b2eaaa707b4c4185c32eddcdd306705e4dc1ffc872eeee475a64dfac86aba41c0618983f8741c5ef68d3a101e8a3b8cac60c905c15fc910840b94c00a0b9d0',
    ].join(''),
    '0aab4c900501b3e24d7cdf4663326a3a87df5e4843b2cbdb67cbf6e460fec350aa5371b1508f9f4528ecea23c436d94b5e8fcd4f681e30a6ac00a9704a188a03',
  ],
  [
    '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42',
    'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704',
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
