import { exactBase64, NoteRefused, type NoteSigner, openNote, type NoteVerifier } from './note.js';

/** The state of a log at one size, as it is signed (c2sp.org/tlog-checkpoint). */
export type LogCheckpoint = {
  /** How many events the log had. */
  size: number;
  /** Of the RFC 6962 tree of their leaves. */
  root: Buffer;
};

/** The name of a district's log: the first line of its notes, and the name that its key signs under. */
export const originOf = (district: string): string => `aimline/${district}`;

export function signCheckpoint(signer: NoteSigner, { size, root }: LogCheckpoint): string {
  const lines = [signer.verifier.name, size, root.toString('base64')];
  return signer.sign(`${lines.join('\n')}\n`);
}

/** Throws `NoteRefused`: not signed by this key, of another log, or not the exact text of a checkpoint. */
export function openCheckpoint(note: string, verifier: NoteVerifier): LogCheckpoint {
  const text = openNote(note, verifier);
  const [origin, size, root, ...more] = text.split('\n');
  if (origin !== verifier.name) throw new NoteRefused(`the note is of another log: ${origin}`);
  const parsed = {
    size: /^(0|[1-9]\d{0,15})$/.test(size ?? '') ? Number(size) : -1,
    root: exactBase64(root ?? ''),
  };
  if (
    !Number.isSafeInteger(parsed.size) ||
    parsed.size < 0 ||
    parsed.root?.length !== 32 ||
    more.length !== 1 ||
    more[0] !== ''
  )
    throw new NoteRefused('the note is signed, but is no checkpoint of a log');
  return { size: parsed.size, root: parsed.root };
}
