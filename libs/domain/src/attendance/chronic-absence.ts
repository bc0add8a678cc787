import { compare } from '../statistics/compare.js';

/** Absent days over enrolled days, whatever the reason: excused, unexcused or suspended. Part days as the state counts them. */
export type AttendanceDays = { absent: number | null; enrolled: number | null };

/**
 * Chronic absence: absent on the `threshold` (usually a tenth) or more of the days enrolled (science.md 8). Fewer enrolled
 * days than the state's minimum (Maine 10; California more than 30, so 31): `chronic` null. No days: both null.
 */
export function absenceOf(
  { absent, enrolled }: AttendanceDays,
  { threshold, minimumEnrolledDays }: { threshold: number; minimumEnrolledDays: number },
): { share: number | null; chronic: boolean | null } {
  if (absent === null || enrolled === null || enrolled === 0) return { share: null, chronic: null };
  const share = absent / enrolled;
  return {
    share,
    chronic: enrolled < minimumEnrolledDays ? null : compare(share, threshold) >= 0,
  };
}
