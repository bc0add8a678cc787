import type { JurisdictionPack } from '../pack.js';
import { initialIep, recordsAccess } from './every.js';

// Pennsylvania: 22 Pa. Code 14.123(b).
export const usPa: JurisdictionPack = {
  jurisdiction: 'us-pa',
  name: 'Pennsylvania',
  version: 1,
  parameters: {},
  clocks: [
    {
      name: 'evaluation-report',
      main: true,
      startsWith: 'consent',
      ends: 'the evaluation is done and the parents have the report',
      endsWith: ['report'],
      counting: { kind: 'calendar-days-with-exclusions', days: 60, excludes: 'summer' },
      yearEnd: null,
      parameters: [],
      citation: '22 Pa. Code 14.123(b)',
      effectiveFrom: null,
      effectiveTo: null,
      verifiedOn: '2026-11-24',
      note: '',
    },
    initialIep,
    recordsAccess,
  ],
};
