import { classNumber, type RecordClass } from '../record-class.js';
import { RuleBroken } from '../rule-broken.js';
import type { ProcessKind } from '../streams.js';

/** What a process writes and reads while it is open; the permanent core is needed by every one. */
const classesOf: Partial<Record<ProcessKind, readonly RecordClass[]>> = {
  cycle: ['core', 'intervention', 'communications'],
  referral: ['core', 'evaluation', 'communications'],
};

/** Refuses with `process-open` while a process of the student works with one of the classes. */
export function requireNoProcess(
  classes: readonly RecordClass[],
  open: readonly ProcessKind[],
): void {
  const kind = open.find((one) => classes.some((name) => classesOf[one]?.includes(name)));
  if (kind) throw new RuleBroken('process-open', { kind });
}

/** Where an event's body lies; null: there is no such event, or nothing personal is sealed in it. */
export type Place = { subjectId: string; recordClass: number } | null;

/** Refuses with `event-not-of-student` unless the event is a sealed fact of this student and class. */
export function requireFactOf(student: string, recordClass: RecordClass, place: Place): void {
  if (place?.subjectId !== student || place.recordClass !== classNumber(recordClass))
    throw new RuleBroken('event-not-of-student');
}
