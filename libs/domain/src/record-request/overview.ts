import type { Actor, Recorded } from '../decider.js';
import type { RecordClass } from '../record-class.js';
import { addDays, type LocalDate } from '../time.js';
import { backupDays } from './decide-destruction.js';
import type { Authority, HoldReason, RecordRequestEvent, Requester } from './events.js';

/** Days within which who asked must have seen the record (34 CFR 99.10(b); 300.613(a)). */
export const accessDays = 45;

type Asked = { id: string; receivedOn: LocalDate };

export type AccessRequest = Asked & {
  by: Requester;
  requesterId: string | null;
  dueOn: LocalDate;
  givenOn: LocalDate | null;
};

export type AmendmentRequest = Asked & {
  by: Requester;
  eventIds: readonly string[];
  reason: string;
  decision: { on: LocalDate; granted: boolean; reason: string } | null;
  statement: { on: LocalDate; text: string } | null;
};

export type DestructionRequest = Asked & {
  recordClasses: readonly RecordClass[];
  authority: Authority;
  keepUntil: LocalDate | null;
  destroyed: readonly Destroyed[];
  /** The day from which the destruction holds for every backup too, once all its classes are destroyed. */
  certifiableFrom: LocalDate | null;
  completedOn: LocalDate | null;
};

export type Hold = {
  id: string;
  reason: HoldReason;
  placedOn: LocalDate;
  liftedOn: LocalDate | null;
};

/** What went, by whose hand, and where the log says so. */
type Gone = {
  recordClass: RecordClass;
  on: LocalDate;
  authority: Authority;
  officer: Actor;
  position: number;
};
export type Destroyed = Gone & { requestId: string };
export type Expunged = Gone & { eventId: string };

/** Everything that was asked about one student's record, what stands against its destruction, and what is gone. */
export type RecordOverview = {
  access: readonly AccessRequest[];
  amendments: readonly AmendmentRequest[];
  destructions: readonly DestructionRequest[];
  holds: readonly Hold[];
  expunged: readonly Expunged[];
};

const nothing: RecordOverview = {
  access: [],
  amendments: [],
  destructions: [],
  holds: [],
  expunged: [],
};

/** The events of `record-request/<student>`; each list in the order of the log. */
export function overviewOf(events: readonly Recorded<RecordRequestEvent>[]): RecordOverview {
  return events.reduce(told, nothing);
}

function told(so: RecordOverview, event: Recorded<RecordRequestEvent>): RecordOverview {
  switch (event.type) {
    case 'AccessRequested': {
      const { requestId: id, receivedOn, by, requesterId } = event.data;
      const dueOn = addDays(receivedOn, accessDays);
      return {
        ...so,
        access: [...so.access, { id, receivedOn, by, requesterId, dueOn, givenOn: null }],
      };
    }
    case 'AccessGiven': {
      const { requestId, on } = event.data;
      return { ...so, access: changed(so.access, requestId, { givenOn: on }) };
    }
    case 'AmendmentRequested': {
      const { requestId: id, ...asked } = event.data;
      const request = { id, ...asked, decision: null, statement: null };
      return { ...so, amendments: [...so.amendments, request] };
    }
    case 'AmendmentDecided': {
      const { requestId, ...decision } = event.data;
      return { ...so, amendments: changed(so.amendments, requestId, { decision }) };
    }
    case 'StatementAttached': {
      const { requestId, ...statement } = event.data;
      return { ...so, amendments: changed(so.amendments, requestId, { statement }) };
    }
    case 'HoldPlaced': {
      const { holdId: id, reason, on: placedOn } = event.data;
      return { ...so, holds: [...so.holds, { id, reason, placedOn, liftedOn: null }] };
    }
    case 'HoldLifted': {
      const { holdId, on } = event.data;
      return { ...so, holds: changed(so.holds, holdId, { liftedOn: on }) };
    }
    case 'DestructionRequested': {
      const { requestId: id, on: receivedOn, ...asked } = event.data;
      const unmet: DestructionRequest = {
        id,
        receivedOn,
        ...asked,
        destroyed: [],
        certifiableFrom: null,
        completedOn: null,
      };
      // What went before it was asked for is gone all the same: nothing will ever be told of it again.
      const request = goneOf(so.destructions).reduce(withGone, unmet);
      return { ...so, destructions: [...so.destructions, request] };
    }
    case 'RecordDestroyed': {
      const { requestId, ...rest } = event.data;
      const gone = { ...goneBy(event, rest), requestId };
      return { ...so, destructions: so.destructions.map((request) => withGone(request, gone)) };
    }
    case 'BodyExpunged': {
      const { eventId, ...rest } = event.data;
      return { ...so, expunged: [...so.expunged, { ...goneBy(event, rest), eventId }] };
    }
    case 'DestructionCompleted': {
      const { requestId, on } = event.data;
      return { ...so, destructions: changed(so.destructions, requestId, { completedOn: on }) };
    }
  }
}

function goneBy(
  { actor, position }: Recorded,
  { recordClass, on, authority }: { recordClass: RecordClass; on: LocalDate; authority: Authority },
): Gone {
  return { recordClass, on, authority, officer: actor, position };
}

function goneOf(requests: readonly DestructionRequest[]): readonly Destroyed[] {
  const byClass = requests.flatMap(({ destroyed }) =>
    destroyed.map((gone) => [gone.recordClass, gone] as const),
  );
  return [...new Map(byClass).values()];
}

/** A class may be named by several requests: each of them is met when it is gone. */
function withGone(request: DestructionRequest, gone: Destroyed): DestructionRequest {
  if (!request.recordClasses.includes(gone.recordClass)) return request;
  const destroyed = [...request.destroyed, gone];
  const whole = request.recordClasses.every((one) => destroyed.some((d) => d.recordClass === one));
  const last = destroyed.reduce((day, { on }) => (on > day ? on : day), gone.on);
  return { ...request, destroyed, certifiableFrom: whole ? addDays(last, backupDays) : null };
}

function changed<T extends { id: string }>(
  all: readonly T[],
  id: string,
  change: Partial<T>,
): readonly T[] {
  return all.map((one) => (one.id === id ? { ...one, ...change } : one));
}
