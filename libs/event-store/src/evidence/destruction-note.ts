import { z } from 'zod';
import { recordClasses } from '#domain/record-class';
import { authorities, type DestroyingFact } from '#domain/record-request/events';
import { NoteRefused, type NoteSigner, openNote, type NoteVerifier } from './note.js';

/** That something was destroyed, as it is kept outside of the database: ids, codes and a day, nothing of what it was. */
export type DestructionNote = {
  /** Of the event that destroyed, in the log as it was then. */
  position: number;
  eventId: string;
  subjectId: string;
  fact: DestroyingFact;
};

const said = { authority: z.enum(authorities), officerId: z.string(), on: z.iso.date() };
const recordClass = z.enum(recordClasses);

const shape: z.ZodType<DestructionNote> = z.strictObject({
  position: z.int().positive(),
  eventId: z.uuid(),
  subjectId: z.uuid(),
  fact: z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('RecordDestroyed'),
      data: z.strictObject({ requestId: z.string(), recordClass, ...said }),
    }),
    z.strictObject({
      type: z.literal('BodyExpunged'),
      data: z.strictObject({ eventId: z.uuid(), recordClass, ...said }),
    }),
  ]),
});

const kind = 'destroyed';

/**
 * Signed like a checkpoint and under the same key, with a word in the place of the size: neither can pass for the other. Null for
 * what has another shape: nothing but ids, codes and a day is ever kept outside.
 */
export function signDestruction(signer: NoteSigner, destruction: DestructionNote): string | null {
  const parsed = shape.safeParse(destruction);
  if (!parsed.success) return null;
  const lines = [signer.verifier.name, kind, JSON.stringify(parsed.data)];
  return signer.sign(`${lines.join('\n')}\n`);
}

/** Throws `NoteRefused`: whoever can write to the folder could have a record destroyed by the next restore. */
export function openDestruction(note: string, verifier: NoteVerifier): DestructionNote {
  const [origin, what, json, ...more] = openNote(note, verifier).split('\n');
  if (origin !== verifier.name) throw new NoteRefused(`the note is of another log: ${origin}`);
  const parsed = shape.safeParse(json === undefined ? null : parsedOrNull(json));
  if (what !== kind || !parsed.success || more.length !== 1 || more[0] !== '')
    throw new NoteRefused('the note is signed, but tells of no destruction');
  return parsed.data;
}

function parsedOrNull(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
