import type { SessionList, SessionShown } from '#contracts/sessions';
import type { LocalDate } from '#domain/time';
import { attendanceChoice, sessionChoice, type SessionChoice } from '#sandbox/staff/sessions';
import type { Act } from '../acts.js';
import { schoolDayFrom, type Person, type World } from '../world.js';

/**
 * Today's planned sessions, as their specialists log them: today, or days later, after the silence was recorded, or never.
 * `lastDay`: before they leave, everybody logs what the process has not yet recorded as unlogged.
 */
export async function logSessions(
  world: World,
  today: LocalDate,
  lastDay: boolean,
): Promise<Act[]> {
  const specialists = [...world.people.values()].filter(({ staff }) => staff.role === 'specialist');
  const before = schoolDayFrom(world.calendar, today, -1);
  const span = lastDay ? `from=${before}&to=${today}` : `on=${today}`;
  const lists = await Promise.all(
    specialists.map(({ api }) => api.get<SessionList>(`/v1/sessions?${span}`)),
  );
  return lists.flatMap(({ items }, n) =>
    items
      .filter((session) => session.status === 'planned')
      .flatMap((session) => logged(world, specialists[n]!, session, today, lastDay) ?? []),
  );
}

function logged(
  world: World,
  person: Person,
  session: SessionShown,
  today: LocalDate,
  lastDay: boolean,
): Act | null {
  const { seed, calendar, agenda, diligence } = world;
  const group = world.memory.groups.get(session.group.id);
  if (!group) return null;
  const slot = `${session.on}T${session.startsAt}`;
  const name = `session ${group.key}/${slot}`;
  const choice = sessionChoice(seed, `${group.key}/${slot}`, session.plannedMinutes, diligence);
  const lane = `group/${group.id}`;
  const act = { lane, name, run: () => log(world, person, session, slot, name, choice) };
  if (lastDay) return act;
  if (choice.when === null) return null;
  const on = schoolDayFrom(calendar, session.on, choice.when.schoolDaysAfterDue);
  if (on <= today) return act;
  agenda.note(on, act);
  return null;
}

async function log(
  world: World,
  { api }: Person,
  session: SessionShown,
  slot: string,
  key: string,
  choice: SessionChoice,
): Promise<void> {
  const { group, on, members } = session;
  const path = `/v1/groups/${group.id}/sessions/${slot}`;
  if (choice.kind === 'not-held') {
    await api.post(`${path}/not-held`, { key, json: { reason: choice.reason } });
    return;
  }
  const { minutes, steps } = choice;
  const { area, key: groupKey } = world.memory.groups.get(group.id)!;
  const students = members.map(({ cycleId, student }) => {
    const who = world.students.named(student.id);
    const sessionName = `${groupKey}/${slot}`;
    return { cycleId, ...attendanceChoice(world.seed, who, area, sessionName, on, minutes) };
  });
  await api.post(`${path}/log`, { key, json: { minutes, steps, students } });
}
