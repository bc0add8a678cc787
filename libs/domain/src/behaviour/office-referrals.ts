/** Grade spans of the SWIS summary. */
export type SwisSpan = 'K-6' | '6-9' | '9-12' | 'K-12';

/** Major office discipline referrals per 100 students per school day, mean of schools, SWIS 2008–09 (science.md 8). */
export const swisMajors: Readonly<Record<SwisSpan, number>> = {
  'K-6': 0.34,
  '6-9': 0.85,
  '9-12': 1.27,
  'K-12': 1.06,
};

/**
 * Office discipline referrals per 100 students per school day. No students or no school days: null. Risk bands by referrals
 * of one student a year are not verified in a primary source and not here.
 */
export function referralsPer100(counts: {
  referrals: number;
  students: number;
  schoolDays: number;
}): number | null {
  const { referrals, students, schoolDays } = counts;
  return students === 0 || schoolDays === 0 ? null : (100 * referrals) / (students * schoolDays);
}
