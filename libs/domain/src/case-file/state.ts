import type { Recorded } from '../decider.js';
import type { CaseFileEvent } from './events.js';

/** One stream a case file, under the file's own id: whose it is, once it is here. */
export type CaseFile = { studentId: string | null };

export const initial: CaseFile = { studentId: null };

export function evolve(file: CaseFile, { type, data }: Recorded<CaseFileEvent>): CaseFile {
  return type === 'CaseFileReceived' ? { studentId: data.studentId } : file;
}
