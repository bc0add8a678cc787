import { z } from 'zod';
import type { NotHeldReason } from '#domain/group/events';
import { actorRef, id, localDate, named, reason, studentRef, timeOfDay } from './fields.js';

export const notHeldReasons = [
  'staff-absent',
  'assembly',
  'testing',
  'no-space',
  'closure',
  'other',
] as const satisfies readonly NotHeldReason[];

/** In a path, a session is its slot: `/v1/groups/<group>/sessions/2025-10-06T09:00/log`. */
export const slotParam = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'must be like 2025-10-06T09:00');

export const sessionStatuses = ['planned', 'held', 'not-held', 'unlogged'] as const;
export const steps = z.enum(['all', 'some', 'not-this-lesson']);

const attendance = z.enum(['here', 'late', 'out']);
const outReason = z.enum(['student-absent', 'refused', 'other']);

export const sessionMember = z
  .object({
    cycleId: id,
    student: studentRef,
    /** As logged; null before. */
    attendance: attendance.nullable(),
    minutes: z.int().nullable(),
    reason: outReason.nullable(),
    /** What the student works towards: shown beside the name while logging. */
    target: z
      .object({
        goal: z.number(),
        goalOn: localDate,
        lastScore: z.number().nullable(),
        lastOn: localDate.nullable(),
        probeDueOn: localDate.nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'SessionMember' });

export const session = z
  .object({
    sessionId: z.string(),
    slot: z.string(),
    group: named,
    school: named,
    specialist: actorRef,
    intervention: named,
    place: z.string().nullable(),
    on: localDate,
    startsAt: timeOfDay,
    plannedMinutes: z.int(),
    status: z.enum(sessionStatuses),
    minutes: z.int().nullable(),
    steps: steps.nullable(),
    notHeldReason: z.enum(notHeldReasons).nullable(),
    loggedLate: z.boolean(),
    members: z.array(sessionMember),
    /** Version of the group, for `If-Match` where a client wants it. */
    version: z.int(),
  })
  .meta({ id: 'Session' });
export type SessionShown = z.infer<typeof session>;

/** `mine` (default yes): only the viewer's own groups. */
export const sessionsQuery = z.object({
  on: localDate.optional(),
  from: localDate.optional(),
  to: localDate.optional(),
  groupId: id.optional(),
  mine: z.enum(['yes', 'no']).default('yes'),
});
export type SessionsQuery = z.infer<typeof sessionsQuery>;

/** Planned, logged, held are three numbers: leaving unentered days out flatters. */
export const sessionList = z
  .object({
    today: localDate,
    items: z.array(session),
    totals: z.object({ planned: z.int(), held: z.int(), notHeld: z.int(), unlogged: z.int() }),
  })
  .meta({ id: 'SessionList' });
export type SessionList = z.infer<typeof sessionList>;

/** `steps` null: nothing observed; nothing is preselected, a default "yes" manufactures fidelity. */
export const logSessionRequest = z
  .object({
    minutes: z.int().min(1).max(240),
    steps: steps.nullable().default(null),
    students: z
      .array(
        z
          .object({
            cycleId: id,
            attendance,
            minutes: z.int().min(0).max(240),
            reason: outReason.nullable().default(null),
          })
          .refine((s) => (s.attendance === 'out') === (s.reason !== null), {
            path: ['reason'],
            message: 'a reason goes with "out", and only with it',
          }),
      )
      .max(60),
  })
  .meta({ id: 'LogSessionRequest' });
export type LogSessionRequest = z.infer<typeof logSessionRequest>;

export const notHeldRequest = z
  .object({ reason: z.enum(notHeldReasons) })
  .meta({ id: 'NotHeldRequest' });
export type NotHeldRequest = z.infer<typeof notHeldRequest>;

export const undoSessionRequest = z.object({ reason }).meta({ id: 'UndoSessionRequest' });
export type UndoSessionRequest = z.infer<typeof undoSessionRequest>;
