import { nthSchoolDayAfter } from '#domain/calendar/calendar-days';
import type { Season } from '#domain/measure/measure';
import type { LocalDate } from '#domain/time';
import { behaviourRatings } from '#sandbox/behaviour-screening';
import { schoolYearOf } from '#sandbox/district';
import { dana } from '#sandbox/people';
import { makeUpScores, missedScreening, screeningFiles } from '#sandbox/screening-files';
import { whenActs } from '#sandbox/staff/timing';
import type { Act } from '../acts.js';
import { importFile } from '../founding.js';
import { schoolDayFrom, type Person, type World } from '../world.js';

/** A class is rated on one of the first school days of a window. */
const ratingDays = 7;

/** Teachers rate behaviour during a window; who was away is tested in the days after it, if the school remembers. */
export function screenToday(world: World, today: LocalDate): Act[] {
  return schoolYearOf(world.sandbox).screening.flatMap(({ season, opensOn, closesOn }) => [
    ...ratings(world, season, opensOn, today),
    ...makeUps(world, season, closesOn, today),
  ]);
}

/** On the last day of a window the vendors' files come, school by school. */
export async function importScreenings(world: World, today: LocalDate): Promise<void> {
  const { sandbox, people, memory } = world;
  const season = schoolYearOf(sandbox).screening.find((w) => w.closesOn === today)?.season;
  if (!season) return;
  const here = sandbox.students.filter(({ number }) => !memory.withdrawn.has(number));
  for (const file of screeningFiles({ ...sandbox, students: here }, season))
    await importFile(people.get(dana.sourcedId)!.api, world.clock, 'scores', file);
}

function ratings(world: World, season: Season, opensOn: LocalDate, today: LocalDate): Act[] {
  const { sandbox, calendar } = world;
  if (today < opensOn || today > schoolDayFrom(calendar, opensOn, ratingDays)) return [];
  const day = (homeroom: string) =>
    schoolDayFrom(
      calendar,
      opensOn,
      1 + (sandbox.classes.findIndex((c) => c.sourcedId === homeroom) % ratingDays),
    );
  return behaviourRatings(sandbox, season)
    .filter(({ student }) => isHere(world, student, today) && day(student.homeroom) === today)
    .map(({ student, measure, value, level, teacher }) =>
      score(world, world.people.get(teacher)!, student.number, today, season, {
        measure,
        value,
        level,
      }),
    );
}

function makeUps(world: World, season: Season, closesOn: LocalDate, today: LocalDate): Act[] {
  const { sandbox, calendar, seed, diligence } = world;
  const last = nthSchoolDayAfter(calendar, closesOn, 5);
  if (today <= closesOn || last === null || today > last) return [];
  return sandbox.students
    .filter((student) => missedScreening(sandbox, student, season))
    .flatMap((student, caseNumber) => {
      const kind = 'screen-student';
      const when = whenActs({ seed, kind, caseNumber, among: season, occurrence: 1, diligence });
      if (!when || !isHere(world, student, today)) return [];
      const n = when.schoolDaysAfterDue;
      const after = n > 0 ? n : 1 - n;
      if (schoolDayFrom(calendar, closesOn, after) !== today) return [];
      const { teacher } = sandbox.classes.find((c) => c.sourcedId === student.homeroom)!;
      return makeUpScores(student, season).map((made) =>
        score(world, world.people.get(teacher)!, student.number, today, season, made),
      );
    });
}

function isHere(
  { memory }: World,
  { number, enrolsOn }: { number: number; enrolsOn: LocalDate | null },
  today: LocalDate,
): boolean {
  return !memory.withdrawn.has(number) && (enrolsOn === null || enrolsOn < today);
}

function score(
  world: World,
  { api }: Person,
  number: number,
  on: LocalDate,
  season: Season,
  made: { measure: string; value: number; level: string; percentile?: number },
): Act {
  const id = world.students.id(world.students.numbered(number));
  const name = `score ${number}/${season}/${made.measure}`;
  return {
    lane: `student/${number}`,
    name,
    run: () => api.post(`/v1/students/${id}/scores`, { key: name, json: { ...made, on, season } }),
  };
}
