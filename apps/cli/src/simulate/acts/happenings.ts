import type { StudentDetail } from '#contracts/students';
import type { LocalDate } from '#domain/time';
import { nthSchoolDayOfYear } from '#domain/calendar/calendar-days';
import type { SandboxStudent } from '#sandbox/district';
import { dana } from '#sandbox/people';
import { shuffled } from '#sandbox/random';
import { happenings, type Happening } from '#sandbox/staff/happenings';
import { rosterZip } from '#sandbox/roster-file';
import type { Act } from '../acts.js';
import { importFile } from '../founding.js';
import { schoolDayFrom, staffAt, type World } from '../world.js';

/** What nobody planned, noted for its day: concerns of teachers, and a screening score that was misread. */
export function noteHappenings(world: World): void {
  for (const happening of happenings(world.sandbox))
    if (happening.kind === 'concern') world.agenda.note(happening.on, concern(world, happening));
  noteMisreadScores(world);
}

/** School is called off on its morning, when the day's sessions are planned already. */
export async function closureOf(world: World, today: LocalDate): Promise<boolean> {
  const closure = world.closures.find(({ on }) => on === today);
  if (!closure) return false;
  const { name } = closure;
  await world.people.get(dana.sourcedId)!.api.post(`/v1/calendars/${world.calendarId}/closures`, {
    key: `closure/${today}`,
    json: { from: today, to: today, kind: 'emergency_closure', name, reason: name },
  });
  return true;
}

/** One in three of those who leave is back after some weeks, and their cycles go on. */
const returnsAfter = 25; // school days

/**
 * The student information system knows first who comes, moves, leaves and returns: a new roster brings it, and who stands
 * on it no more has left.
 */
export async function importChangedRoster(world: World, today: LocalDate): Promise<void> {
  const { withdrawn } = world.memory;
  const arrive = world.sandbox.students.some(({ enrolsOn }) => enrolsOn === today);
  const moves = world.moves.filter((move) => move.on === today);
  const back = [...withdrawn].filter(([, returnsOn]) => returnsOn === today);
  const leave = world.departures.flatMap(({ on, student }, nth) =>
    on === today ? [{ student, returns: nth % 3 === 0 }] : [],
  );
  if (!arrive && moves.length + back.length + leave.length === 0) return;
  for (const move of moves) moveStudent(world, move);
  for (const [number] of back) {
    withdrawn.delete(number);
    change(world, number, { enrolsOn: today });
  }
  for (const { student, returns } of leave)
    withdrawn.set(
      student.number,
      returns ? schoolDayFrom(world.calendar, today, returnsAfter) : null,
    );
  const students = world.sandbox.students.filter(({ number }) => !withdrawn.has(number));
  await importFile(world.people.get(dana.sourcedId)!.api, world.clock, 'roster', {
    name: `roster-${today}.zip`,
    bytes: rosterZip({ ...world.sandbox, students }, today),
  });
}

/** Into the other school's class of their grade. */
function moveStudent(world: World, { student, toSchool }: World['moves'][number]): void {
  const { classes } = world.sandbox;
  const room = classes.find((c) => c.school === toSchool && c.grade === student.grade);
  if (room) change(world, student.number, { school: toSchool, homeroom: room.sourcedId });
}

function change(world: World, number: number, to: Partial<SandboxStudent>): void {
  const students = world.sandbox.students.map((one) =>
    one.number === number ? { ...one, ...to } : one,
  );
  world.sandbox = { ...world.sandbox, students };
}

function concern(
  world: World,
  { student, area, teacher, text }: Extract<Happening, { kind: 'concern' }>,
): Act {
  const name = `concern ${student.number}/${area}`;
  return {
    lane: `student/${student.number}`,
    name,
    run: () =>
      world.people.get(teacher)!.api.post('/v1/cycles', {
        key: name,
        json: {
          studentId: world.students.id(student),
          area,
          from: 'teacher',
          concern: text,
          tier: 2,
        },
      }),
  };
}

/** After the placements somebody checks the test papers: a decision may have rested on a wrong score. */
function noteMisreadScores(world: World): void {
  const { sandbox, seed, calendar } = world;
  const on = nthSchoolDayOfYear(calendar, calendar.years[0]!, 48)!;
  const flagged = sandbox.students.filter((s) => s.truth.reading.flagged === 'fall');
  const count = Math.max(1, Math.round(sandbox.students.length / 60));
  for (const { number } of shuffled(flagged, seed, 'misread scores').slice(0, count)) {
    const name = `misread ${number}`;
    world.agenda.note(on, {
      lane: `student/${number}`,
      name,
      run: async () => {
        const student = world.students.numbered(number);
        const { api } = staffAt(world, 'specialist', student.school, 'reading');
        const path = `/v1/students/${world.students.id(student)}`;
        const { scores } = await api.get<StudentDetail>(path);
        const score = scores.find((s) => s.measure.key === 'dibels-8/composite' && !s.corrected);
        if (!score || score.value === null) return;
        await api.post(`${path}/scores/${score.eventId}/correct`, {
          key: name,
          json: { value: score.value + 6, reason: 'The answer sheet was added up wrongly.' },
        });
      },
    });
  }
}
