import { operatorActor } from '#domain/decider';
import type { RecordRequestCommand, RecordRequestEvent } from '#domain/record-request/events';
import { recordRequestDecider } from '#domain/record-request/decide';
import { overviewOf, type RecordOverview } from '#domain/record-request/overview';
import { isUuid, streamId } from '#domain/streams';
import { isLocalDate, localDateOf, type LocalDate } from '#domain/time';
import { CommandProblem } from '../answer.js';
import { districtOf, settingsOf } from '../district.js';
import type { Installation } from '../installation.js';
import { studentOf } from '../student.js';

export type OfDistrict = { district?: string };

/** One student's record, and the day it is in the district. */
export type OfStudent = { district: string; studentId: string; today: LocalDate };

/** Whose core is destroyed is found by the own id alone: the ids of the files are gone with it. */
export async function ofStudent(
  installation: Installation,
  { district: named }: OfDistrict,
  id: string,
): Promise<OfStudent> {
  const district = await districtOf(installation, named);
  const { timeZone } = await settingsOf(installation, district);
  const today = localDateOf((await installation.store.clockOf(district)).now, timeZone);
  if (isUuid(id) && (await isAsked(installation, district, id)))
    return { district, studentId: id, today };
  const { studentId } = await studentOf(installation, district, id);
  return { district, studentId, today };
}

async function isAsked({ store }: Installation, district: string, studentId: string) {
  const { version } = await store.read({ district, stream: streamId('record-request', studentId) });
  return version > 0;
}

export async function readOverview(
  { store }: Installation,
  { district, studentId }: OfStudent,
): Promise<RecordOverview> {
  const stream = streamId('record-request', studentId);
  return overviewOf((await store.read<RecordRequestEvent>({ district, stream })).events);
}

export function tell(
  { handler }: Installation,
  { district, studentId }: OfStudent,
  command: RecordRequestCommand,
  key: string,
) {
  const to = { district, stream: streamId('record-request', studentId) };
  return handler.handle(recordRequestDecider, to, { ...command, key, actor: operatorActor });
}

/** The day that an option names; null where it is left out. */
export function dayIn(given: string | undefined, where: string): LocalDate | null {
  if (given === undefined) return null;
  if (isLocalDate(given)) return given;
  throw new CommandProblem(2, 'bad-date', `"${given}" is no day of the form YYYY-MM-DD.`, {
    where,
    hint: 'Give a day such as 2031-06-30.',
  });
}
