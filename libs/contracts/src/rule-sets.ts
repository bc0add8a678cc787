import { z } from 'zod';
import { area, grade, id, localDate, reason } from './fields.js';
import { pageOf } from './page.js';

/** The document's own JSON Schema is published by the domain at `/v1/rule-sets/schema`; problems name a JSON Pointer. */
export const ruleSetDocument = z
  .record(z.string(), z.unknown())
  .meta({ id: 'RuleSetDocument', description: 'See GET /v1/rule-sets/schema' });

export const ruleSetRow = z
  .object({
    id,
    name: z.string(),
    area,
    grades: z.array(grade),
    status: z.enum(['draft', 'published', 'retired']),
    /** Newest published version, from when it applies and until when; null where there is none. */
    publishedVersion: z.int().nullable(),
    effectiveFrom: localDate.nullable(),
    retiredFrom: localDate.nullable(),
    version: z.int(),
  })
  .meta({ id: 'RuleSetRow' });
export type RuleSetRow = z.infer<typeof ruleSetRow>;
export const ruleSetPage = pageOf(ruleSetRow, 'RuleSetPage');

export const ruleSetDetail = ruleSetRow
  .extend({
    draft: ruleSetDocument.nullable(),
    documents: z.array(
      z.object({ version: z.int(), effectiveFrom: localDate, document: ruleSetDocument }),
    ),
  })
  .meta({ id: 'RuleSetDetail' });
export type RuleSetDetail = z.infer<typeof ruleSetDetail>;

export const draftRuleSetRequest = z
  .object({ document: ruleSetDocument })
  .meta({ id: 'DraftRuleSetRequest' });
export type DraftRuleSetRequest = z.infer<typeof draftRuleSetRequest>;

export const publishRuleSetRequest = z
  .object({ effectiveFrom: localDate })
  .meta({ id: 'PublishRuleSetRequest' });
export type PublishRuleSetRequest = z.infer<typeof publishRuleSetRequest>;

export const retireRuleSetRequest = z
  .object({ from: localDate, reason })
  .meta({ id: 'RetireRuleSetRequest' });
export type RetireRuleSetRequest = z.infer<typeof retireRuleSetRequest>;

/** `version`: a published version, or `draft` (default where there is one). */
export const explainQuery = z.object({
  version: z.union([z.literal('draft'), z.string().regex(/^\d{1,6}$/)]).optional(),
});
export const diffQuery = z.object({
  from: z.union([z.literal('draft'), z.string().regex(/^\d{1,6}$/)]),
  to: z.union([z.literal('draft'), z.string().regex(/^\d{1,6}$/)]).default('draft'),
});

/** Plain sentences of the engine itself. */
export const explanation = z
  .object({ version: z.string(), explained: z.array(z.string()) })
  .meta({ id: 'RuleSetExplanation' });
export const ruleSetDiff = z
  .object({
    from: z.string(),
    to: z.string(),
    changes: z.array(
      z.object({
        pointer: z.string(),
        before: z.unknown(),
        after: z.unknown(),
        sentence: z.string(),
      }),
    ),
  })
  .meta({ id: 'RuleSetDiff' });
export type RuleSetDiff = z.infer<typeof ruleSetDiff>;
