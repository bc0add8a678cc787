import type { LocalDate } from '../time.js';
import type { RuleSetDocument } from './document.js';

export type RuleSetDrafted = { type: 'RuleSetDrafted'; data: { document: RuleSetDocument } };
export type RuleSetRevised = { type: 'RuleSetRevised'; data: { document: RuleSetDocument } };

/** The document is in the event whole, so that a version can be read without the drafts before it. */
export type RuleSetPublished = {
  type: 'RuleSetPublished';
  data: { version: number; effectiveFrom: LocalDate; document: RuleSetDocument };
};

/** From this day on no new cycle starts on it; running cycles keep the version that they pinned. */
export type RuleSetRetired = { type: 'RuleSetRetired'; data: { from: LocalDate; reason: string } };

export type RuleSetEvent = RuleSetDrafted | RuleSetRevised | RuleSetPublished | RuleSetRetired;
