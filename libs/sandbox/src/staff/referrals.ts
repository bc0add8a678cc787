import { nthSchoolDayOfYear } from '#domain/calendar/calendar-days';
import type { SchoolCalendar } from '#domain/calendar/school-calendar';
import type { AreaOfConcern } from '#domain/referral/events';
import type { LocalDate } from '#domain/time';
import type { SandboxDistrict, SandboxStudent } from '../district.js';
import { schoolYearOf } from '../district.js';
import { pick, shuffled, whole } from '../random.js';
import { sandboxAreas } from '../truth.js';

/** How a request for an evaluation goes; each way is taken by one in eight. */
export const referralCourses = [
  'iep',
  'iep-late',
  'not-eligible',
  'evaluation-late',
  'consent-refused',
  'consent-never',
  'refused-by-district',
  'consent-late-then-revoked',
] as const;
export type ReferralCourse = (typeof referralCourses)[number];

/** A request for an evaluation from first word to last; days are calendar days after the step before. */
export type ReferralStory = {
  student: SandboxStudent;
  requestedOn: LocalDate;
  by: 'guardian' | 'staff';
  written: boolean;
  /** Where the student stands when it comes: it may come at any time (never gated). */
  situation: 'no-cycle' | 'in-cycle' | 'after-exit';
  areasOfConcern: readonly AreaOfConcern[];
  concern: string;
  course: ReferralCourse;
  notice: 'evaluate' | 'refuse';
  /** Days from the district's asking to the guardian's answer; null: they never answer. */
  consent: { answer: 'given' | 'refused'; afterDays: number } | null;
  revokedAfterDays: number | null;
  /** Assessments, then eligibility: days from consent. The federal clock has 60. */
  evaluatedAfterDays: number | null;
  eligible: boolean;
  /** Days from eligibility to the IEP meeting; the clock has 30. */
  iepAfterDays: number | null;
};

const share = 0.1;

const concerns: readonly (readonly [AreaOfConcern, string])[] = [
  ['basic-reading-skill', 'Still cannot read words that the class read last year.'],
  ['reading-comprehension', 'Reads the words and does not know what they say.'],
  ['maths-calculation', 'Counts on fingers for every sum.'],
  ['written-expression', 'Knows much more than reaches the page.'],
  ['behaviour', 'Leaves the room when work gets hard.'],
];

/** The requests of a year. One in ten students, from every situation, through every course. */
export function referralStories(district: SandboxDistrict): ReferralStory[] {
  const { seed } = district;
  const calendar: SchoolCalendar = { id: 'c', version: 1, ...schoolYearOf(district).calendar };
  const count = Math.min(
    district.students.length,
    Math.max(3, Math.round(district.students.length * share)),
  );
  const pools = poolsOf(district);
  return Array.from({ length: count }, (_, index) => {
    const course = referralCourses[index % referralCourses.length]!;
    const situation = situationOf(index, course);
    const student = (pools[situation].shift() ??
      pools['no-cycle'].shift() ??
      pools['in-cycle'].shift())!;
    const [area, concern] = pick(concerns, seed, 'concern', index);
    // Of the school year; a request after an exit cannot come before spring, one with a long course must come early.
    const [first, last] = { 'no-cycle': [18, 70], 'in-cycle': [45, 85], 'after-exit': [122, 132] }[
      situation
    ] as [number, number];
    const day = whole(first, last, seed, 'request', index);
    return {
      student,
      requestedOn: nthSchoolDayOfYear(calendar, calendar.years[0]!, day)!,
      by: index % 3 === 2 ? 'staff' : 'guardian',
      written: index % 4 !== 1,
      situation,
      areasOfConcern: [area],
      concern,
      course,
      ...courseOf(course, seed, index),
    };
  });
}

function situationOf(index: number, course: ReferralCourse): ReferralStory['situation'] {
  const round = Math.floor(index / referralCourses.length) % 3;
  const short =
    course === 'iep' || course === 'consent-refused' || course === 'refused-by-district';
  if (short && round === 1) return 'after-exit';
  return (index + round) % 2 === 0 ? 'no-cycle' : 'in-cycle';
}

function courseOf(course: ReferralCourse, seed: number, index: number) {
  const days = (low: number, high: number, what: string) => whole(low, high, seed, what, index);
  const given = (low: number, high: number) => ({
    answer: 'given' as const,
    afterDays: days(low, high, 'consent'),
  });
  const none = {
    consent: null,
    revokedAfterDays: null,
    evaluatedAfterDays: null,
    iepAfterDays: null,
  };
  const evaluated = { ...none, notice: 'evaluate' as const, eligible: true, consent: given(2, 9) };
  const inTime = { evaluatedAfterDays: days(30, 44, 'evaluation') };
  switch (course) {
    case 'iep':
      return { ...evaluated, ...inTime, iepAfterDays: days(10, 24, 'iep') };
    case 'iep-late':
      return { ...evaluated, ...inTime, iepAfterDays: days(33, 40, 'iep') };
    case 'not-eligible':
      return { ...evaluated, ...inTime, eligible: false };
    case 'evaluation-late':
      return { ...evaluated, evaluatedAfterDays: days(63, 75, 'evaluation'), iepAfterDays: 14 };
    case 'consent-refused':
      return {
        ...evaluated,
        consent: { answer: 'refused' as const, afterDays: days(3, 10, 'consent') },
      };
    case 'consent-never':
      return { ...evaluated, consent: null };
    case 'refused-by-district':
      return { ...none, notice: 'refuse' as const, eligible: false };
    case 'consent-late-then-revoked':
      return { ...evaluated, consent: given(40, 50), revokedAfterDays: days(8, 15, 'revoked') };
  }
}

/** In cycle: those to whom intervention does little. After an exit: those whom it helps quickly. */
function poolsOf({
  seed,
  students,
}: SandboxDistrict): Record<ReferralStory['situation'], SandboxStudent[]> {
  const flagged = (student: SandboxStudent) =>
    sandboxAreas.map((area) => student.truth[area]).filter((truth) => truth.flagged === 'fall');
  const order = shuffled(students, seed, 'referrals');
  const quick = order.filter((s) => flagged(s).length === 1 && flagged(s)[0]?.response === 'fast');
  return {
    'no-cycle': order.filter((s) => flagged(s).length === 0),
    'in-cycle': order.filter((s) => flagged(s).length > 0 && !quick.includes(s)),
    'after-exit': quick,
  };
}
