import type { Claims } from '../decider.js';
import { noClaims } from '../process.js';
import type { ImportEvent } from './events.js';
import type { Import } from './state.js';

/** The same files are imported once. A rejected import lets them go, so that they can be sent again; a completed one does not. */
export function claims(event: ImportEvent, before: Import): Claims {
  if (event.type === 'FileReceived') return { take: [claimOf(event.data)], release: [] };
  if (event.type === 'ImportRejected' && before.status !== 'none')
    return { take: [], release: [claimOf(before.file)] };
  return noClaims;
}

/** Exported for the reader of files, who asks whether an import of the same content is known. */
export function claimOf(file: { files: readonly { sha256: string }[] }): string {
  const hashes = file.files.map(({ sha256 }) => sha256).sort();
  return `file:${hashes.join(',')}`;
}
