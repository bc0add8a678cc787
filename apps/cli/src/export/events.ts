import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Actor, operatorActor } from '#domain/decider';
import { decide } from '#domain/policy/policy';
import { localDateOf } from '#domain/time';
import { logPages } from '#event-store/export/log-pages';
import { onLog } from '#event-store/postgres/on-log';
import { CommandProblem, say } from '../answer.js';
import { districtOf, settingsOf } from '../district.js';
import { type Installation, withInstallation } from '../installation.js';
import { staffMember } from '../user/grant.js';
import { cloudEvent } from './cloud-event.js';
import { Looks } from './looks.js';

export type EventsOptions = {
  after?: string;
  /** commander’s way to say `--no-data`. */
  data?: boolean;
  as?: string;
  recipient?: string;
  interest?: string;
  district?: string;
};

/**
 * `aimline export events`: the log after a position as CloudEvents, one a line. Reads a page when the reader has taken the one before, so that
 * memory does not grow with the log; a reader who goes away ends it. With data it tells of students: before a page is handed out it is
 * recorded of each student in it (34 CFR 99.32), and what cannot be recorded is left out.
 */
export async function exportEvents(
  options: EventsOptions,
  out: Writable = process.stdout,
): Promise<void> {
  const after = positionOf(options.after ?? '0');
  const withData = options.data !== false;
  const why = reasonOf(options);
  const needs = { command: 'aimline export events', need: 'postgres' } as const;
  await withInstallation(needs, async (installation) => {
    const district = await districtOf(installation, options.district);
    const actor = await readerOf(installation, district, options.as);
    const { store, handler } = installation;
    const { timeZone } = await settingsOf(installation, district);
    const on = localDateOf((await store.clockOf(district)).now, timeZone);
    const looks = new Looks(handler, district, { actor, ...why, on });
    await onLog(installation.services().databaseUrl, district, 'as-it-goes', async (log) => {
      let last = after;
      async function* lines() {
        for await (const page of logPages(log, district, store.bodies, { after })) {
          if (withData) await looks.before(page);
          for (const logged of page) {
            const shown = withData && looks.mayShow(logged);
            yield `${JSON.stringify(cloudEvent(district, logged, shown))}\n`;
            last = logged.event.position;
          }
        }
      }
      await pipeline(lines, out, { end: false }).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
      });
      if (looks.kept > 0)
        say(
          `what is left of ${looks.kept} students is handed out without data: their core was destroyed, and with it the place where looks are kept`,
        );
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

/** To whom outside it goes, and why. */
function reasonOf({ recipient, interest }: EventsOptions) {
  if (recipient !== undefined && !interest?.trim())
    throw new CommandProblem(2, 'usage', 'A disclosure names the interest of who gets it.', {
      where: '--interest',
      hint: 'Such as --interest "evaluation for the State" (34 CFR 99.32).',
    });
  return { to: recipient ?? null, interest: interest ?? 'export of the log' };
}

/** The whole log tells of every student: only who may read every record whole gets it. */
async function readerOf(
  installation: Installation,
  district: string,
  staffId: string | undefined,
): Promise<Actor> {
  if (staffId === undefined) return operatorActor; // who holds the master key
  const { role, scope } = await staffMember(installation, district, staffId);
  const verdict = decide({ id: staffId, role, scope }, 'read-record', { level: 'district' });
  if (verdict.allow) return { id: staffId, role };
  throw new CommandProblem(
    1,
    'not-allowed',
    `This member of staff may not read every record: ${verdict.because}.`,
    { where: '--as', hint: 'docs/reference/permissions.md says who may: `read-record`.' },
  );
}
