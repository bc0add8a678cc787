import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { decide } from '#domain/policy/policy';
import { logPages } from '#event-store/export/log-pages';
import { onLog } from '#event-store/postgres/on-log';
import { CommandProblem, say } from '../answer.js';
import { districtOf } from '../district.js';
import { type Installation, withInstallation } from '../installation.js';
import { staffMember } from '../user/grant.js';
import { cloudEvent } from './cloud-event.js';

export type EventsOptions = {
  after?: string;
  /** commander’s way to say `--no-data`. */
  data?: boolean;
  as?: string;
  district?: string;
};

/**
 * `aimline export events`: the log after a position as CloudEvents, one a line. Reads a page when the reader has taken the one before, so that
 * memory does not grow with the log; a reader who goes away ends it.
 */
export async function exportEvents(
  options: EventsOptions,
  out: Writable = process.stdout,
): Promise<void> {
  const after = positionOf(options.after ?? '0');
  const needs = { command: 'aimline export events', need: 'postgres' } as const;
  await withInstallation(needs, async (installation) => {
    const district = await districtOf(installation, options.district);
    await requireReader(installation, district, options.as);
    const { bodies } = installation.store;
    await onLog(installation.services().databaseUrl, district, 'as-it-goes', async (log) => {
      let last = after;
      async function* lines() {
        for await (const page of logPages(log, district, bodies, { after }))
          for (const logged of page) {
            yield `${JSON.stringify(cloudEvent(district, logged, options.data !== false))}\n`;
            last = logged.event.position;
          }
      }
      await pipeline(lines, out, { end: false }).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
      });
      say(`up to position ${last}; go on from there with --after ${last}`);
    });
  });
}

function positionOf(text: string): number {
  const position = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(position)) return position;
  throw new CommandProblem(2, 'bad-position', `"${text}" is no position of the log.`, {
    where: '--after',
    hint: 'Give a whole number, such as the last `sequence` that you have; 0 is the beginning.',
  });
}

/** The whole log tells of every student: only who may read every record whole gets it. */
async function requireReader(
  installation: Installation,
  district: string,
  staffId: string | undefined,
): Promise<void> {
  if (staffId === undefined) return; // the operator, who holds the master key
  const { role, scope } = await staffMember(installation, district, staffId);
  const verdict = decide({ id: staffId, role, scope }, 'read-record', { level: 'district' });
  if (verdict.allow) return;
  throw new CommandProblem(
    1,
    'not-allowed',
    `This member of staff may not read every record: ${verdict.because}.`,
    { where: '--as', hint: 'docs/reference/permissions.md says who may: `read-record`.' },
  );
}
