import type { JurisdictionPack } from '../pack.js';
import { initialIep, recordsAccess } from './every.js';

// Massachusetts: 603 CMR 28.05, by school working days.
const law = {
  startsWith: 'consent',
  yearEnd: null,
  parameters: [],
  effectiveFrom: null,
  effectiveTo: null,
  verifiedOn: '2026-11-24',
} as const;

export const usMa: JurisdictionPack = {
  jurisdiction: 'us-ma',
  name: 'Massachusetts',
  version: 1,
  parameters: {},
  clocks: [
    {
      ...law,
      name: 'evaluation',
      main: true,
      ends: 'the assessments are done',
      endsWith: ['report'],
      counting: { kind: 'school-days', days: 30 },
      citation: '603 CMR 28.05(1)',
      note: '',
    },
    {
      ...law,
      name: 'team-meeting',
      main: false,
      ends: 'the Team has met, and the parent has the proposed IEP or the finding',
      endsWith: ['iep-meeting'],
      counting: { kind: 'school-days', days: 45 },
      citation: '603 CMR 28.05(1)',
      note: 'A consent 30 to 45 school working days before the end of the year may have a day of its own; not in this version.',
    },
    initialIep,
    recordsAccess,
  ],
};
