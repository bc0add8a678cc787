import type { Pin } from '../decider.js';

/** What AdoptCalendar says: a newer version of the calendar that a process follows, or another one in its place. */
export type Adoption = {
  calendar: Pin;
  because: string;
  /** The calendar that a school gave up for this one; left out where only a new version is adopted. */
  instead?: string;
};

/** True if a process that follows `known` takes it: never an older version, nor one of a calendar followed no more. */
export function isAdopted({ calendar, instead }: Adoption, known: Pin): boolean {
  return calendar.id === known.id ? calendar.version > known.version : instead === known.id;
}
