import type { Recorded } from '#domain/decider';
import type { LocalDate } from '#domain/time';
import { localDateOf } from '#domain/time';

/** `knownAt`: a position of the log; null = all that is known now. `asOf`: a day in the district's zone; null = today. */
export type Moment = { knownAt: number | null; asOf: LocalDate | null; timeZone: string };

/**
 * The version that whoever looks has seen, for If-Match. Now it is the stream's own: the last event may be one whose body is gone. Of the
 * past it is that of the last event shown.
 */
export function versionAt(
  stream: { version: number },
  then: readonly Recorded[],
  { knownAt, asOf }: Moment,
): number {
  return knownAt === null && asOf === null ? stream.version : (then.at(-1)?.version ?? 0);
}

/**
 * A stream as it was known at a position and true on a day (event-store.md 7): of what was known, voids and corrections
 * (they name their target's event id) are applied, what happened later than the day is left out, and a late entry falls
 * into its place. The envelope of a corrected fact stays that of the fact.
 */
export function eventsAt(
  events: readonly Recorded[],
  { knownAt, asOf, timeZone }: Moment,
): readonly Recorded[] {
  const known = knownAt === null ? events : events.filter((e) => e.position <= knownAt);
  if (asOf === null) return known;
  const voided = new Map<string, number>();
  const corrected = new Map<string, object>();
  for (const { type, data, position } of known) {
    const { eventId } = data as { eventId?: string };
    if (eventId === undefined) continue;
    if (type === 'FactVoided' || type === 'ScoreVoided') voided.set(eventId, position);
    if (type === 'FactCorrected') corrected.set(eventId, (data as { data: object }).data);
    if (type === 'ScoreCorrected') corrected.set(eventId, (data as { score: object }).score);
  }
  const answers = new Set(['FactVoided', 'FactCorrected', 'ScoreVoided', 'ScoreCorrected']);
  const logged = new Set(
    known.flatMap((e) => (isLog(e) && !isWithdrawn(e, voided) ? sessionOf(e) : [])),
  );
  return known
    .filter((e) => !answers.has(e.type) && !voided.has(e.id) && !isWithdrawn(e, voided))
    .filter((e) => !isSilence(e) || !logged.has(sessionOf(e)[0]!))
    .map((e) => (corrected.has(e.id) ? { ...e, data: { ...e.data, ...corrected.get(e.id) } } : e))
    .filter((e) => localDateOf(e.occurredAt, timeZone) <= asOf)
    .sort((a, b) =>
      a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : a.position - b.position,
    );
}

const sessionOf = ({ data }: Recorded): string[] => {
  const { sessionId } = data as { sessionId?: string };
  return sessionId === undefined ? [] : [sessionId];
};

/** Nobody had said anything of a session in time. A log that came later says that it was not so. */
function isSilence({ type, data }: Recorded): boolean {
  const { reason } = data as { reason?: string };
  return type === 'SessionUnlogged' || (type === 'SessionMissed' && reason === 'unlogged');
}

function isLog(event: Recorded): boolean {
  return sessionOf(event).length > 0 && event.type !== 'SessionPlanned' && !isSilence(event);
}

/**
 * The log of a group's session is withdrawn by the session's id, on the group and on every member's cycle; it may be logged
 * again after that.
 */
function isWithdrawn(event: Recorded, voided: ReadonlyMap<string, number>): boolean {
  const [session] = sessionOf(event);
  return session !== undefined && isLog(event) && event.position < (voided.get(session) ?? 0);
}
