import { z } from 'zod';
import { diff } from '#domain/rule-set/diff';
import type { RuleSetDocument } from '#domain/rule-set/document';
import { explain } from '#domain/rule-set/explain';
import { validateRuleSet } from '#domain/rule-set/validate';
import { InputProblem, type Calculation } from './calculation.js';

const document = z.record(z.string(), z.unknown(), {
  error: 'This must be a rule set, as a JSON object.',
});

const input = z.strictObject({ ruleSet: document, against: document.optional() });

/** `calc rules`: what is wrong in a rule set, what it says in sentences, and what it changes `against` another one. */
export const rules: Calculation<z.output<typeof input>> = {
  input,
  answer: ({ ruleSet, against }) => {
    const problems = validateRuleSet(ruleSet);
    const valid = problems.length === 0;
    const readable = ruleSet as RuleSetDocument;
    return {
      valid,
      explained: valid ? explain(readable) : [],
      problems,
      ...(against && { diff: valid ? diff(comparable(against), readable) : null }),
    };
  },
};

/** Only two valid rule sets can be compared; what is wrong in the other one is a fault of the input. */
function comparable(against: unknown): RuleSetDocument {
  const [first] = validateRuleSet(against);
  if (!first) return against as RuleSetDocument;
  throw new InputProblem(
    first.code,
    first.message,
    `/against${first.where}`,
    'Correct it there; ask for the rule set by itself to see all that is wrong in it.',
  );
}
