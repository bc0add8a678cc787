import type { LocalDate } from '../time.js';

// A jurisdiction pack: the legal clocks of one state as data (science.md 5.2). A law that changes is a new version of its
// pack; what was counted by an old one keeps that one's number. Nothing here is legal advice.

export const jurisdictions = [
  'us',
  'us-tx',
  'us-ca',
  'us-il',
  'us-ma',
  'us-pa',
  'us-wa',
  'us-nc',
] as const;
/** `us` is the federal default; the others are States with clocks of their own. */
export type Jurisdiction = (typeof jurisdictions)[number];

export const clockNames = [
  'request-response',
  'assessment-plan',
  'evaluation',
  'evaluation-report',
  'team-meeting',
  'eligibility-and-iep-meeting',
  'iep-meeting',
  'placement',
  'initial-iep',
  'records-access',
] as const;
export type ClockName = (typeof clockNames)[number];

/** Facts that end a clock. */
export type ClockEnd =
  'notice' | 'safeguards' | 'consent-asked' | 'report' | 'eligibility' | 'iep-meeting' | 'records';

export type ClockKind = 'calendar-days' | 'school-days' | 'calendar-days-with-exclusions';

/** The fact whose day starts a clock. Of consent only the receipt counts, not the request and not the signature. */
export type StartsWith =
  'request' | 'written-request' | 'consent' | 'eligibility' | 'records-request';

/** How days are counted, and how many. Day 1 is the day, or school day, after the start. */
export type Counting =
  | { kind: 'calendar-days'; days: number }
  | { kind: 'school-days'; days: number; absences?: AbsenceRule }
  /** Runs of more than `moreThan` closed weekdays are not counted, summers among them. */
  | { kind: 'calendar-days-with-exclusions'; days: number; excludes: 'breaks'; moreThan: number }
  /** The days after the last spring day through the day before the first fall day are not counted. */
  | { kind: 'calendar-days-with-exclusions'; days: number; excludes: 'summer' };

/** From `atLeast` absences on, as many school days are added as the student was absent. */
export type AbsenceRule = { atLeast: number };

/** What the law makes of a clock that begins near the end of the school year. */
export type YearEnd =
  /** `atLeast` ≤ school days left < `below`: due on 30 June, unless the student was absent `unlessAbsent` times. */
  | { rule: 'by-30-june'; atLeast: number; below: number; unlessAbsent: number }
  /** School days left < `below`: due on the day before the next year's first day. */
  | { rule: 'before-next-year'; below: number }
  /** Request `requestWithin` calendar days or fewer before the last day: `days` calendar days from the next first day. */
  | { rule: 'from-next-year'; requestWithin: number; days: number };

/** Readings that the law leaves open, each with every value that it may take. */
export type Parameters = {
  countLastInstructionalDay: boolean;
  absencesInExtension: boolean;
  breakExclusion: 'first-to-last-closed-day' | 'with-adjoining-weekends';
  summerConsent: 'before-next-year' | 'counted-into-next-year';
};
export type ParameterName = keyof Parameters;

/** The pack of a district, and how its counsel reads what the law leaves open; left out: the pack's default. */
export type JurisdictionChoice = { jurisdiction: Jurisdiction; parameters: Partial<Parameters> };

export type Parameter<Name extends ParameterName = ParameterName> = {
  default: Parameters[Name];
  values: readonly Parameters[Name][];
  /** What the law leaves open, for the district's counsel. */
  note: string;
};

export type ClockDefinition = {
  name: ClockName;
  /** The one clock of a pack that an extension moves and that the referral is judged by. */
  main: boolean;
  startsWith: StartsWith;
  /** What must be done by the due day, in words, and the facts that all must be there. */
  ends: string;
  endsWith: readonly ClockEnd[];
  counting: Counting;
  yearEnd: YearEnd | null;
  parameters: readonly ParameterName[];
  citation: string;
  /** First day of the text in force; null where no primary source for that day has been read. */
  effectiveFrom: LocalDate | null;
  effectiveTo: LocalDate | null;
  /** The day on which somebody last compared this entry with its source. */
  verifiedOn: LocalDate;
  /** What counsel should know about this clock; empty where there is nothing. */
  note: string;
};

export type JurisdictionPack = {
  jurisdiction: Jurisdiction;
  name: string;
  version: number;
  parameters: { readonly [Name in ParameterName]?: Parameter<Name> };
  /** In the order in which they fall due. Exactly one is main. */
  clocks: readonly ClockDefinition[];
};
