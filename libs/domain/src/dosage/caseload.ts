import { compare } from '../statistics/compare.js';
import { shareOf } from './share.js';

/** What one specialist's week holds, in minutes; a group's session counts once, however many students it has. */
export type WeeklyWork = {
  sessions: readonly { perWeek: number; minutes: number }[];
  monitoring: readonly { perWeek: number; minutes: number }[];
  documentationMinutes: number;
  travelMinutes: number;
};

export type Caseload = {
  sessionMinutes: number;
  monitoringMinutes: number;
  documentationMinutes: number;
  travelMinutes: number;
  minutes: number;
  /** Of the minutes that the district gives for it; null where it has set none. */
  share: number | null;
  /** More work than time: a warning, never a cap. Null where there is nothing to compare with. */
  warning: boolean | null;
};

/**
 * A specialist's workload in weekly minutes (science.md 3.4). Professional bodies give no number of students that holds
 * everywhere, so nothing is refused: at more than `available` minutes a week the caseload carries a soft warning.
 */
export function caseloadOf(work: WeeklyWork, available: number | null): Caseload {
  const sessionMinutes = minutesOf(work.sessions);
  const monitoringMinutes = minutesOf(work.monitoring);
  const { documentationMinutes, travelMinutes } = work;
  const minutes = sessionMinutes + monitoringMinutes + documentationMinutes + travelMinutes;
  const share = available === null ? null : shareOf(minutes, available);
  return {
    sessionMinutes,
    monitoringMinutes,
    documentationMinutes,
    travelMinutes,
    minutes,
    share,
    warning: share === null ? null : compare(share, 1) > 0,
  };
}

/** Summed from the smallest up, so that the order of the list does not change the last digit. */
function minutesOf(kinds: WeeklyWork['sessions']): number {
  return kinds
    .map(({ perWeek, minutes }) => perWeek * minutes)
    .sort((a, b) => a - b)
    .reduce((sum, minutes) => sum + minutes, 0);
}
