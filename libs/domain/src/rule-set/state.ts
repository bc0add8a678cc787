import type { Recorded } from '../decider.js';
import type { LocalDate } from '../time.js';
import type { RuleSetDocument } from './document.js';
import type { RuleSetEvent } from './events.js';

export type PublishedVersion = {
  version: number;
  effectiveFrom: LocalDate;
  document: RuleSetDocument;
};

export type RuleSet =
  | { status: 'none' }
  | {
      status: 'known';
      /** The newest document, published or not. */
      document: RuleSetDocument;
      /** Whether the newest document still waits to be published. */
      draft: boolean;
      versions: readonly PublishedVersion[];
      retiredFrom: LocalDate | null;
    };

export const initial: RuleSet = { status: 'none' };

export function evolve(ruleSet: RuleSet, event: Recorded<RuleSetEvent>): RuleSet {
  switch (event.type) {
    case 'RuleSetDrafted':
      return {
        status: 'known',
        document: event.data.document,
        draft: true,
        versions: [],
        retiredFrom: null,
      };
    case 'RuleSetRevised':
      if (ruleSet.status === 'none') return ruleSet;
      return { ...ruleSet, document: event.data.document, draft: true };
    case 'RuleSetPublished': {
      if (ruleSet.status === 'none') return ruleSet;
      const { document } = event.data;
      return { ...ruleSet, document, draft: false, versions: [...ruleSet.versions, event.data] };
    }
    case 'RuleSetRetired':
      if (ruleSet.status === 'none') return ruleSet;
      return { ...ruleSet, retiredFrom: event.data.from };
  }
}

/** The published versions of one rule-set stream, from its events: immutable, and kept for ever. */
export function versions(events: readonly Recorded[]): ReadonlyMap<number, RuleSetDocument> {
  const ruleSet = (events as readonly Recorded<RuleSetEvent>[]).reduce(evolve, initial);
  const published = ruleSet.status === 'none' ? [] : ruleSet.versions;
  return new Map(published.map(({ version, document }) => [version, document]));
}

/** The version on which a cycle that opens on this day starts; null before the first and once the rule set is retired. */
export function versionOn(ruleSet: RuleSet, on: LocalDate): PublishedVersion | null {
  if (ruleSet.status === 'none') return null;
  if (ruleSet.retiredFrom !== null && on >= ruleSet.retiredFrom) return null;
  return ruleSet.versions.findLast((version) => version.effectiveFrom <= on) ?? null;
}
