import type { DutyOwnerShown, DutyShown } from '#contracts/duties';
import type { InboxItem } from '#contracts/inbox';
import type { Text } from '../i18n/text.js';
import { fullName, whoIs } from './names.js';

/** The duty as a task, verb first: "Review Maya R.'s reading plan". */
export function taskWords(item: InboxItem, text: Text): string {
  const { student, group, area, season, school } = item.about;
  return text(`task.${item.kind}`, {
    who: whoIs(student, text),
    group: group?.name ?? text('name.group'),
    area: area ? text(`area.${area}`).toLocaleLowerCase() : text('name.area'),
    season: season ? text(`season.${season}`) : '',
    school: school?.name ?? text('name.school'),
  });
}

/** The duty as something that will happen, on a page that already says whose it is. */
export function dutyWords(duty: DutyShown, text: Text): string {
  return text(`duty.${duty.kind}`);
}

export function ownerWords(owner: DutyOwnerShown, text: Text): string {
  if (owner.kind === 'process') return text('actor.process');
  if (owner.kind === 'role') return text(`role.${owner.role}`);
  return owner.name ? fullName(owner.name) : text('actor.staff');
}
