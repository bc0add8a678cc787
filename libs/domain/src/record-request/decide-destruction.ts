import type { RecordClass } from '../record-class.js';
import { RuleBroken } from '../rule-broken.js';
import { addDays, type LocalDate } from '../time.js';
import type { RecordRequestCommand, RecordRequestEvent } from './events.js';
import type { RecordRequests } from './state.js';

type Of<T extends RecordRequestCommand['type']> = Extract<
  RecordRequestCommand,
  { type: T }
>['data'];

/** How long a backup or a log archive may hold a key: longer copies are kept without keys and bodies (event-store.md 10). */
export const backupDays = 35;

/**
 * A record that somebody has asked to see is not destroyed before they have seen it (34 CFR 99.10(e)), nor one that is contested, on
 * hold, or still to be kept.
 */
function mustBeFree(state: RecordRequests, keepUntil: LocalDate | null, now: LocalDate): void {
  if (state.holds.size > 0) throw new RuleBroken('hold-stands', { holds: state.holds.size });
  if (state.openAccess.size > 0)
    throw new RuleBroken('access-request-open', { requests: state.openAccess.size });
  if (state.openAmendments.size > 0)
    throw new RuleBroken('amendment-request-open', { requests: state.openAmendments.size });
  if (keepUntil !== null && now <= keepUntil)
    throw new RuleBroken('retention-not-over', { keepUntil, today: now });
}

export function destroyRecord(
  { requestId }: Of<'DestroyRecord'>,
  state: RecordRequests,
  officerId: string,
  now: LocalDate,
): RecordRequestEvent[] {
  const asked = state.destructions.get(requestId);
  if (!asked) throw new RuleBroken('request-unknown');
  const standing = [...new Set(asked.recordClasses)].filter((one) => !state.destroyed.has(one));
  if (standing.length === 0) return [];
  mustBeFree(state, asked.keepUntil, now);
  return standing.map((recordClass) => ({
    type: 'RecordDestroyed',
    data: { requestId, recordClass, authority: asked.authority, officerId, on: now },
  }));
}

export function expungeBody(
  { eventId, recordClass, authority, keepUntil }: Of<'ExpungeBody'>,
  state: RecordRequests,
  officerId: string,
  now: LocalDate,
): RecordRequestEvent[] {
  if (state.expunged.has(eventId) || state.destroyed.has(recordClass)) return [];
  mustBeFree(state, keepUntil, now);
  const data = { eventId, recordClass, authority, officerId, on: now };
  return [{ type: 'BodyExpunged', data }];
}

/**
 * An older backup knows nothing of a destruction that came after it. Nothing stands against this one: it was decided, and has been
 * true already.
 */
export function destroyAgain(
  { fact }: Of<'DestroyAgain'>,
  state: RecordRequests,
): RecordRequestEvent[] {
  const known =
    fact.type === 'RecordDestroyed'
      ? state.destroyed.has(fact.data.recordClass)
      : state.expunged.has(fact.data.eventId);
  return known ? [] : [fact];
}

/** Only now is it true for the backups too. */
export function completeDestruction(
  { requestId }: Of<'CompleteDestruction'>,
  state: RecordRequests,
  now: LocalDate,
): RecordRequestEvent[] {
  const asked = state.destructions.get(requestId);
  if (!asked) throw new RuleBroken('request-unknown');
  if (asked.completed) return [];
  const done = asked.recordClasses.map((one: RecordClass) => state.destroyed.get(one));
  if (done.some((one) => one === undefined)) throw new RuleBroken('record-not-destroyed');
  const last = done.reduce((a, b) => (a!.on > b!.on ? a : b))!;
  const from = addDays(last.on, backupDays);
  if (now < from) throw new RuleBroken('backups-not-aged', { from, today: now });
  const { recordClasses, authority } = asked;
  const { officerId, on: destroyedOn } = last;
  const data = { requestId, recordClasses, authority, officerId, destroyedOn, on: now };
  return [{ type: 'DestructionCompleted', data }];
}
