import type { JurisdictionPack } from '../pack.js';
import { initialIep, recordsAccess } from './every.js';

// Washington: WAC 392-172A-03005(3).
export const usWa: JurisdictionPack = {
  jurisdiction: 'us-wa',
  name: 'Washington',
  version: 1,
  parameters: {},
  clocks: [
    {
      name: 'evaluation',
      main: true,
      startsWith: 'consent',
      ends: 'the student is fully evaluated and eligibility is decided',
      endsWith: ['eligibility'],
      counting: { kind: 'school-days', days: 35 },
      yearEnd: null,
      parameters: [],
      citation: 'WAC 392-172A-03005(3)(a)',
      effectiveFrom: null,
      effectiveTo: null,
      verifiedOn: '2026-11-24',
      note: 'The 25 school days to decide whether to evaluate (03005(2)(c)) are not in this version.',
    },
    initialIep,
    recordsAccess,
  ],
};
