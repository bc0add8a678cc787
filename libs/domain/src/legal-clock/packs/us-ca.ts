import type { JurisdictionPack } from '../pack.js';
import { initialIep, recordsAccess } from './every.js';

// California: Education Code 56043, 56302.1, 56321, 56344. Days between sessions or terms, and vacations of more than five
// school days, are not counted.
const law = {
  parameters: ['breakExclusion'],
  effectiveFrom: null,
  effectiveTo: null,
  verifiedOn: '2026-11-24',
} as const;
const counting = (days: number) =>
  ({
    kind: 'calendar-days-with-exclusions',
    days,
    excludes: 'breaks',
    moreThan: 5,
  }) as const;

export const usCa: JurisdictionPack = {
  jurisdiction: 'us-ca',
  name: 'California',
  version: 1,
  parameters: {
    breakExclusion: {
      default: 'first-to-last-closed-day',
      values: ['first-to-last-closed-day', 'with-adjoining-weekends'],
      note: 'Whether the weekends before and after an excluded vacation are excluded with it. A break of exactly five school days is counted under either reading. A closure that is no vacation (an emergency) is treated as one if it is long enough.',
    },
  },
  clocks: [
    {
      ...law,
      name: 'assessment-plan',
      main: false,
      startsWith: 'request',
      ends: 'the parent has the proposed assessment plan',
      endsWith: ['consent-asked'],
      counting: counting(15),
      yearEnd: null,
      citation: 'Cal. Educ. Code 56043(a), 56321(a)',
      note: 'Whether a referral in the last ten days of the year has a day of its own (56321(a)) is not in this version.',
    },
    {
      ...law,
      name: 'iep-meeting',
      main: true,
      startsWith: 'consent',
      ends: 'the IEP meeting is held',
      endsWith: ['iep-meeting'],
      counting: counting(60),
      yearEnd: { rule: 'from-next-year', requestWithin: 30, days: 30 },
      citation: 'Cal. Educ. Code 56043(c), 56302.1, 56344',
      note: '',
    },
    initialIep,
    recordsAccess,
  ],
};
