import type { Recorded } from '../decider.js';
import type { RecordClass } from '../record-class.js';
import type { LocalDate } from '../time.js';
import type { Authority, RecordRequestEvent } from './events.js';

export type Destruction = {
  recordClasses: readonly RecordClass[];
  authority: Authority;
  keepUntil: LocalDate | null;
  completed: boolean;
};

export type Destroyed = { on: LocalDate; requestId: string; officerId: string };

/** Of one student's record: what is asked, what stands against its destruction, and what is gone. */
export type RecordRequests = {
  /** Every request's id, so that one is not taken twice. */
  known: ReadonlySet<string>;
  /** Access requests that nobody has answered; amendments that nobody has decided. */
  openAccess: ReadonlySet<string>;
  openAmendments: ReadonlySet<string>;
  /** Amendments that were denied: the guardian may attach a statement. */
  denied: ReadonlySet<string>;
  statements: ReadonlySet<string>;
  holds: ReadonlySet<string>;
  holdsKnown: ReadonlySet<string>;
  destructions: ReadonlyMap<string, Destruction>;
  destroyed: ReadonlyMap<RecordClass, Destroyed>;
  expunged: ReadonlySet<string>;
};

const nothing: ReadonlySet<string> = new Set();

export const initial: RecordRequests = {
  known: nothing,
  openAccess: nothing,
  openAmendments: nothing,
  denied: nothing,
  statements: nothing,
  holds: nothing,
  holdsKnown: nothing,
  destructions: new Map(),
  destroyed: new Map(),
  expunged: nothing,
};

export function evolve(state: RecordRequests, event: Recorded<RecordRequestEvent>): RecordRequests {
  switch (event.type) {
    case 'AccessRequested': {
      const { requestId } = event.data;
      return known(state, requestId, { openAccess: withOne(state.openAccess, requestId) });
    }
    case 'AccessGiven':
      return { ...state, openAccess: without(state.openAccess, event.data.requestId) };
    case 'AmendmentRequested': {
      const { requestId } = event.data;
      return known(state, requestId, { openAmendments: withOne(state.openAmendments, requestId) });
    }
    case 'AmendmentDecided': {
      const { requestId, granted } = event.data;
      const denied = granted ? state.denied : withOne(state.denied, requestId);
      return { ...state, denied, openAmendments: without(state.openAmendments, requestId) };
    }
    case 'StatementAttached':
      return { ...state, statements: withOne(state.statements, event.data.requestId) };
    case 'HoldPlaced': {
      const { holdId } = event.data;
      return {
        ...state,
        holds: withOne(state.holds, holdId),
        holdsKnown: withOne(state.holdsKnown, holdId),
      };
    }
    case 'HoldLifted':
      return { ...state, holds: without(state.holds, event.data.holdId) };
    case 'DestructionRequested': {
      const { requestId, recordClasses, authority, keepUntil } = event.data;
      const asked = { recordClasses, authority, keepUntil, completed: false };
      const destructions = new Map(state.destructions).set(requestId, asked);
      return known(state, requestId, { destructions });
    }
    case 'RecordDestroyed': {
      const { recordClass, on, requestId, officerId } = event.data;
      const destroyed = new Map(state.destroyed).set(recordClass, { on, requestId, officerId });
      return { ...state, destroyed };
    }
    case 'BodyExpunged':
      return { ...state, expunged: withOne(state.expunged, event.data.eventId) };
    case 'DestructionCompleted': {
      const { requestId } = event.data;
      const asked = state.destructions.get(requestId);
      if (!asked) return state;
      const done = new Map(state.destructions).set(requestId, { ...asked, completed: true });
      return { ...state, destructions: done };
    }
  }
}

function known(
  state: RecordRequests,
  requestId: string,
  changed: Partial<RecordRequests>,
): RecordRequests {
  return { ...state, known: withOne(state.known, requestId), ...changed };
}

function withOne(set: ReadonlySet<string>, one: string): ReadonlySet<string> {
  return new Set(set).add(one);
}

function without(set: ReadonlySet<string>, one: string): ReadonlySet<string> {
  return new Set([...set].filter((other) => other !== one));
}
