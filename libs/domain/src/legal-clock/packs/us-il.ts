import type { JurisdictionPack } from '../pack.js';
import { initialIep, recordsAccess } from './every.js';

// Illinois: 23 Ill. Adm. Code 226.110.
export const usIl: JurisdictionPack = {
  jurisdiction: 'us-il',
  name: 'Illinois',
  version: 1,
  parameters: {
    countLastInstructionalDay: {
      default: true,
      values: [true, false],
      note: 'Whether the last instructional day is one of the school days left after consent. At the edge of 60 days left it changes the answer.',
    },
    summerConsent: {
      default: 'before-next-year',
      values: ['before-next-year', 'counted-into-next-year'],
      note: 'A consent received after the last and before the first day of school has no day left in the year that ended: due before the next year begins, or 60 school days into it.',
    },
  },
  clocks: [
    {
      name: 'eligibility-and-iep-meeting',
      main: true,
      startsWith: 'consent',
      ends: 'eligibility is determined and the IEP meeting is held',
      endsWith: ['iep-meeting'],
      counting: { kind: 'school-days', days: 60 },
      yearEnd: { rule: 'before-next-year', below: 60 },
      parameters: ['countLastInstructionalDay', 'summerConsent'],
      citation: '23 Ill. Adm. Code 226.110',
      effectiveFrom: null,
      effectiveTo: null,
      verifiedOn: '2026-11-24',
      note: '',
    },
    initialIep,
    recordsAccess,
  ],
};
