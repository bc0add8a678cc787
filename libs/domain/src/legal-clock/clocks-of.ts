import type { SchoolCalendar } from '../calendar/school-calendar.js';
import type { LocalDate } from '../time.js';
import { daysBetween } from '../time.js';
import { absencesAfter } from './count.js';
import { dueBy } from './due-by.js';
import type { Span } from './exclusions.js';
import type {
  ClockDefinition,
  ClockKind,
  ClockName,
  Jurisdiction,
  ParameterName,
  Parameters,
} from './pack.js';
import { packOf } from './packs.js';
import type { SchoolYears } from './school-years.js';
import { placeOf, schoolYears } from './school-years.js';

export type Extension = {
  kind: 'written_agreement' | 'transfer_agreed_date';
  until: LocalDate;
  agreedInWriting: boolean;
};

/** The facts from which the clocks of a referral are computed; null where a fact has not happened or is not known. */
export type ClockFacts = {
  jurisdiction: Jurisdiction;
  calendar: SchoolCalendar | null;
  /** Of the school year after the last one in `calendar`, where only that is known. */
  nextYearFirstDay: LocalDate | null;
  /** `written`: null where it is not said. */
  request: { received: LocalDate; written: boolean | null } | null;
  consentRequested: LocalDate | null;
  consentSigned: LocalDate | null;
  consentReceived: LocalDate | null;
  /** Days on which the student was absent; only school days after consent count. */
  absences: readonly LocalDate[];
  eligibilityDetermined: LocalDate | null;
  recordsRequestReceived: LocalDate | null;
  extension: Extension | null;
  parameters: Partial<Parameters>;
};

/** One clock as interfaces.md 2.1 answers it. A figure that is not of this clock, or undefined, is null. */
export type LegalClock = {
  name: ClockName;
  main: boolean;
  kind: ClockKind;
  /** The day of the fact that started it; day 1 is the day (school day) after. Null: not started. */
  starts: LocalDate | null;
  /** The last day in time; never moved off a weekend or a holiday. */
  due: LocalDate | null;
  /** The due day before an extension, and the kind of extension that moved it. */
  originalDue: LocalDate | null;
  reason: Extension['kind'] | null;
  /** Days counted after `starts` through the due day that the law set (`originalDue` where it was extended). */
  counted: number | null;
  excluded: readonly Span[];
  schoolDaysLeft: number | null;
  daysBeforeYearEnd: number | null;
  lateReferral: boolean | null;
  because: string;
  citation: string;
  parameters: Partial<Parameters>;
};

/** Every clock of a jurisdiction, in its pack's order; exactly one is main (science.md 5.2; interfaces.md 2.1 `calc clock`). */
export function clocksOf(facts: ClockFacts): readonly LegalClock[] {
  const pack = packOf(facts.jurisdiction);
  const years = schoolYears(facts.calendar, facts.nextYearFirstDay);
  return pack.clocks.map((definition) => {
    const parameters = parametersOf(definition, facts);
    return clockOf(definition, { ...defaults, ...parameters }, parameters, facts, years);
  });
}

// What a clock without the parameter goes by; a pack that has the parameter names its own default.
const defaults: Parameters = {
  countLastInstructionalDay: true,
  absencesInExtension: true,
  breakExclusion: 'first-to-last-closed-day',
  summerConsent: 'before-next-year',
};

function parametersOf(definition: ClockDefinition, facts: ClockFacts): Partial<Parameters> {
  const known = packOf(facts.jurisdiction).parameters;
  const value = (name: ParameterName) => facts.parameters[name] ?? known[name]?.default;
  return Object.fromEntries(definition.parameters.map((name) => [name, value(name)]));
}

function clockOf(
  definition: ClockDefinition,
  reading: Parameters,
  parameters: Partial<Parameters>,
  facts: ClockFacts,
  years: SchoolYears | null,
): LegalClock {
  const { name, main, counting, citation } = definition;
  const late = lateness(definition, facts, years);
  const start = startOf(definition, facts, years, late.lateReferral === true);
  const clock: LegalClock = {
    name,
    main,
    kind: counting.kind,
    starts: start.on,
    due: null,
    originalDue: null,
    reason: null,
    counted: null,
    excluded: [],
    schoolDaysLeft: null,
    ...late,
    because: '',
    citation,
    parameters,
  };
  if (start.on === null) return { ...clock, because: start.because };
  const absences = years ? absencesAfter(years, start.on, facts.absences) : [];
  const counted = dueBy(definition, reading, { ...start, absences }, years);
  return extended({ ...clock, ...counted }, facts.extension);
}

