import { z } from 'zod';
import {
  area,
  grade,
  id,
  instant,
  localDate,
  measureRef,
  named,
  personName,
  reason,
  season,
  text,
  tier,
} from './fields.js';
import { duty } from './duties.js';
import { pageOf, pageQuery, timeQuery } from './page.js';

export const studentsQuery = pageQuery.extend({
  schoolId: id.optional(),
  grade: grade.optional(),
  /** Part of a name or a whole local id. */
  q: z.string().max(100).optional(),
  inCycle: z.enum(['yes', 'no']).optional(),
});
export type StudentsQuery = z.infer<typeof studentsQuery>;

export const studentCycle = z
  .object({
    id,
    area,
    status: z.enum(['open', 'closed']),
    stage: z.string(),
    tier: tier.nullable(),
    openedOn: localDate,
    closedOn: localDate.nullable(),
  })
  .meta({ id: 'StudentCycle' });

export const studentRow = z
  .object({
    id,
    name: personName,
    grade,
    school: named,
    enrolled: z.boolean(),
    openCycles: z.array(studentCycle),
    openReferral: z.boolean(),
    nextDueOn: localDate.nullable(),
  })
  .meta({ id: 'StudentRow' });
export type StudentRow = z.infer<typeof studentRow>;
export const studentPage = pageOf(studentRow, 'StudentPage');

export const scoreShown = z
  .object({
    eventId: id,
    measure: measureRef,
    on: localDate,
    value: z.number().nullable(),
    text: z.string().nullable(),
    level: z.string().nullable(),
    percentile: z.number().nullable(),
    form: z.string().nullable(),
    season: season.nullable(),
    testGrade: grade.nullable(),
    enrolledGrade: grade,
    source: z.enum(['import', 'staff']),
    recordedAt: instant,
    voided: z.object({ reason: z.string() }).nullable(),
    corrected: z.object({ from: z.number().nullable(), reason: z.string() }).nullable(),
  })
  .meta({ id: 'ScoreShown' });

export const studentDetail = z
  .object({
    id,
    version: z.int(),
    asOf: localDate.nullable(),
    knownAt: z.string().nullable(),
    name: personName.extend({ middle: z.string().nullable() }),
    grade,
    school: named,
    enrolled: z.boolean(),
    birthDate: localDate.nullable(),
    ids: z.object({
      local: z.string().nullable(),
      state: z.string().nullable(),
      sourcedId: z.string().nullable(),
    }),
    classes: z.array(
      z.object({
        classSourcedId: z.string(),
        title: z.string(),
        subject: z.string().nullable(),
        homeroom: z.boolean(),
        teachers: z.array(named),
      }),
    ),
    guardians: z.array(
      z.object({
        guardianId: id,
        name: z.string(),
        relationship: z.string(),
        language: z.string(),
        email: z.string().nullable(),
        phone: z.string().nullable(),
      }),
    ),
    scores: z.array(scoreShown),
    cycles: z.array(studentCycle),
    referrals: z.array(z.object({ id, status: z.string(), receivedOn: localDate })),
    next: z.array(duty),
  })
  .meta({ id: 'StudentDetail' });
export type StudentDetail = z.infer<typeof studentDetail>;

export const studentDetailQuery = timeQuery;

export const recordScoreRequest = z
  .object({
    measure: text(100),
    on: localDate,
    value: z.number().min(-100_000).max(100_000).nullable(),
    level: text(100).nullable().default(null),
    percentile: z.number().min(0).max(100).nullable().default(null),
    form: text(100).nullable().default(null),
    season: season.nullable().default(null),
    testGrade: grade.nullable().default(null),
  })
  .refine((s) => s.value !== null || s.level !== null, {
    path: ['value'],
    message: 'give a value or a level',
  })
  .meta({ id: 'RecordScoreRequest' });
export type RecordScoreRequest = z.infer<typeof recordScoreRequest>;

export const voidRequest = z.object({ reason }).meta({ id: 'VoidRequest' });
export type VoidRequest = z.infer<typeof voidRequest>;

export const correctScoreRequest = z
  .object({ value: z.number().min(-100_000).max(100_000), reason })
  .meta({ id: 'CorrectScoreRequest' });
export type CorrectScoreRequest = z.infer<typeof correctScoreRequest>;
