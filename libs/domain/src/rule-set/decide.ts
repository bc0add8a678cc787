import type { CommandMeta, Decider } from '../decider.js';
import { RuleBroken } from '../rule-broken.js';
import { isLocalDate } from '../time.js';
import type { RetireRuleSet, RuleSetCommand } from './commands.js';
import { diff } from './diff.js';
import type { RuleSetDocument } from './document.js';
import type { RuleSetEvent } from './events.js';
import type { RuleSet } from './state.js';
import { evolve, initial } from './state.js';
import { validateRuleSet } from './validate.js';

type Met = RuleSetCommand & { meta: CommandMeta };
type Known = Extract<RuleSet, { status: 'known' }>;

function decide(command: Met, ruleSet: RuleSet): RuleSetEvent[] {
  switch (command.type) {
    case 'DraftRuleSet':
      return draft(command.data.document, ruleSet);
    case 'ReviseRuleSet':
      return revise(command.data.document, known(ruleSet));
    case 'PublishRuleSet':
      return publish(command.data.effectiveFrom, known(ruleSet));
    case 'RetireRuleSet':
      return retire(command.data, known(ruleSet));
  }
}

function draft(document: unknown, ruleSet: RuleSet): RuleSetEvent[] {
  const valid = validated(document);
  if (ruleSet.status === 'none') return [{ type: 'RuleSetDrafted', data: { document: valid } }];
  if (diff(ruleSet.document, valid).length === 0) return []; // drafted already
  throw new RuleBroken('rule-set-exists');
}

function revise(document: unknown, ruleSet: Known): RuleSetEvent[] {
  const valid = validated(document);
  refuseRetired(ruleSet);
  if (valid.area !== ruleSet.document.area)
    throw new RuleBroken('rule-set-area-changed', {
      from: ruleSet.document.area,
      to: valid.area,
    });
  if (diff(ruleSet.document, valid).length === 0) return [];
  return [{ type: 'RuleSetRevised', data: { document: valid } }];
}

function publish(effectiveFrom: string, ruleSet: Known): RuleSetEvent[] {
  if (!isLocalDate(effectiveFrom))
    throw new RuleBroken('date-does-not-exist', { date: effectiveFrom });
  refuseRetired(ruleSet);
  const last = ruleSet.versions.at(-1);
  if (!ruleSet.draft && last?.effectiveFrom === effectiveFrom) return []; // published already
  if (!ruleSet.draft)
    throw new RuleBroken('nothing-to-publish', { version: last?.version ?? null });
  if (last && effectiveFrom < last.effectiveFrom)
    throw new RuleBroken('effective-before-last-version', {
      effectiveFrom,
      last: last.effectiveFrom,
    });
  // The catalogue of measures may have changed since the draft.
  const document = validated(ruleSet.document);
  const version = (last?.version ?? 0) + 1;
  return [{ type: 'RuleSetPublished', data: { version, effectiveFrom, document } }];
}

function retire({ from, reason }: RetireRuleSet['data'], ruleSet: Known): RuleSetEvent[] {
  if (!isLocalDate(from)) throw new RuleBroken('date-does-not-exist', { date: from });
  if (ruleSet.retiredFrom === from) return [];
  refuseRetired(ruleSet);
  const last = ruleSet.versions.at(-1);
  if (!last) throw new RuleBroken('rule-set-not-published');
  if (from < last.effectiveFrom)
    throw new RuleBroken('retired-before-effective', { from, effectiveFrom: last.effectiveFrom });
  return [{ type: 'RuleSetRetired', data: { from, reason } }];
}

function known(ruleSet: RuleSet): Known {
  if (ruleSet.status === 'none') throw new RuleBroken('rule-set-not-drafted');
  return ruleSet;
}

function refuseRetired(ruleSet: Known): void {
  if (ruleSet.retiredFrom !== null)
    throw new RuleBroken('rule-set-retired', { from: ruleSet.retiredFrom });
}

/** The first problem goes into the refusal; `problems` says how many there are. `rules lint` and the API list them all. */
function validated(document: unknown): RuleSetDocument {
  const problems = validateRuleSet(document);
  const [first] = problems;
  if (first)
    throw new RuleBroken('rule-set-invalid', {
      code: first.code,
      where: first.where,
      problem: first.message,
      problems: problems.length,
    });
  return document as RuleSetDocument;
}

/** `rule-set/<uuid>`: drafted and revised freely, published as versions that never change. */
export const ruleSetDecider: Decider<RuleSet, Met, RuleSetEvent> = {
  kind: 'rule-set',
  initial,
  evolve,
  decide,
  needs: () => ({}),
};
