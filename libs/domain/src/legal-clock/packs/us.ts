import type { JurisdictionPack } from '../pack.js';
import { initialIep, recordsAccess } from './every.js';

// 34 CFR Part 300 as amended (71 FR 46753, Aug. 14, 2006). "Day" is a calendar day (300.11(a)), so neither weekends nor
// school breaks pause these clocks (OSEP Letter to Reyes, 2012), and a due day is never moved off a weekend.
export const us: JurisdictionPack = {
  jurisdiction: 'us',
  name: 'Federal default',
  version: 1,
  parameters: {},
  clocks: [
    {
      name: 'evaluation',
      main: true,
      startsWith: 'consent',
      ends: 'the evaluation is done',
      endsWith: ['report'],
      counting: { kind: 'calendar-days', days: 60 },
      yearEnd: null,
      parameters: [],
      citation: '34 CFR 300.301(c)(1)(i)',
      effectiveFrom: '2006-10-13',
      effectiveTo: null,
      verifiedOn: '2026-11-24',
      note: 'Holds where the State has set no frame of its own (34 CFR 300.301(c)(1)(ii)).',
    },
    initialIep,
    recordsAccess,
  ],
};
