import type { LocalDate } from '../time.js';
import { addDays } from '../time.js';
import type { ReferralEvent } from './events.js';

export type ClockName = 'evaluation' | 'initial-iep';
export type ExtensionKind = Extract<ReferralEvent, { type: 'ClockExtended' }>['data']['kind'];

/** One legal clock: how long, from what, by which law, since when, and when somebody last read that law. */
export type LegalClock = {
  name: ClockName;
  kind: 'calendar-days';
  days: number;
  startsWith: 'consent-received' | 'eligibility-determined';
  /** What may move its due day; the law of a clock that lists none knows no extension. */
  extensions: readonly ExtensionKind[];
  citation: string;
  effectiveFrom: LocalDate;
  verifiedOn: LocalDate;
};

export type JurisdictionPack = {
  jurisdiction: 'us';
  version: number;
  clocks: Readonly<Record<ClockName, LegalClock>>;
};

// 34 CFR Part 300 as amended (71 FR 46753, Aug. 14, 2006). "Day" is a calendar day (300.11(a)), so neither weekends nor
// school breaks pause these clocks (OSEP Letter to Reyes, 2012), and a due day is never moved off a weekend.
export const federalPack: JurisdictionPack = {
  jurisdiction: 'us',
  version: 1,
  clocks: {
    evaluation: {
      name: 'evaluation',
      kind: 'calendar-days',
      days: 60,
      startsWith: 'consent-received',
      extensions: ['written_agreement', 'transfer_agreed_date'],
      citation: '34 CFR 300.301(c)(1)(i)',
      effectiveFrom: '2006-10-13',
      verifiedOn: '2026-11-24',
    },
    'initial-iep': {
      name: 'initial-iep',
      kind: 'calendar-days',
      days: 30,
      startsWith: 'eligibility-determined',
      extensions: [],
      citation: '34 CFR 300.323(c)(1)',
      effectiveFrom: '2006-10-13',
      verifiedOn: '2026-11-24',
    },
  },
};

/** `startsOn` is the day of the receipt or decision; day 1 is the day after it, and `dueOn` is the last day in time. */
export function startClock(
  name: ClockName,
  startsOn: LocalDate,
): Extract<ReferralEvent, { type: 'ClockStarted' }> {
  const { kind, days, citation } = federalPack.clocks[name];
  const dueOn = addDays(startsOn, days);
  const packVersion = federalPack.version;
  return {
    type: 'ClockStarted',
    data: { clock: name, kind, days, startsOn, dueOn, citation, packVersion },
  };
}
