import type { Method } from '../method.js';

/** How the legal clocks count. What each State's clock is (length, start, special days) is data of its pack. */
export const legalClockMethods: readonly Method[] = [
  {
    id: 'clock/calendar-days',
    version: 1,
    definition:
      'Due on start + n days. Day 1 is the day after the start; weekends, holidays and breaks count, and a due day on one of them is not moved.',
    undefinedWhen: 'the clock has not started',
    source: '34 CFR 300.11(a); OSEP Letter to Reyes (2012)',
  },
  {
    id: 'clock/school-days',
    version: 1,
    definition:
      'Due on the n-th school day after the start; day 1 is the first school day after it. Half and remote days are school days; summer days are not, and the count goes on into the next year.',
    undefinedWhen: 'the known school years end before the n-th school day, or there is none',
    source: '34 CFR 300.11(c); 19 TAC 89.1011',
  },
  {
    id: 'clock/school-days-with-absences',
    version: 1,
    definition:
      'As clock/school-days; from 3 school days absent within the period on, the period is longer by as many school days as the student was absent in it. Parameter absencesInExtension: whether absences on the days so added count as well.',
    undefinedWhen: 'the known school years end before it',
    source: 'Tex. Educ. Code 29.004(a); 19 TAC 89.1011(c)',
  },
  {
    id: 'clock/calendar-days-without-breaks',
    version: 1,
    definition:
      'As clock/calendar-days without the days of every break of more than 5 closed weekdays: a run of closed weekdays with the weekends inside it, from its first closed weekday to its last (parameter breakExclusion: or with the weekends at both ends). Summers are breaks.',
    undefinedWhen: 'it is not known of every day up to the due day whether it lies in a break',
    source: 'Cal. Educ. Code 56043, 56344',
  },
  {
    id: 'clock/calendar-days-without-summer',
    version: 1,
    definition:
      'As clock/calendar-days without the days after the last day of a school year through the day before the first day of the next.',
    undefinedWhen: 'the first day of the next school year is needed and not known',
    source: '22 Pa. Code 14.123(b)',
  },
  {
    id: 'clock/school-days-left',
    version: 1,
    definition:
      'School days after the day of consent through the last day of its school year; 0 in summer. Parameter countLastInstructionalDay: whether the last instructional day is one of them. Texas: 35 to 44 left → due by 30 June, unless the student was absent on 3 of them or more. Illinois: fewer than 60 left → due on the day before the next year’s first day.',
    undefinedWhen: 'no known school year covers the day of consent',
    source: '19 TAC 89.1011(e); 23 Ill. Adm. Code 226.110',
  },
  {
    id: 'clock/late-referral',
    version: 1,
    definition:
      'A request 30 calendar days or fewer before the last day of the school year: due 30 calendar days after the first day of the next, whatever the consent.',
    undefinedWhen: 'the first day of the next school year is not known',
    source: 'Cal. Educ. Code 56344(a)',
  },
  {
    id: 'clock/extension',
    version: 1,
    definition:
      'An extension of the main clock moves its due day only if it was agreed in writing and lies later; the day before it is kept.',
    undefinedWhen: '',
    source: '34 CFR 300.301(d)–(e), 300.309(c)',
  },
];
