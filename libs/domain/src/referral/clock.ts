import type { SchoolCalendar } from '../calendar/school-calendar.js';
import type { Pin, Reference } from '../decider.js';
import { businessDays } from '../duty-days.js';
import type { LegalClock } from '../legal-clock/clocks-of.js';
import { clocksOf } from '../legal-clock/clocks-of.js';
import type { ClockDefinition, ClockName } from '../legal-clock/pack.js';
import { definitionOf, packOf } from '../legal-clock/packs.js';
import type { LocalDate } from '../time.js';
import { addDays } from '../time.js';
import type { ClockBasis, DueMoved, ReferralEvent } from './events.js';
import type { Known } from './state.js';

type Of<T extends ReferralEvent['type']> = Extract<ReferralEvent, { type: T }>;
type Clocks = readonly (Of<'ClockStarted'> | Of<'ClockDueMoved'>)[];

export function calendarOf({ calendar }: Reference): SchoolCalendar {
  if (!calendar) throw new Error('a referral needs its calendar');
  return calendar;
}

export function isMet(name: ClockName, { request, ended }: Known): boolean {
  return (definitionOf(request.jurisdiction, name)?.endsWith ?? []).every((end) => ended.has(end));
}

/** The clocks that the facts of a referral start, by its jurisdiction's pack and a calendar version. */
export function clocksStarted(
  referral: Known,
  calendar: SchoolCalendar,
): readonly Of<'ClockStarted'>[] {
  return counted(referral, calendar)
    .filter(({ definition }) => !referral.clocks[definition.name])
    .map(({ definition, starts, due, basis }) => ({
      type: 'ClockStarted',
      data: {
        clock: definition.name,
        kind: definition.counting.kind,
        days: definition.counting.days,
        startsOn: starts,
        dueOn: due,
        citation: definition.citation,
        packVersion: packOf(referral.request.jurisdiction).version,
        ...basis,
      },
    }));
}

/**
 * What a new calendar version, absences or another school make of the clocks that run: each that starts only now, and
 * each whose day moves, with the day before. A day agreed in writing holds until the law's own day lies behind it. A
 * clock whose days the calendar no longer covers keeps its day.
 */
export function clocksMoved(referral: Known, calendar: SchoolCalendar, why: DueMoved): Clocks {
  const moved = counted(referral, calendar).flatMap(
    ({ definition, starts, due, basis }): Of<'ClockDueMoved'>[] => {
      const running = referral.clocks[definition.name];
      if (!running || isMet(definition.name, referral)) return [];
      if (basis.provisional && !running.provisional) return [];
      const to = running.agreedOn !== null && running.agreedOn > due ? running.agreedOn : due;
      if (to === running.dueOn) return [];
      const data = { clock: definition.name, startsOn: starts, from: running.dueOn, to, why };
      return [{ type: 'ClockDueMoved', data: { ...data, ...basis } }];
    },
  );
  return [...clocksStarted(referral, calendar), ...moved];
}

type Day = {
  definition: ClockDefinition;
  starts: LocalDate;
  due: LocalDate;
  basis: ClockBasis;
};

function counted(referral: Known, calendar: SchoolCalendar): readonly Day[] {
  const { request, calendar: pin } = referral;
  return legalClocks(referral, calendar).flatMap((clock): Day[] => {
    const definition = definitionOf(request.jurisdiction, clock.name);
    const starts = clock.starts ?? provisionalStart(clock, referral);
    if (!definition || starts === null) return [];
    const due = clock.due ?? provisionalDue(definition, starts, calendar);
    return [{ definition, starts, due, basis: basisOf(clock, referral, pin) }];
  });
}

function legalClocks(referral: Known, calendar: SchoolCalendar): readonly LegalClock[] {
  const { request, asked, consent, eligibility, absences } = referral;
  return clocksOf({
    jurisdiction: request.jurisdiction,
    calendar,
    nextYearFirstDay: null,
    request: { received: request.received, written: request.written },
    consentRequested: asked?.on ?? null,
    consentSigned: consent?.signedOn ?? null,
    consentReceived: consent?.receivedOn ?? null,
    absences,
    eligibilityDetermined: eligibility?.eligible ? eligibility.on : null,
    recordsRequestReceived: null,
    extension: null,
    parameters: request.parameters ?? {},
  });
}

/** A late request waits for a school year that nobody has published yet: once consent is there, days are owed all the same. */
function provisionalStart({ lateReferral }: LegalClock, { consent }: Known): LocalDate | null {
  return lateReferral === true ? (consent?.receivedOn ?? null) : null;
}

/** A legal clock always has a day: weekdays or calendar days, until a calendar covers what the law counts. */
function provisionalDue(
  { counting: { kind, days } }: ClockDefinition,
  starts: LocalDate,
  { timeZone }: SchoolCalendar,
): LocalDate {
  return kind === 'school-days'
    ? businessDays(timeZone).after(starts, days)
    : addDays(starts, days);
}

function basisOf(clock: LegalClock, { request }: Known, calendar: Pin): ClockBasis {
  const { parameters, excluded, because, kind } = clock;
  return {
    jurisdiction: request.jurisdiction,
    ...(kind === 'calendar-days' ? {} : { calendar }),
    ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
    ...(excluded.length > 0 ? { excluded } : {}),
    ...(clock.due === null ? { provisional: true } : {}),
    because,
  };
}
