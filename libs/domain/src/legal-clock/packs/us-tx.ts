import type { JurisdictionPack } from '../pack.js';
import { initialIep, recordsAccess } from './every.js';

// Texas: Education Code 29.004 and 19 TAC 89.1011. Summer days are no school days.
const law = { effectiveFrom: null, effectiveTo: null, verifiedOn: '2026-11-24' } as const;

export const usTx: JurisdictionPack = {
  jurisdiction: 'us-tx',
  name: 'Texas',
  version: 1,
  parameters: {
    countLastInstructionalDay: {
      default: true,
      values: [true, false],
      note: 'Whether the last instructional day is one of the school days left after consent. At the edges of 35 and 45 days left it changes the answer; the count of 45 school days itself always includes it.',
    },
    absencesInExtension: {
      default: true,
      values: [true, false],
      note: 'Whether an absence on a day that earlier absences have added extends the period once more, or only one within the first 45 school days. The law says "during that period".',
    },
  },
  clocks: [
    {
      ...law,
      name: 'request-response',
      main: false,
      startsWith: 'written-request',
      ends: 'the parent has prior written notice with safeguards and a chance to consent, or a notice of refusal',
      endsWith: ['notice', 'safeguards', 'consent-asked'],
      counting: { kind: 'school-days', days: 15 },
      yearEnd: null,
      parameters: [],
      citation: '19 TAC 89.1011(b)',
      note: 'A request by word of mouth does not start these days, and is a referral all the same.',
    },
    {
      ...law,
      name: 'evaluation-report',
      main: true,
      startsWith: 'consent',
      ends: 'the written report of the evaluation is complete',
      endsWith: ['report'],
      counting: { kind: 'school-days', days: 45, absences: { atLeast: 3 } },
      yearEnd: { rule: 'by-30-june', atLeast: 35, below: 45, unlessAbsent: 3 },
      parameters: ['countLastInstructionalDay', 'absencesInExtension'],
      citation: '19 TAC 89.1011(c)–(e); Tex. Educ. Code 29.004',
      note: '',
    },
    initialIep,
    recordsAccess,
  ],
};
