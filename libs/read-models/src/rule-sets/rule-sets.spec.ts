import { expect, test } from 'vitest';
import { readingRules } from '#domain/rule-set/defaults/reading';
import type { RuleSetEvent } from '#domain/rule-set/events';
import { rowsOf, told } from '#testing/told-rows';
import { interventionRows, ruleSetRows } from './rule-sets.js';

const document = { ...readingRules, name: 'Reading' };
const drafted: RuleSetEvent = { type: 'RuleSetDrafted', data: { document } };
const row = (...events: RuleSetEvent[]) =>
  rowsOf(ruleSetRows, told('rule-set/reading', drafted, ...events))['reading'];

test('a rule set is a draft until a version of it is published, with the day from which that applies', () => {
  expect(row()).toMatchObject({ status: 'draft', area: 'reading', published_version: null });
  const revised = { ...document, name: 'Reading, revised' };
  const published = { version: 1, effectiveFrom: '2025-08-20', document: revised };
  expect(
    row(
      { type: 'RuleSetRevised', data: { document: revised } },
      { type: 'RuleSetPublished', data: published },
    ),
  ).toMatchObject({
    name: 'Reading, revised',
    status: 'published',
    published_version: 1,
    effective_from: '2025-08-20',
    retired_from: null,
  });
});

test('a retired rule set keeps its published version for those who pinned it', () => {
  const published = { version: 1, effectiveFrom: '2025-08-20', document };
  expect(
    row(
      { type: 'RuleSetPublished', data: published },
      { type: 'RuleSetRetired', data: { from: '2026-06-05', reason: 'new rules' } },
    ),
  ).toMatchObject({ status: 'retired', retired_from: '2026-06-05', published_version: 1 });
});

test('an entry of the catalogue is shown as it was last written', () => {
  const entry = (name: string) => ({ type: 'InterventionCatalogued', data: { name } });
  const rows = rowsOf(
    interventionRows,
    told('intervention/x', entry('Phonics'), entry('Phonics B')),
  );
  expect(rows['x']).toMatchObject({ entry: { name: 'Phonics B' }, version: 2 });
});
