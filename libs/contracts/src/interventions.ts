import { z } from 'zod';
import { area, grade, id, text } from './fields.js';
import { pageOf, pageQuery } from './page.js';

const rating = z.int().min(0).max(3).nullable();

export const catalogueEntry = z
  .object({
    name: text(200),
    area,
    skill: text(200),
    grades: z.array(grade).min(1),
    tiers: z.array(z.union([z.literal(2), z.literal(3)])).min(1),
    evidence: z.object({
      level: z.enum(['strong', 'moderate', 'promising', 'local']),
      citation: text(1000),
    }),
    dosage: z.object({
      sessionsPerWeek: z.int().min(1).max(10),
      minutes: z.int().min(5).max(180),
      weeks: z.int().min(1).max(52),
    }),
    groupSize: z.object({ min: z.int().min(1), max: z.int().min(1).max(40) }),
    intensity: z.object({
      strength: rating,
      dosage: rating,
      alignment: rating,
      transfer: rating,
      comprehensiveness: rating,
      support: rating,
      individualization: rating,
    }),
    steps: z.array(text(500)).max(60),
    qualified: z.array(text(200)).max(40),
  })
  .meta({ id: 'CatalogueEntry' });
export type CatalogueEntryShown = z.infer<typeof catalogueEntry>;

export const intervention = catalogueEntry
  .extend({ id, version: z.int() })
  .meta({ id: 'Intervention' });
export type Intervention = z.infer<typeof intervention>;
export const interventionPage = pageOf(intervention, 'InterventionPage');
export const interventionQuery = pageQuery.extend({ area: area.optional() });
export type InterventionQuery = z.infer<typeof interventionQuery>;
