import type { Season } from '#domain/measure/measure';
import type { SandboxDistrict, SandboxStudent } from './district.js';
import { missedScreening } from './screening-files.js';
import { whole } from './random.js';

/** What a teacher enters by hand: the externalizing scale of SRSS-IE 12, seven items of 0–3, 0–21. */
export type TeacherRating = {
  student: SandboxStudent;
  measure: 'srss-ie-12/e7';
  value: number;
  level: 'Low' | 'Moderate' | 'High';
  teacher: string;
};

/** A season's ratings, class by class; children who missed the screening days were not rated. */
export function behaviourRatings(district: SandboxDistrict, season: Season): TeacherRating[] {
  return district.students
    .filter((student) => !missedScreening(district, student, season))
    .map((student) => {
      const percentile = student.truth.behaviour.percentile[season];
      const level = percentile < 10 ? 'High' : percentile < 25 ? 'Moderate' : 'Low';
      const [low, high] = { High: [9, 15], Moderate: [4, 8], Low: [0, 3] }[level] as [
        number,
        number,
      ];
      return {
        student,
        measure: 'srss-ie-12/e7',
        value: whole(low, high, district.seed, student.number, 'rating', season),
        level,
        teacher: district.classes.find((one) => one.sourcedId === student.homeroom)!.teacher,
      };
    });
}
