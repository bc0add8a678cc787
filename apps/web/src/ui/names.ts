import type { StudentRef } from '#contracts/fields';
import type { Text } from '../i18n/text.js';

type Name = { given: string; family: string };

/** Students by first name and initial on screens that others may see (web.md 8, voice). */
export function shortName(name: Name): string {
  return `${name.given} ${name.family.slice(0, 1)}.`;
}

export function fullName(name: Name): string {
  return `${name.given} ${name.family}`;
}

/** A student's short name, or "a student" where the viewer may not see names. */
export function whoIs(student: StudentRef | null, text: Text): string {
  return student?.name ? shortName(student.name) : text('name.hidden');
}

type Actor = { role: string; name: Name | null };

/** A member of staff by name, the engine and the importer by what they are. */
export function actorName(actor: Actor, text: Text): string {
  if (actor.name) return fullName(actor.name);
  if (actor.role === 'process') return text('actor.process');
  if (actor.role === 'importer') return text('actor.importer');
  if (actor.role === 'operator') return text('actor.operator');
  return text('actor.staff');
}
