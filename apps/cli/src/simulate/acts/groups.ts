import type { Created } from '#contracts/fields';
import type { GroupDetail } from '#contracts/groups';
import type { Grade } from '#domain/measure/measure';
import type { LocalDate } from '#domain/time';
import type { SandboxArea } from '#sandbox/truth';
import { staffAt, type GroupMemory, type Person, type World } from '../world.js';

export type GroupPlace = {
  area: SandboxArea;
  tier: 2 | 3;
  /** By sourcedId and by uuid. */
  school: string;
  schoolId: string;
  grade: Grade;
};

/** What the shipped rules allow: at least three meetings a week in Tier 2, four in Tier 3. */
const plans = {
  2: {
    minutes: 30,
    size: 5,
    weekdays: [
      [1, 3, 5],
      [1, 2, 4],
      [2, 4, 5],
    ],
  },
  3: {
    minutes: 45,
    size: 3,
    weekdays: [
      [1, 2, 4, 5],
      [1, 2, 3, 4],
    ],
  },
} as const;
const starts = ['08:00', '08:50', '09:40', '10:30', '11:20', '12:15', '13:05', '13:55'] as const;

/** A group of the school, area and tier with room from a day on; a new one is formed where there is none. */
export async function groupFor(
  world: World,
  person: Person,
  place: GroupPlace,
  { today, from }: { today: LocalDate; from: LocalDate },
) {
  const specialist = staffAt(world, 'specialist', place.school, place.area);
  const key = `${place.school}/${place.area}/${place.tier}`;
  const mine = [...world.memory.groups.values()].filter((g) => g.key.startsWith(`${key}/`));
  const dosage = dosageOf(place.tier);
  for (const memory of mine) {
    const taken = await placesTaken(person, memory, { today, from });
    if (taken !== null && taken < plans[place.tier].size) return { memory, specialist, dosage };
  }
  const when = { today, from };
  const memory = await form(world, person, place, when, specialist, mine.length);
  return { memory, specialist, dosage };
}

/**
 * Members from that day on, those of today included whom the view does not show yet; null of a group that is dissolved.
 * Phases are started before anything else of a day takes members away, so that the view and today's joins are all there is.
 */
async function placesTaken(
  { api }: Person,
  { id, joined, formedOn }: GroupMemory,
  { today, from }: { today: LocalDate; from: LocalDate },
): Promise<number | null> {
  const ofToday = [...joined].filter(([, on]) => on === today).map(([cycleId]) => cycleId);
  if (formedOn === today) return ofToday.length;
  const group = await api.get<GroupDetail>(`/v1/groups/${id}`);
  if (group.dissolvedOn !== null) return null;
  const staying = group.members.filter(({ until }) => until === null || until > from);
  return new Set([...staying.map(({ cycleId }) => cycleId), ...ofToday]).size;
}

async function form(
  world: World,
  person: Person,
  { school, schoolId, area, tier, grade }: GroupPlace,
  { today, from }: { today: LocalDate; from: LocalDate },
  specialist: Person,
  nth: number,
): Promise<GroupMemory> {
  const fitting = world.interventions.filter((i) => i.area === area && i.tiers.includes(tier));
  const intervention = fitting.find((i) => i.grades.includes(grade)) ?? fitting[0];
  if (!intervention) throw new Error(`the catalogue has nothing for ${area} in Tier ${tier}`);
  const key = `${school}/${area}/${tier}/${nth + 1}`;
  const { minutes, weekdays } = plans[tier];
  const ofSpecialist = [...world.memory.groups.values()].filter(
    (g) => g.schoolId === schoolId && staffAt(world, 'specialist', school, g.area) === specialist,
  ).length;
  const startsAt = starts[ofSpecialist % starts.length]!;
  const { id } = await person.api.post<Created>('/v1/groups', {
    key: `group/${key}`,
    json: {
      name: `${area[0]!.toUpperCase()}${area.slice(1)} ${tier}${String.fromCharCode(65 + (nth % 26))}`,
      schoolId,
      area,
      tier,
      interventionId: intervention.id,
      specialistId: specialist.id,
      place: 'Support room',
      schedule: {
        from,
        slots: weekdays[nth % weekdays.length]!.map((weekday) => ({ weekday, startsAt, minutes })),
      },
    },
  });
  const memory: GroupMemory = {
    id,
    key,
    area,
    schoolId,
    tier,
    interventionId: intervention.id,
    formedOn: today,
    joined: new Map(),
  };
  world.memory.groups.set(id, memory);
  return memory;
}

function dosageOf(tier: 2 | 3) {
  const { minutes, size, weekdays } = plans[tier];
  return { sessionsPerWeek: weekdays[0].length, minutes, groupSize: size };
}
