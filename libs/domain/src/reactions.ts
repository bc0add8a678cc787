import { calendarReact } from './calendar/react.js';
import { cycleReact } from './cycle/react.js';
import type { DomainEvent } from './decider.js';
import { groupReact } from './group/react.js';
import type { React } from './process.js';
import type { StreamKind } from './streams.js';
import { studentReact } from './student/react.js';

/** A reaction whatever its events: it is asked only about those of its own kind of stream, by the types it listens to. */
export type AnyReact = React<DomainEvent> & { kind: StreamKind };

const on = <E extends DomainEvent>(kind: StreamKind, known: React<E>) =>
  ({ kind, ...known }) as unknown as AnyReact;

/** Every fact that leads to commands on other streams: the whole of what the reactor may do. */
export const reactions: readonly AnyReact[] = [
  on('calendar', calendarReact),
  on('student', studentReact),
  on('cycle', cycleReact),
  on('group', groupReact),
];
