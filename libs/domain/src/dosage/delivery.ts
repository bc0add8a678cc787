import { addDays, weekdayOf, type LocalDate } from '../time.js';
import { shareOf } from './share.js';

/**
 * One session of one student's plan: a scheduled weekday on an instructional day of the phase. A closure leaves the plan and
 * is not listed; the absence of the student or the interventionist, and a session that nobody logged, is.
 */
export type PlannedSession = {
  on: LocalDate;
  plannedMinutes: number;
  /** Whether it took place at all. */
  held: boolean;
  /** Minutes that the student had of it; null where the student was not there. */
  minutes: number | null;
};

/** Planned, held and attended are three numbers (science.md 3.2). */
export type Delivery = {
  planned: number;
  held: number;
  /** The student's dosage: sessions attended. */
  attended: number;
  plannedMinutes: number;
  attendedMinutes: number;
  /** held / planned: what the programme delivered. */
  sessionRate: number | null;
  /** attended / planned: what the student had of it. */
  attendanceRate: number | null;
  /** attended minutes / planned minutes. */
  minuteRate: number | null;
  /** Calendar weeks (from Monday) in which the student had every planned session / weeks with a planned session. */
  weeksRate: number | null;
};

/** Dosage of one student in one phase. A rate is null where nothing was planned. */
export function deliveryOf(sessions: readonly PlannedSession[]): Delivery {
  const counts = { planned: 0, held: 0, attended: 0, plannedMinutes: 0, attendedMinutes: 0 };
  for (const { plannedMinutes, held, minutes } of sessions) {
    counts.planned++;
    counts.plannedMinutes += plannedMinutes;
    if (held) counts.held++;
    if (minutes === null) continue;
    counts.attended++;
    counts.attendedMinutes += minutes;
  }
  return {
    ...counts,
    sessionRate: shareOf(counts.held, counts.planned),
    attendanceRate: shareOf(counts.attended, counts.planned),
    minuteRate: shareOf(counts.attendedMinutes, counts.plannedMinutes),
    weeksRate: weeksRate(weeksOf(sessions)),
  };
}

/** Weeks that had all their planned sessions / weeks with a planned session. */
export function weeksRate(weeks: readonly { planned: number; delivered: number }[]): number | null {
  const planned = weeks.filter((week) => week.planned > 0);
  return shareOf(planned.filter((week) => week.delivered >= week.planned).length, planned.length);
}

function weeksOf(sessions: readonly PlannedSession[]) {
  const weeks = new Map<LocalDate, { planned: number; delivered: number }>();
  for (const { on, minutes } of sessions) {
    const monday = addDays(on, 1 - weekdayOf(on));
    const week = weeks.get(monday) ?? { planned: 0, delivered: 0 };
    weeks.set(monday, {
      planned: week.planned + 1,
      delivered: week.delivered + (minutes === null ? 0 : 1),
    });
  }
  return [...weeks.values()];
}
