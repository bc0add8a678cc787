import type { CycleDetail } from '#contracts/cycles';
import { nthSchoolWeekAfter } from '#domain/calendar/calendar-days';
import { median } from '#domain/statistics/median';
import { daysBetween, type LocalDate } from '#domain/time';
import type { SandboxStudent } from '#sandbox/district';
import { goalFor } from '#sandbox/staff/goals';
import { baselineScores, firstLevel, levelAfter } from '#sandbox/staff/probes';
import { whenActs } from '#sandbox/staff/timing';
import type { SandboxArea } from '#sandbox/truth';
import type { Act } from '../acts.js';
import type { Owed } from '../inboxes.js';
import { isTime } from '../timing.js';
import { cycleNamed, occurrenceOf, type CycleMemory, type World } from '../world.js';
import { groupFor } from './groups.js';

/** A phase is planned up to the hard stop of the shipped rules. */
const phaseWeeks = 12;

/** The specialist takes a baseline, sets a goal and starts a phase in a group, from the next school week on. */
export function startPhase(world: World, owed: Owed, today: LocalDate): Act | null {
  const { item, person, student, area } = owed;
  if (!student || !area) return null;
  const { seed, diligence } = world;
  const cycle = cycleNamed(world, item.target.id, student, area);
  const number = cycle.phases + 1;
  const { caseNumber } = student.truth[area];
  const occurrence = occurrenceOf(world, `start-phase/${cycle.name}/${number}`, item.key);
  const among = number === 1 ? area : `${area}/phase ${number}`;
  const kind = 'start-phase';
  const when = whenActs({ seed, kind, caseNumber, among, occurrence, diligence });
  const startsOn = nthSchoolWeekAfter(world.calendar, today, 1)?.firstDay;
  if (!startsOn || !isTime(world, item.key, item.dueOn, when, today)) return null;

  // One lane a school: who forms the next group must know who joined the last one.
  const name = `start-phase ${area} ${String(student.number).padStart(6, '0')} ${cycle.name}`;
  return {
    lane: `groups of ${student.school}`,
    name,
    run: async () => {
      const path = `/v1/cycles/${item.target.id}`;
      const { tier, version, school } = await person.api.get<CycleDetail>(path);
      if (tier !== 2 && tier !== 3) return;
      const place = {
        area,
        tier,
        school: student.school,
        schoolId: school.id,
        grade: student.grade,
      };
      const on = { today, from: startsOn };
      const { memory: group, specialist, dosage } = await groupFor(world, person, place, on);
      const level = levelOn(seed, student, cycle, today);
      const probes = baselineScores(seed, student, area, level, number);
      const { goal, ratePerWeek } = goalFor(area, student.grade, median(probes)!);
      await person.api.post(`${path}/phases`, {
        key: `phase/${cycle.name}/${number}`,
        version,
        json: {
          interventionId: group.interventionId,
          groupId: group.id,
          specialistId: specialist.id,
          dosage: { ...dosage, weeks: phaseWeeks },
          startsOn,
          baseline: { on: today, probes },
          goal,
          changed: number > 1 ? 'alignment' : null,
        },
      });
      group.joined.set(item.target.id, today);
      cycle.phases = number;
      cycle.phase = { startsOn, level, goalRate: ratePerWeek };
    },
  };
}

/** Where the student really stands on a day, from where they stood when the phase began. */
export function levelOn(
  seed: number,
  student: SandboxStudent,
  cycle: CycleMemory & { area: SandboxArea },
  on: LocalDate,
): number {
  const { phase, phases, area } = cycle;
  if (!phase) return firstLevel(seed, student, area);
  const weeks = Math.max(0, daysBetween(phase.startsOn, on)) / 7;
  const from = { level: phase.level, goalRatePerWeek: phase.goalRate, number: phases };
  return levelAfter(student, area, from, weeks);
}
