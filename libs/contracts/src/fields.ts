import { z } from 'zod';
import { areas, grades, seasons } from '#domain/measure/measure';
import { staffRoles } from '#domain/staff/events';

/** Field shapes that several resources share. */
export const id = z.uuid();
export const localDate = z.iso.date();
export const instant = z.iso.datetime();
/** Local time of day, `HH:MM`. */
export const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM, 00:00 to 23:59');
export const weekday = z.int().min(1).max(7);
export const area = z.enum(areas);
export const grade = z.enum(grades);
export const season = z.enum(seasons);
export const role = z.enum(staffRoles);
export const tier = z.union([z.literal(1), z.literal(2), z.literal(3)]);
export const pin = z.object({ id, version: z.int().min(1) });

/** A person's free text: trimmed by the reader's eye, not by us; no control characters, PostgreSQL keeps no NUL. */
export const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    // oxlint-disable-next-line no-control-regex
    .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f]*$/, 'must not hold control characters');
export const reason = text(2000);
export const note = text(4000);
export const personIds = z.array(id).max(40);

/** `null` where the viewer may not see names. */
export const personName = z.object({ given: z.string(), family: z.string() });

export const studentRef = z
  .object({ id, name: personName.nullable(), grade: grade.nullable(), schoolId: id.nullable() })
  .meta({ id: 'StudentRef' });
export type StudentRef = z.infer<typeof studentRef>;

/** A member of staff or a fixed actor (`process`, `importer`, `operator`: name null). */
export const actorRef = z
  .object({
    id,
    role: z.enum([...staffRoles, 'process', 'importer', 'operator']),
    name: personName.nullable(),
  })
  .meta({ id: 'ActorRef' });
export type ActorRef = z.infer<typeof actorRef>;

export const named = z.object({ id, name: z.string() }).meta({ id: 'Named' });
export type Named = z.infer<typeof named>;

export const measureRef = z
  .object({
    key: z.string(),
    name: z.string(),
    unit: z.string(),
    direction: z.enum(['increase', 'decrease']),
  })
  .meta({ id: 'MeasureRef' });
export type MeasureRef = z.infer<typeof measureRef>;

/** The answer to a command that made something: where to find it, and the version as in the ETag. */
export const created = z.object({ id, version: z.int() }).meta({ id: 'Created' });
export type Created = z.infer<typeof created>;
