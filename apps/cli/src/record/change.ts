import { randomUUID } from 'node:crypto';
import { operatorActor } from '#domain/decider';
import type { RecordClass } from '#domain/record-class';
import type { Authority, HoldReason } from '#domain/record-request/events';
import type { LocalDate } from '#domain/time';
import { Destruction } from '#event-store/destruction';
import { readModelsSubscription } from '#read-models/read-models';
import { CommandProblem, type Answer } from '../answer.js';
import { withInstallation, type Installation } from '../installation.js';
import {
  dayIn,
  ofStudent,
  type OfDistrict,
  type OfStudent,
  readOverview,
  tell,
} from './of-student.js';

export function hold(options: OfDistrict & { reason: HoldReason }, id: string): Promise<Answer> {
  const needs = { command: 'aimline record hold', need: 'postgres' } as const;
  return withInstallation(needs, async (installation) => {
    const of = await ofStudent(installation, options, id);
    const holdId = randomUUID();
    const data = { holdId, reason: options.reason, on: of.today };
    await tell(installation, of, { type: 'PlaceHold', data }, `cli/record/${holdId}`);
    return {
      document: { student: of.studentId, hold: holdId },
      words: `Held for ${options.reason}. To lift it: aimline record release ${of.studentId} ${holdId}`,
    };
  });
}

export function release(options: OfDistrict, id: string, holdId: string): Promise<Answer> {
  const needs = { command: 'aimline record release', need: 'postgres' } as const;
  return withInstallation(needs, async (installation) => {
    const of = await ofStudent(installation, options, id);
    const data = { holdId, on: of.today };
    await tell(installation, of, { type: 'LiftHold', data }, `cli/record/${holdId}/lift`);
    return { document: { student: of.studentId, hold: holdId }, words: 'The hold is lifted.' };
  });
}

type DestroyOptions = OfDistrict & {
  class: RecordClass[];
  authority: Authority;
  keepUntil?: string;
  yes?: boolean;
};

/** Asks for the destruction and carries it out; where something stands against it, the request stays and can be given again. */
export function destroy(options: DestroyOptions, id: string): Promise<Answer> {
  const keepUntil = dayIn(options.keepUntil, '--keep-until');
  sure(options.yes, `destroy ${options.class.join(', ')} of the record of ${id}`);
  const needs = { command: 'aimline record destroy', need: 'worker' } as const;
  return withInstallation(needs, async (installation) => {
    const of = await ofStudent(installation, options, id);
    const requestId = await requested(installation, of, { ...options, keepUntil });
    const { events, position } = await destructionOf(installation).destroy(
      { ...of, actor: operatorActor, key: `cli/record/destroy/${requestId}/${randomUUID()}` },
      { requestId },
    );
    await cleared(installation, of, position);
    const destroyed = events.map(({ data }) => (data as { recordClass: RecordClass }).recordClass);
    return {
      document: { student: of.studentId, request: requestId, destroyed, position },
      words:
        destroyed.length === 0
          ? 'It was destroyed before: nothing was left of it.'
          : `Destroyed: ${destroyed.join(', ')} (position ${position} of the log). Keep no backup for longer than 35 days; then ` +
            `aimline record certificate ${of.studentId}`,
    };
  });
}

/** The same request that was refused before, or a new one. */
export async function requested(
  installation: Installation,
  of: OfStudent,
  asked: { class: readonly RecordClass[]; authority: Authority; keepUntil: LocalDate | null },
): Promise<string> {
  const { class: recordClasses, authority, keepUntil } = asked;
  const { destructions } = await readOverview(installation, of);
  const standing = destructions.find(
    (one) =>
      one.destroyed.length === 0 &&
      one.authority === authority &&
      one.keepUntil === keepUntil &&
      one.recordClasses.length === recordClasses.length &&
      one.recordClasses.every((name) => recordClasses.includes(name)),
  );
  if (standing) return standing.id;
  const requestId = randomUUID();
  const data = { requestId, recordClasses, authority, keepUntil, on: of.today };
  await tell(installation, of, { type: 'RequestDestruction', data }, `cli/record/${requestId}`);
  return requestId;
}

type ExpungeOptions = OfDistrict & {
  class: RecordClass;
  authority: Authority;
  keepUntil?: string;
  yes?: boolean;
};

export function expunge(options: ExpungeOptions, id: string, eventId: string): Promise<Answer> {
  const keepUntil = dayIn(options.keepUntil, '--keep-until');
  sure(options.yes, `expunge what event ${eventId} says`);
  const needs = { command: 'aimline record expunge', need: 'worker' } as const;
  return withInstallation(needs, async (installation) => {
    const of = await ofStudent(installation, options, id);
    const { position } = await destructionOf(installation).expunge(
      { ...of, actor: operatorActor, key: `cli/record/expunge/${eventId}` },
      { eventId, recordClass: options.class, authority: options.authority, keepUntil },
    );
    await cleared(installation, of, position);
    return {
      document: { student: of.studentId, event: eventId, position },
      words: `Event ${eventId} says nothing any more (position ${position} of the log).`,
    };
  });
}

function destructionOf({ store, handler }: Installation): Destruction {
  return new Destruction(store, handler);
}

function sure(yes: boolean | undefined, what: string): void {
  if (yes) return;
  throw new CommandProblem(2, 'not-sure', `This would ${what}, for ever.`, {
    where: '--yes',
    hint: 'Give the command again with --yes if that is what you want.',
  });
}

/** The views show what is left: nobody who looks after this command sees what it has destroyed. */
async function cleared(
  { progress }: Installation,
  { district }: OfStudent,
  position: number,
): Promise<void> {
  const wait = { subscriptions: [readModelsSubscription], timeoutMs: 60_000 };
  if (await progress.waitForPosition(district, position, wait)) return;
  throw new CommandProblem(
    1,
    'views-behind',
    'It is destroyed in the record; the screens still show it, because the views do not follow.',
    { hint: 'See `npx aimline status`: the subscription read-models says what holds it up.' },
  );
}
