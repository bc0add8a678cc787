import { setTimeout as pause } from 'node:timers/promises';
import type { DistrictKeys } from '#event-store/district-keys';
import { FolderNotes } from '#event-store/evidence/folder-notes';
import { OutsideNoteDiffers } from '#event-store/evidence/outside-notes';
import { LogNotContinued } from '#event-store/evidence/seal-log';
import { Sealer } from '#event-store/evidence/sealer';
import { onLog } from '#event-store/postgres/on-log';
import { CommandProblem, say } from '../answer.js';
import type { Installation } from '../installation.js';

const patienceMs = 60_000;

/** Has the log signed as far as a position: by a worker that is at it already, or here. */
export async function signedUpTo(
  { home, services }: Installation,
  keys: DistrictKeys,
  district: string,
  position: number,
): Promise<void> {
  const url = services().databaseUrl;
  const sealer = new Sealer({ url, keys, outside: new FolderNotes(home.checkpoints), say });
  try {
    for (const since = performance.now(); ; await pause(200)) {
      const { logId, signed } = await onLog(url, district, 'snapshot', async (log) => {
        const { rows } = await log.db.query<{ size: string | null }>(
          'select max(size)::text as size from es.checkpoints where log_id = $1',
          [log.logId],
        );
        return { logId: log.logId, signed: Number(rows[0]?.size ?? 0) };
      });
      if (signed >= position) return;
      if (performance.now() - since > patienceMs)
        throw new CommandProblem(3, 'not-signed', 'The log is not signed as far as this export.', {
          hint: 'The worker’s log says what keeps it from signing; see `aimline verify`.',
        });
      await sealer.seal(district, logId);
    }
  } catch (error) {
    if (!(error instanceof LogNotContinued) && !(error instanceof OutsideNoteDiffers)) throw error;
    throw new CommandProblem(1, 'log-differs', `The log cannot be signed: ${error.message}.`, {
      hint: 'Nothing was exported. Run `aimline verify`.',
    });
  } finally {
    await sealer.stop();
  }
}
