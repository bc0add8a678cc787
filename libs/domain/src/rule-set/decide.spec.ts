import { describe, expect, test } from 'vitest';
import { given, recordedAll } from '#testing/given';
import type { RuleSetCommand } from './commands.js';
import { ruleSetDecider } from './decide.js';
import { defaultRuleSets } from './defaults.js';
import type { RuleSetDocument } from './document.js';
import type { RuleSetEvent } from './events.js';
import { evolve, initial, versionOn, versions } from './state.js';

const first = defaultRuleSets.reading;
const second: RuleSetDocument = { ...first, name: 'Reading, stricter' };
const contradictory = { ...first, review: { ...first.review, decideFrom: 5 } };

const drafted: RuleSetEvent = { type: 'RuleSetDrafted', data: { document: first } };
const revised: RuleSetEvent = { type: 'RuleSetRevised', data: { document: second } };
const published = (version: number, effectiveFrom: string, document = first): RuleSetEvent => ({
  type: 'RuleSetPublished',
  data: { version, effectiveFrom, document },
});
const retired: RuleSetEvent = {
  type: 'RuleSetRetired',
  data: { from: '2026-07-01', reason: 'Merged' },
};

const told = (command: RuleSetCommand) => ({
  ...command,
  meta: {
    commandId: 'c',
    at: '2025-07-01T12:00:00.000Z',
    actor: { id: 'a', role: 'district-admin' as const },
    correlationId: 'c',
    causationId: null,
  },
});
const draft = (document: unknown) => told({ type: 'DraftRuleSet', data: { document } });
const revise = (document: unknown) => told({ type: 'ReviseRuleSet', data: { document } });
const publish = (effectiveFrom: string) =>
  told({ type: 'PublishRuleSet', data: { effectiveFrom } });
const retire = (from: string) => told({ type: 'RetireRuleSet', data: { from, reason: 'Merged' } });

describe('drafting', () => {
  test('a valid rule set becomes a draft, once', () => {
    given(ruleSetDecider).when(draft(first)).decides(drafted);
    given(ruleSetDecider, drafted).when(draft(first)).decides();
    given(ruleSetDecider, drafted).when(draft(second)).refuses('rule-set-exists');
  });

  test('a rule set that contradicts itself is refused, and the answer says where', () => {
    given(ruleSetDecider).when(draft(contradictory)).refuses('rule-set-invalid', {
      code: 'decide-before-minimum',
      where: '/review/decideFrom',
      problems: 1,
    });
    given(ruleSetDecider).when(draft('none')).refuses('rule-set-invalid', { where: '' });
    given(ruleSetDecider, drafted).when(revise(contradictory)).refuses('rule-set-invalid');
  });

  test('a revision replaces the draft, but not its area', () => {
    given(ruleSetDecider, drafted).when(revise(second)).decides(revised);
    given(ruleSetDecider, drafted).when(revise(first)).decides();
    given(ruleSetDecider, drafted)
      .when(revise(defaultRuleSets.mathematics))
      .refuses('rule-set-area-changed', { from: 'reading', to: 'mathematics' });
    given(ruleSetDecider).when(revise(first)).refuses('rule-set-not-drafted');
  });
});

describe('publishing', () => {
  test('makes versions that count up', () => {
    given(ruleSetDecider, drafted).when(publish('2025-08-01')).decides(published(1, '2025-08-01'));
    given(ruleSetDecider, drafted, published(1, '2025-08-01'), revised)
      .when(publish('2026-01-05'))
      .decides(published(2, '2026-01-05', second));
  });

  test('again on the same day changes nothing; without a new draft there is nothing to publish', () => {
    const known = given(ruleSetDecider, drafted, published(1, '2025-08-01'));
    known.when(publish('2025-08-01')).decides();
    known.when(publish('2025-09-01')).refuses('nothing-to-publish', { version: 1 });
  });

  test('a version cannot apply before the one before it, nor from a day that does not exist', () => {
    const known = given(ruleSetDecider, drafted, published(1, '2025-08-01'), revised);
    known.when(publish('2025-07-31')).refuses('effective-before-last-version', {
      effectiveFrom: '2025-07-31',
      last: '2025-08-01',
    });
    known.when(publish('2025-02-30')).refuses('date-does-not-exist', { date: '2025-02-30' });
  });

  test('a version may replace another from the same day on', () => {
    given(ruleSetDecider, drafted, published(1, '2025-08-01'), revised)
      .when(publish('2025-08-01'))
      .decides(published(2, '2025-08-01', second));
  });

  test('a draft that has become invalid is not published', () => {
    const stale = { type: 'RuleSetDrafted', data: { document: contradictory } } as RuleSetEvent;
    given(ruleSetDecider, stale).when(publish('2025-08-01')).refuses('rule-set-invalid');
  });
});

describe('retiring', () => {
  test('ends a published rule set for new cycles', () => {
    const known = given(ruleSetDecider, drafted, published(1, '2025-08-01'));
    known.when(retire('2026-07-01')).decides(retired);
    known.when(retire('2025-07-01')).refuses('retired-before-effective', {
      from: '2025-07-01',
      effectiveFrom: '2025-08-01',
    });
    known.when(retire('2025-02-30')).refuses('date-does-not-exist', { date: '2025-02-30' });
    known.when(retire('2025-08-01')).decides({
      type: 'RuleSetRetired',
      data: { from: '2025-08-01', reason: 'Merged' },
    });
    given(ruleSetDecider, drafted).when(retire('2026-07-01')).refuses('rule-set-not-published');
  });

  test('happens once, and nothing is published after it', () => {
    const known = given(ruleSetDecider, drafted, published(1, '2025-08-01'), revised, retired);
    known.when(retire('2026-07-01')).decides();
    known.when(retire('2026-08-01')).refuses('rule-set-retired', { from: '2026-07-01' });
    known.when(revise(first)).refuses('rule-set-retired');
    known.when(publish('2026-09-01')).refuses('rule-set-retired');
  });
});

describe('versions', () => {
  const history = recordedAll('rule-set', [
    drafted,
    published(1, '2025-08-01'),
    revised,
    published(2, '2026-01-05', second),
    retired,
  ]);

  test('stay readable for ever', () => {
    expect([...versions(history)]).toEqual([
      [1, first],
      [2, second],
    ]);
    expect(versions([])).toEqual(new Map());
  });

  test.each([
    ['2025-07-31', null],
    ['2025-08-01', 1],
    ['2026-01-04', 1],
    ['2026-01-05', 2],
    ['2026-06-30', 2],
    ['2026-07-01', null],
  ])('a cycle that opens on %s starts on version %s', (on, version) => {
    const ruleSet = history.reduce(evolve, initial);
    expect(versionOn(ruleSet, on)?.version ?? null).toBe(version);
  });

  test('nothing starts on a rule set that nobody drafted, and nothing happens to it', () => {
    expect(versionOn(initial, '2025-08-01')).toBeNull();
    for (const event of recordedAll('rule-set', [revised, published(1, '2025-08-01'), retired]))
      expect(evolve(initial, event)).toEqual({ status: 'none' });
  });

  test('a rule set lives in a stream of its own and needs no reference data', () => {
    expect(ruleSetDecider.kind).toBe('rule-set');
    expect(ruleSetDecider.needs(initial, publish('2025-08-01'))).toEqual({});
  });
});
