import type { SchoolCalendar } from '#domain/calendar/school-calendar';

const year2025 = {
  firstDay: '2025-08-18',
  lastDay: '2026-05-29',
  weekdays: [1, 2, 3, 4, 5],
  closed: [
    { from: '2025-09-01', to: '2025-09-01', kind: 'holiday', name: 'Labor Day' },
    { from: '2025-11-24', to: '2025-11-28', kind: 'break', name: 'Thanksgiving' },
    { from: '2025-12-22', to: '2026-01-02', kind: 'break', name: 'Winter break' },
    { from: '2026-03-16', to: '2026-03-20', kind: 'break', name: 'Spring break' },
  ],
  days: [],
} as const satisfies SchoolCalendar['years'][number];

const year2026 = {
  ...year2025,
  firstDay: '2026-08-17',
  lastDay: '2027-05-28',
  closed: [],
} as const;

/** One school year in Chicago's zone, and nothing known of the next. */
export const oneYear: SchoolCalendar = {
  id: 'calendar-1',
  version: 1,
  timeZone: 'America/Chicago',
  dayStarts: '07:30',
  dayEnds: '16:00',
  years: [year2025],
};

/** The same with the next year published. */
export const twoYears: SchoolCalendar = { ...oneYear, version: 2, years: [year2025, year2026] };

/** A later version: 2025-10-06 turned out to be a snow day. */
export const withClosure: SchoolCalendar = {
  ...oneYear,
  version: 3,
  years: [
    {
      ...year2025,
      days: [{ date: '2025-10-06', kind: 'emergency_closure', name: 'Burst pipe' }],
    },
  ],
};