/** Only of a clock whose law asks how near the end of the year a request came. */
function lateness(
  { yearEnd }: ClockDefinition,
  { request }: ClockFacts,
  years: SchoolYears | null,
): Pick<LegalClock, 'daysBeforeYearEnd' | 'lateReferral'> {
  const unknown = { daysBeforeYearEnd: null, lateReferral: null };
  if (yearEnd?.rule !== 'from-next-year' || request === null || years === null) return unknown;
  const place = placeOf(years, request.received);
  if (place.in === 'unknown') return unknown;
  if (place.in === 'summer') return { daysBeforeYearEnd: null, lateReferral: false };
  const daysBeforeYearEnd = daysBetween(request.received, place.year.lastDay);
  return { daysBeforeYearEnd, lateReferral: daysBeforeYearEnd <= yearEnd.requestWithin };
}

type Start = { on: LocalDate; what: string; late: boolean } | { on: null; because: string };

function startOf(
  definition: ClockDefinition,
  facts: ClockFacts,
  years: SchoolYears | null,
  late: boolean,
): Start {
  if (late && years && facts.request) return startOfNextYear(facts.request.received, years);
  const began = (on: LocalDate | null, what: string, because: string): Start =>
    on === null ? { on, because } : { on, what, late: false };
  const { request, consentReceived } = facts;
  switch (definition.startsWith) {
    case 'request':
      return began(request?.received ?? null, 'the request', 'No request has been received.');
    case 'written-request':
      if (request === null) return { on: null, because: 'No request has been received.' };
      if (request.written === true) return began(request.received, 'the written request', '');
      return {
        on: null,
        because:
          request.written === false
            ? 'The request was made by word of mouth; only a written one starts this clock.'
            : 'It is not said whether the request was in writing; only a written one starts this clock.',
      };
    case 'consent':
      return began(consentReceived, 'the receipt of consent', noConsent(facts));
    case 'eligibility':
      return began(
        facts.eligibilityDetermined,
        'the determination of eligibility',
        'Eligibility has not been determined.',
      );
    case 'records-request':
      return began(
        facts.recordsRequestReceived,
        'the request for records',
        'Nobody has asked for the records.',
      );
  }
}

function startOfNextYear(received: LocalDate, years: SchoolYears): Start {
  const place = placeOf(years, received);
  const next = place.in === 'unknown' ? null : place.nextFirstDay;
  if (next !== null) return { on: next, what: 'the first day of the next school year', late: true };
  return {
    on: null,
    because:
      'The request came so late that the clock starts on the first day of the next school year, which is not known: give nextYear or nextYearFirstDay.',
  };
}

function noConsent({ consentRequested, consentSigned }: ClockFacts): string {
  if (consentSigned !== null)
    return `Consent was signed on ${consentSigned} and has not been received; only its receipt starts this clock.`;
  if (consentRequested !== null)
    return `Consent was asked for on ${consentRequested} and has not been received.`;
  return 'Consent has not been received.';
}

/** Of the main clock, later, and agreed in writing: else nothing moves. */
function extended(clock: LegalClock, extension: Extension | null): LegalClock {
  if (!clock.main || extension === null || clock.due === null) return clock;
  const { kind, until, agreedInWriting } = extension;
  const told = (because: string) => ({ ...clock, because: `${clock.because} ${because}` });
  if (!agreedInWriting)
    return told(`An extension until ${until} was not agreed in writing and moves nothing.`);
  if (until <= clock.due)
    return told(`The day agreed, ${until}, is not later than the due day and moves nothing.`);
  const moved = told(`Moved from ${clock.due} to ${until}, as agreed in writing.`);
  return { ...moved, due: until, originalDue: clock.due, reason: kind };
}
