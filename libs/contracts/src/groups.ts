import { z } from 'zod';
import {
  actorRef,
  area,
  id,
  localDate,
  named,
  pin,
  reason,
  studentRef,
  text,
  tier,
  timeOfDay,
  weekday,
} from './fields.js';
import { duty } from './duties.js';
import { pageOf, pageQuery, timeQuery } from './page.js';
import { session } from './sessions.js';

export const slot = z
  .object({ weekday, startsAt: timeOfDay, minutes: z.int().min(5).max(180) })
  .meta({ id: 'Slot' });

export const groupRow = z
  .object({
    id,
    name: z.string(),
    school: named,
    area,
    tier,
    intervention: named,
    specialist: actorRef,
    place: z.string().nullable(),
    members: z.int(),
    slots: z.array(slot),
    dissolvedOn: localDate.nullable(),
    version: z.int(),
  })
  .meta({ id: 'GroupRow' });
export type GroupRow = z.infer<typeof groupRow>;
export const groupPage = pageOf(groupRow, 'GroupPage');

export const groupDetail = groupRow
  .omit({ members: true })
  .extend({
    calendar: pin,
    ruleSet: pin,
    /** Steps of the intervention's fidelity checklist. */
    steps: z.array(z.string()),
    members: z.array(
      z.object({
        cycleId: id,
        student: studentRef,
        from: localDate,
        until: localDate.nullable(),
      }),
    ),
    schedules: z.array(z.object({ from: localDate, slots: z.array(slot) })),
    sessions: z.array(session),
    totals: z.object({ planned: z.int(), held: z.int(), notHeld: z.int(), unlogged: z.int() }),
    next: z.array(duty),
  })
  .meta({ id: 'GroupDetail' });
export type GroupDetail = z.infer<typeof groupDetail>;

export const groupsQuery = pageQuery.extend({
  schoolId: id.optional(),
  specialistId: id.optional(),
  open: z.enum(['yes', 'no']).optional(),
});
export type GroupsQuery = z.infer<typeof groupsQuery>;
export const groupDetailQuery = timeQuery;

/** Calendar: the school's. Rule set: left out, the published one of the area. */
export const formGroupRequest = z
  .object({
    name: text(120),
    schoolId: id,
    area,
    tier: z.union([z.literal(2), z.literal(3)]),
    interventionId: id,
    specialistId: id,
    place: text(120).nullable().default(null),
    ruleSet: pin.optional(),
    schedule: z.object({ from: localDate, slots: z.array(slot).min(1).max(15) }),
  })
  .meta({ id: 'FormGroupRequest' });
export type FormGroupRequest = z.infer<typeof formGroupRequest>;

export const setScheduleRequest = z
  .object({ from: localDate, slots: z.array(slot).min(1).max(15) })
  .meta({ id: 'SetScheduleRequest' });
export type SetScheduleRequest = z.infer<typeof setScheduleRequest>;
export const addMemberRequest = z
  .object({ cycleId: id, from: localDate })
  .meta({ id: 'AddMemberRequest' });
export type AddMemberRequest = z.infer<typeof addMemberRequest>;
export const removeMemberRequest = z
  .object({ on: localDate, reason })
  .meta({ id: 'RemoveMemberRequest' });
export type RemoveMemberRequest = z.infer<typeof removeMemberRequest>;
export const assignSpecialistRequest = z
  .object({ staffId: id, on: localDate, reason })
  .meta({ id: 'AssignSpecialistRequest' });
export type AssignSpecialistRequest = z.infer<typeof assignSpecialistRequest>;
export const dissolveGroupRequest = z
  .object({ on: localDate, reason })
  .meta({ id: 'DissolveGroupRequest' });
export type DissolveGroupRequest = z.infer<typeof dissolveGroupRequest>;
