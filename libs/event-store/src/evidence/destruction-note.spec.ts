import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { openCheckpoint, originOf, signCheckpoint } from './checkpoint-note.js';
import { type DestructionNote, openDestruction, signDestruction } from './destruction-note.js';
import { signerFromSeed } from './note.js';

const signer = signerFromSeed(originOf(randomUUID()), Buffer.alloc(32, 3));
const other = signerFromSeed(originOf(randomUUID()), Buffer.alloc(32, 3));
const destruction: DestructionNote = {
  position: 417,
  eventId: randomUUID(),
  subjectId: randomUUID(),
  fact: {
    type: 'RecordDestroyed',
    data: {
      requestId: randomUUID(),
      recordClass: 'core',
      authority: 'guardian-request',
      officerId: randomUUID(),
      on: '2030-06-03',
    },
  },
};

test('what was destroyed is read back as it was signed, and by its own log’s key alone', () => {
  const note = signDestruction(signer, destruction)!;
  expect(openDestruction(note, signer.verifier)).toEqual(destruction);
  expect(() => openDestruction(note, other.verifier)).toThrow('is not signed by');
  const altered = note.replace(destruction.subjectId, randomUUID());
  expect(() => openDestruction(altered, signer.verifier)).toThrow('does not fit');
});

test('neither can a checkpoint pass for a destruction, nor a destruction for a checkpoint', () => {
  const checkpoint = signCheckpoint(signer, { size: 417, root: Buffer.alloc(32, 1) });
  expect(() => openDestruction(checkpoint, signer.verifier)).toThrow('tells of no destruction');
  const note = signDestruction(signer, destruction)!;
  expect(() => openCheckpoint(note, signer.verifier)).toThrow('no checkpoint of a log');
});

test('nothing but ids, codes and a day is ever signed', () => {
  const chatty = { ...destruction, name: 'Maya Lorn' };
  expect(signDestruction(signer, chatty)).toBeNull();
});
