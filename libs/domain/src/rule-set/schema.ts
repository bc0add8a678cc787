import { jurisdictions } from '../legal-clock/pack.js';
import { areas, grades, seasons } from '../measure/measure.js';
import type { JsonSchema } from './json-schema.js';

// The published schema of a rule set (JSON Schema 2020-12), and what `validateRuleSet` reads: one source of truth for its
// shape. What no schema can say (contradictions between fields) stands in contradictions.ts.

const ref = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` });
const text: JsonSchema = { type: 'string', minLength: 1, maxLength: 500 };
const share: JsonSchema = { type: 'number', exclusiveMinimum: 0, maximum: 1 };
const boolean: JsonSchema = { type: 'boolean' };
const whole = (minimum: number, maximum: number): JsonSchema => ({
  type: 'integer',
  minimum,
  maximum,
});
/** Every property is required but those in `optional`, which came later than the first recorded rule sets. */
const object = (
  properties: Record<string, JsonSchema>,
  {
    description,
    optional = {},
  }: { description?: string; optional?: Record<string, JsonSchema> } = {},
): JsonSchema => ({
  type: 'object',
  ...(description ? { description } : {}),
  properties: { ...properties, ...optional },
  required: Object.keys(properties),
  additionalProperties: false,
});
const list = (items: JsonSchema, minItems = 0): JsonSchema => ({
  type: 'array',
  items,
  minItems,
  maxItems: 200,
});
const choice = (values: readonly string[]): JsonSchema => ({ type: 'string', enum: values });

export const ruleSetSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:aimline:rule-set:1',
  title: 'Rule set',
  ...object({
    name: { ...text, maxLength: 200 },
    area: choice(areas),
    grades: { ...list(choice(grades), 1), uniqueItems: true },
    screening: object(
      {
        criteria: list(ref('criterion'), 1),
        combine: choice(['any', 'all']),
        classwide: object({
          threshold: share,
          per: choice(['class', 'grade']),
          minimumScreened: whole(1, 1000),
        }),
        makeUpSchoolDays: whole(0, 60),
        ladder: ref('ladder'),
      },
      {
        description: 'A flag is a proposal for a team.',
        optional: { windowSchoolDays: whole(1, 60) },
      },
    ),
    placement: object({
      decideWithinSchoolDays: whole(1, 60),
      startWithinSchoolDays: whole(1, 60),
      ladder: ref('ladder'),
    }),
    tiers: object({ '2': ref('tierPlan'), '3': ref('tierPlan') }),
    goal: object({
      methods: { ...list(choice(['rate', 'benchmark', 'intra-individual']), 1), uniqueItems: true },
      ratePerWeek: {
        type: 'object',
        description:
          'Expected growth per calendar week, in the monitoring measure’s unit, by grade.',
        propertyNames: choice(grades),
        additionalProperties: { type: 'number', minimum: -1000, maximum: 1000 },
      },
      rounding: choice(['half_up', 'down', 'none']),
    }),
    monitoring: object(
      {
        measure: text,
        graceSchoolDays: whole(0, 20),
        baselineProbes: whole(1, 9),
        ladder: ref('ladder'),
      },
      { optional: { baselineMaxAgeDays: whole(1, 365) } },
    ),
    delivery: object({
      sessionShare: share,
      minuteShare: share,
      fidelity: object({ everySchoolWeeks: whole(1, 36), share, ladder: ref('ladder') }),
      logLadder: ref('ladder'),
    }),
    review: object({
      everyInstructionalWeeks: whole(1, 36),
      minPoints: whole(3, 100),
      decideFrom: whole(3, 100),
      method: choice(['ols', 'theil-sen']),
      interval: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
      seeFloor: { type: 'number', minimum: 0, maximum: 1000 },
      ladder: ref('ladder'),
    }),
    alerts: object({
      k: whole(2, 10),
      minPoints: whole(2, 100),
      minSchoolWeeks: whole(0, 36),
      maxGapDays: whole(7, 365),
    }),
    response: object({ intensifyAfter: whole(1, 10), referAfter: whole(1, 10) }),
    exit: object({ consecutivePointsAtGoal: whole(1, 20), fadeSchoolWeeks: whole(0, 36) }),
    notices: object({ placement: boolean, withinSchoolDays: whole(0, 60), ladder: ref('ladder') }),
    referral: object(
      {
        jurisdiction: choice(jurisdictions),
        noticeWithinSchoolDays: whole(1, 60),
        consentWithinSchoolDays: whole(1, 60),
        ladder: ref('ladder'),
      },
      { description: 'Days only: nothing in a rule set can stand before a referral.' },
    ),
    sources: list(
      object({
        field: { ...text, description: 'JSON Pointer into this document.' },
        citation: text,
      }),
    ),
  }),
  $defs: {
    ladder: object(
      {
        remindAfter: list(whole(0, 60)),
        escalateAfter: { type: ['integer', 'null'], minimum: 0, maximum: 60 },
        escalateTo: choice(['school-admin', 'district-admin']),
        recordAfter: whole(0, 60),
      },
      { description: 'School days past the due day after which each rung is taken.' },
    ),
    range: object({ min: whole(1, 1000), max: whole(1, 1000) }),
    tierPlan: object({
      sessionsPerWeek: ref('range'),
      minutes: ref('range'),
      groupSize: ref('range'),
      weeks: whole(1, 52),
      hardStopWeeks: whole(1, 52),
      probeEverySchoolWeeks: whole(1, 12),
    }),
    criterion: object({
      measure: text,
      seasons: { ...list(choice(seasons), 1), uniqueItems: true },
      tier2: ref('cut'),
      tier3: { oneOf: [{ type: 'null' }, ref('cut')] },
    }),
    cut: {
      oneOf: [
        object({
          kind: { const: 'percentile-below' },
          value: { type: 'number', exclusiveMinimum: 0, maximum: 99 },
        }),
        object({ kind: { const: 'level' }, levels: { ...list(text, 1), uniqueItems: true } }),
        object({ kind: { const: 'score-below' }, value: { type: 'number' } }),
        object({ kind: { const: 'score-above' }, value: { type: 'number' } }),
      ],
    },
  },
};
