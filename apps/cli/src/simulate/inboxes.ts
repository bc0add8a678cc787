import type { Inbox, InboxItem } from '#contracts/inbox';
import type { LocalDate } from '#domain/time';
import { weekdayOf } from '#domain/time';
import type { SandboxStudent } from '#sandbox/district';
import { sandboxAreas, type SandboxArea } from '#sandbox/truth';
import type { Person, World } from './world.js';

/** A duty as its owner found it in their inbox. */
export type Owed = {
  item: InboxItem;
  person: Person;
  student: SandboxStudent | null;
  area: SandboxArea | null;
};

const monday = 1;

/**
 * Everything that somebody owes today, each duty once, in an order that no uuid decides. Teachers, who owe screenings
 * alone, look once a week; everybody else looks every day.
 */
export async function readInboxes(world: World, today: LocalDate): Promise<Owed[]> {
  const readers = [...world.people.values()].filter(
    ({ staff }) =>
      staff.role !== 'auditor' && (staff.role !== 'teacher' || weekdayOf(today) === monday),
  );
  const inboxes = await Promise.all(readers.map((person) => person.api.get<Inbox>('/v1/inbox')));
  const owed = new Map<string, Owed>();
  inboxes.forEach(({ items }, n) => {
    for (const item of items) {
      if (item.bucket === 'waiting') continue;
      const mine = owedBy(world, readers[n]!, item);
      const other = owed.get(item.key);
      if (!other || fits(mine) > fits(other)) owed.set(item.key, mine);
    }
  });
  return [...owed.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

function owedBy(world: World, person: Person, item: InboxItem): Owed {
  const { student, area } = item.about;
  return {
    item,
    person,
    student: student ? world.students.named(student.id) : null,
    area: sandboxAreas.find((known) => known === area) ?? null,
  };
}

/** Of the people who hold a role at a school, the one who works in the area takes the duty. */
const fits = ({ person, area }: Owed) => (area && person.staff.areas.includes(area) ? 1 : 0);

function nameOf({ item, student, area }: Owed): string {
  const number = String(student?.number ?? 0).padStart(6, '0');
  const occurrence = item.key.slice(item.key.lastIndexOf('/') + 1);
  return `${item.kind} ${number} ${area ?? ''} ${item.dueOn} ${occurrence}`;
}
