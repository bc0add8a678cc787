import type { LocalDate } from '#domain/time';
import type { When } from '#sandbox/staff/timing';
import { schoolDayFrom, type World } from './world.js';

/** Whether it is done today; `never` settles the duty: the silence will be recorded. */
export function isTime(
  { calendar, memory }: World,
  key: string,
  dueOn: LocalDate,
  when: When,
  today: LocalDate,
): boolean {
  if (memory.settled.has(key)) return false;
  if (when === null) {
    memory.settled.add(key);
    return false;
  }
  if (schoolDayFrom(calendar, dueOn, when.schoolDaysAfterDue) > today) return false;
  memory.settled.add(key);
  return true;
}
