import type { Method } from '../method.js';

const beyond = 'The known school years end before it.';

/** How days and weeks are counted (science.md 7). */
export const calendarMethods: readonly Method[] = [
  {
    id: 'calendar/school-days',
    version: 1,
    definition:
      'Days after the first through the last on which the calendar has school: instructional, half and remote days. A ' +
      'named day goes before a closed span, a span before the school weekdays. Days outside of the known years count 0.',
    undefinedWhen: '',
    source:
      'science.md 7; 34 CFR 300.11(c): a school day is any day on which children attend for instruction',
  },
  {
    id: 'calendar/nth-school-day',
    version: 1,
    definition:
      'The n-th school day after a day; the first after it is 1. Counting goes on over the summer into the next known year.',
    undefinedWhen: beyond,
    source: '34 CFR 300.11(c)',
  },
  {
    id: 'calendar/business-days',
    version: 1,
    definition: 'The n-th of Monday to Friday after a day, without the given holidays.',
    undefinedWhen: 'The day would lie behind the year 9999.',
    source: '34 CFR 300.11(b)',
  },
  {
    id: 'calendar/instructional-window',
    version: 1,
    definition:
      'From the m-th to the n-th school day of a school year; the first school day of the year is 1.',
    undefinedWhen: 'The year has fewer school days.',
    source: 'science.md 1.5: North Carolina, BOY 6–21, MOY 80–100, EOY 155–170',
  },
  {
    id: 'weeks/calendar',
    version: 1,
    definition: 'Days from one day to another / 7.',
    undefinedWhen: '',
    source: 'science.md 7',
  },
  {
    id: 'weeks/instructional',
    version: 1,
    definition:
      'School days after the one day through the other / 5; negative if the other is earlier.',
    undefinedWhen: 'There is no calendar.',
    source: 'science.md 7',
  },
  {
    id: 'weeks/iso',
    version: 1,
    definition:
      'Weeks from Monday to Sunday that have a school day from the one day up to the other; the other day itself is left out, or counted where the figure says so (end counted).',
    undefinedWhen: 'There is no calendar.',
    source: 'science.md 7; ISO 8601 for the week',
  },
  {
    id: 'calendar/days-without-breaks',
    version: 1,
    definition:
      'Days from one day to another without school breaks: each run of closed school weekdays, with the weekends inside it, counts nothing; other weekends count.',
    undefinedWhen: 'There is no calendar; then all days count.',
    source: 'science.md 2.2 (max_gap_days)',
  },
  {
    id: 'calendar/duty-day',
    version: 1,
    definition:
      'The n-th school day after a day, but not behind the last school day of the school year to which it belongs; in summer that of the next known year.',
    undefinedWhen: '',
    source: 'Convention of Aimline: a duty does not wait for the next school year',
  },
];
