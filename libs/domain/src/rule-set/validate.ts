import type { Problem } from '../problem.js';
import { contradictions } from './contradictions.js';
import type { RuleSetDocument } from './document.js';
import { schemaProblems } from './json-schema.js';
import { ruleSetSchema } from './schema.js';

/**
 * Everything that is wrong in a rule set, each with its JSON Pointer and a sentence; empty for a valid one. Contradictions
 * are looked for once the shape is right.
 */
export function validateRuleSet(document: unknown): readonly Problem[] {
  const shape = schemaProblems(document, ruleSetSchema);
  return shape.length > 0 ? shape : contradictions(document as RuleSetDocument);
}
