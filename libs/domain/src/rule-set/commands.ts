import type { LocalDate } from '../time.js';

/** `document` as it came in: `decide` validates it whole before it becomes a draft (domain.md 4). */
export type DraftRuleSet = { type: 'DraftRuleSet'; data: { document: unknown } };
export type ReviseRuleSet = { type: 'ReviseRuleSet'; data: { document: unknown } };
export type PublishRuleSet = { type: 'PublishRuleSet'; data: { effectiveFrom: LocalDate } };
export type RetireRuleSet = { type: 'RetireRuleSet'; data: { from: LocalDate; reason: string } };

export type RuleSetCommand = DraftRuleSet | ReviseRuleSet | PublishRuleSet | RetireRuleSet;
