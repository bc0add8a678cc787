import type { JurisdictionPack } from '../pack.js';
import { initialIep, recordsAccess } from './every.js';

// North Carolina: NC 1503-2.2(c), from the referral, not from consent.
export const usNc: JurisdictionPack = {
  jurisdiction: 'us-nc',
  name: 'North Carolina',
  version: 1,
  parameters: {},
  clocks: [
    {
      name: 'placement',
      main: true,
      startsWith: 'request',
      ends: 'eligibility is determined, the IEP is developed and placement is decided',
      endsWith: ['iep-meeting'],
      counting: { kind: 'calendar-days', days: 90 },
      yearEnd: null,
      parameters: [],
      citation: 'NC 1503-2.2(c)',
      effectiveFrom: null,
      effectiveTo: null,
      verifiedOn: '2026-11-24',
      note: 'Every request starts the days here; counsel may hold that only a written referral does.',
    },
    initialIep,
    recordsAccess,
  ],
};
