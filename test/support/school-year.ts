import type { SchoolCalendar } from '#domain/calendar/school-calendar';
import type { CommandMeta, Pin, Reference, Sent } from '#domain/decider';
import { processActor } from '#domain/decider';
import type { Ladder } from '#domain/obligation';
import type { RuleSetDocument } from '#domain/rule-set/document';
import { aDistrict } from './given.js';

/** An invented school year in Chicago time: Labor Day, a Thanksgiving week, winter and spring breaks. */
export const aCalendar: SchoolCalendar = {
  id: '50000000-0000-4000-8000-000000000001',
  version: 1,
  timeZone: 'America/Chicago',
  dayStarts: '07:30',
  dayEnds: '16:00',
  years: [
    {
      firstDay: '2025-08-13',
      lastDay: '2026-05-22',
      weekdays: [1, 2, 3, 4, 5],
      closed: [
        { from: '2025-09-01', to: '2025-09-01', kind: 'holiday', name: 'Labor Day' },
        { from: '2025-11-24', to: '2025-11-28', kind: 'break', name: 'Thanksgiving' },
        { from: '2025-12-22', to: '2026-01-02', kind: 'break', name: 'Winter break' },
        { from: '2026-03-16', to: '2026-03-20', kind: 'break', name: 'Spring break' },
      ],
      days: [],
    },
  ],
};

export const calendarPin: Pin = { id: aCalendar.id, version: 1 };

/** The next version of the calendar: one more day without school. */
export function closedOn(date: string, version = 2): SchoolCalendar {
  const [year] = aCalendar.years;
  const day = { date, kind: 'emergency_closure' as const, name: 'Snow' };
  return { ...aCalendar, version, years: [{ ...year!, days: [day] }] };
}

export const ruleSetPin: Pin = { id: '60000000-0000-4000-8000-000000000001', version: 1 };

export const aLadder: Ladder = {
  remindAfter: [0, 2],
  escalateAfter: 3,
  escalateTo: 'school-admin',
  recordAfter: 5,
};

/** Only the rules that windows and referrals read; the shipped rule sets have specs of their own. */
export const someRules = {
  name: 'Reading K–3',
  area: 'reading',
  grades: ['K', '1', '2', '3'],
  screening: {
    criteria: [],
    combine: 'any',
    classwide: { threshold: 0.2, per: 'grade', minimumScreened: 10 },
    makeUpSchoolDays: 5,
    ladder: aLadder,
  },
  referral: {
    jurisdiction: 'us',
    noticeWithinSchoolDays: 10,
    consentWithinSchoolDays: 10,
    ladder: aLadder,
  },
} as unknown as RuleSetDocument;

export const aReference: Reference = {
  district: aDistrict,
  calendar: aCalendar,
  ruleSet: someRules,
};

/** A command as it is taken at a moment. */
export function sent<C extends { type: string; data: object }>(command: C, at: string): Sent<C> {
  const meta: CommandMeta = {
    commandId: '40000000-0000-4000-8000-00000000abcd',
    at,
    actor: processActor,
    correlationId: '40000000-0000-4000-8000-00000000abcd',
    causationId: null,
  };
  return { ...command, meta };
}
