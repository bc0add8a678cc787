import type { Recorded } from '../decider.js';
import type { LadderState } from '../obligation.js';
import { evolveLadder, noLadder } from '../obligation.js';
import type { About, Course } from '../process.js';
import type { StreamId } from '../streams.js';
import type { Instant } from '../time.js';
import type { ImportEvent, QuarantinedRow } from './events.js';

type Data<T extends ImportEvent['type']> = Extract<ImportEvent, { type: T }>['data'];

/** `received` is read, `running` is applied in chunks, `held` waits for a person; the other two owe nothing. */
export type Import =
  | { status: 'none' }
  | {
      status: 'received' | 'held' | 'running' | 'completed' | 'rejected';
      stream: StreamId;
      file: Data<'FileReceived'>;
      profile: Data<'FileProfiled'> | null;
      /** How often the work was let go: after the upload, and again after a person's confirmation. */
      runs: number;
      runnableSince: Instant;
      heldSince: Instant | null;
      trigger: string;
      quarantined: ReadonlySet<string>;
      applied: ReadonlySet<number>;
      ladder: LadderState;
      missedAt: Instant | null;
    };

export type Received = Exclude<Import, { status: 'none' }>;

export const initial: Import = { status: 'none' };

export function evolve(state: Import, event: Recorded<ImportEvent>): Import {
  if (event.type === 'FileReceived') return received(event);
  if (state.status === 'none') return state;
  switch (event.type) {
    case 'FileProfiled': {
      const held = event.data.held !== null;
      return {
        ...state,
        status: held ? 'held' : 'running',
        profile: event.data,
        heldSince: held ? event.occurredAt : null,
        trigger: held ? event.id : state.trigger,
      };
    }
    case 'ImportConfirmed':
      return {
        ...state,
        status: 'running',
        runs: state.runs + 1,
        runnableSince: event.occurredAt,
        trigger: event.id,
      };
    case 'RowsQuarantined': {
      const quarantined = new Set(state.quarantined);
      for (const row of event.data.rows) quarantined.add(rowKey(row));
      return { ...state, quarantined };
    }
    case 'ChunkApplied':
      return { ...state, applied: new Set(state.applied).add(event.data.chunk) };
    case 'ImportCompleted':
      return { ...state, status: 'completed' };
    case 'ImportRejected':
      return { ...state, status: 'rejected' };
    case 'ObligationMissed':
      return {
        ...state,
        ladder: evolveLadder(state.ladder, event),
        missedAt: event.occurredAt,
      };
    case 'ReminderSent':
    case 'ObligationEscalated':
    case 'ObligationReassigned':
      return { ...state, ladder: evolveLadder(state.ladder, event) };
    case 'DueDatesMoved':
    case 'FactVoided':
    case 'FactCorrected':
      return state; // an import follows no school calendar, and its facts are about a file
  }
}

function received(event: Recorded<Extract<ImportEvent, { type: 'FileReceived' }>>): Received {
  return {
    status: 'received',
    stream: event.stream,
    file: event.data,
    profile: null,
    runs: 1,
    runnableSince: event.occurredAt,
    heldSince: null,
    trigger: event.id,
    quarantined: new Set(),
    applied: new Set(),
    ladder: noLadder,
    missedAt: null,
  };
}

export function rowKey({ file, row, column, code }: QuarantinedRow): string {
  return JSON.stringify([file, row, column, code]);
}

export function course(state: Import): Course {
  if (state.status === 'none') return { status: 'none', stage: 'none' };
  const closed = state.status === 'completed' || state.status === 'rejected';
  return { status: closed ? 'closed' : 'open', stage: state.status };
}

/** A file concerns a whole district: no student, school or calendar of its own. */
export function about(state: Import): About {
  return {
    studentId: null,
    schoolId: null,
    area: null,
    calendar: null,
    closedBecause: course(state).status === 'closed' ? state.status : null,
  };
}
