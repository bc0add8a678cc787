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
  const all = happenings(world.sandbox);
  for (const happening of all.filter((h) => h.kind === 'concern'))
    world.agenda.note(happening.on, concern(world, happening));
  all
    .filter((h) => h.kind === 'withdrawal')
    .forEach((happening, nth) => {
      world.agenda.note(happening.on, withdrawal(world, happening, nth));
    });
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

/** The student information system knows of newcomers and moves first: a new roster brings them. */
export async function importNewcomers(world: World, today: LocalDate): Promise<void> {
  const { memory } = world;
  const arrive = world.sandbox.students.some(({ enrolsOn }) => enrolsOn === today);
  const moves = world.moves.filter((move) => move.on === today);
  const back = [...memory.withdrawn].filter(([, returnsOn]) => returnsOn === today);
  if (!arrive && moves.length === 0 && back.length === 0) return;
  for (const move of moves) moveStudent(world, move);
  for (const [number] of back) {
    memory.withdrawn.delete(number);
    change(world, number, { enrolsOn: today });
  }
  const students = world.sandbox.students.filter(({ number }) => !memory.withdrawn.has(number));
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

/** Two in three leave for good; the others are back after some weeks, and their cycles go on. */
const returnsAfter = 25; // school days

function withdrawal(
  world: World,
  { student, on, reason }: Extract<Happening, { kind: 'withdrawal' }>,
  nth: number,
): Act {
  const name = `withdrawal ${student.number}`;
  return {
    lane: `student/${student.number}`,
    name,
    run: async () => {
      const path = `/v1/students/${world.students.id(student)}/withdraw`;
      const json = { on, reason };
      await world.people.get(dana.sourcedId)!.api.post(path, { key: name, json });
      const returnsOn = nth % 3 === 0 ? schoolDayFrom(world.calendar, on, returnsAfter) : null;
      world.memory.withdrawn.set(student.number, returnsOn);
    },
  };
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
