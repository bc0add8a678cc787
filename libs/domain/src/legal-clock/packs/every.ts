import type { ClockDefinition } from '../pack.js';

// Two clocks that every pack has, because federal law sets them everywhere.

const federal = {
  main: false,
  yearEnd: null,
  parameters: [],
  effectiveTo: null,
  verifiedOn: '2026-11-24',
  note: '',
} as const;

export const initialIep: ClockDefinition = {
  ...federal,
  name: 'initial-iep',
  startsWith: 'eligibility',
  ends: 'the first IEP meeting is held',
  endsWith: ['iep-meeting'],
  counting: { kind: 'calendar-days', days: 30 },
  citation: '34 CFR 300.323(c)(1)',
  effectiveFrom: '2006-10-13',
};

export const recordsAccess: ClockDefinition = {
  ...federal,
  name: 'records-access',
  startsWith: 'records-request',
  ends: 'the guardian has seen the records',
  endsWith: ['records'],
  counting: { kind: 'calendar-days', days: 45 },
  citation: '34 CFR 99.10(b); 34 CFR 300.613(a)',
  effectiveFrom: null,
  note: 'Never after a meeting about an IEP or a hearing, even if 45 days have not passed (34 CFR 300.613(a)).',
};
