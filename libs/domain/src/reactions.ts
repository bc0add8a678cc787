import { calendarReact } from './calendar/react.js';
import { cycleReact } from './cycle/react.js';
import type { DomainEvent, Reaction, Recorded } from './decider.js';
import { groupReact } from './group/react.js';
import { schoolReact } from './school/react.js';
import type { Concern, Found, React } from './process.js';
import type { StreamKind } from './streams.js';
import { studentReact } from './student/react.js';

/** A reaction of some kind of stream, its events' types forgotten. */
export type AnyReact = {
  kind: StreamKind;
  listensTo: readonly string[];
  concerns: (event: Recorded) => Concern | null;
  react: (event: Recorded, found: Found) => readonly Reaction[];
};

function of<E extends DomainEvent>(kind: StreamKind, react: React<E>): AnyReact {
  return { kind, ...react } as unknown as AnyReact;
}

/** Every way in which a fact of one stream leads to commands on others. */
export const reactions: readonly AnyReact[] = [
  of('calendar', calendarReact),
  of('school', schoolReact),
  of('student', studentReact),
  of('cycle', cycleReact),
  of('group', groupReact),
];
