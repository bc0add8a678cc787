import type { CatalogueEntry } from '#domain/intervention/events';
import { kindOf, uuidOf } from '#domain/streams';
import { applyRows, type ReadModel, type RowModel } from '../read-model.js';

export type RuleSetRow = {
  rule_set_id: string;
  name: string;
  area: string;
  grades: readonly string[];
  status: 'draft' | 'published' | 'retired';
  /** Newest published version and from when it applies; null while it is a draft only. */
  published_version: number | null;
  effective_from: string | null;
  retired_from: string | null;
  version: number;
};

export type InterventionRow = { intervention_id: string; entry: CatalogueEntry; version: number };

type Document = { name: string; area: string; grades: readonly string[] };

export const ruleSetRows: RowModel<RuleSetRow> = {
  table: 'rule_sets',
  id: 'rule_set_id',
  idsOf: (event) => (kindOf(event.stream) === 'rule-set' ? [uuidOf(event.stream)] : []),
  evolve: (row, event, id) => {
    const data = event.data as {
      document?: Document;
      version?: number;
      effectiveFrom?: string;
      from?: string;
    };
    const of = (document: Document) => ({
      name: document.name,
      area: document.area,
      grades: document.grades,
      version: event.version,
    });
    switch (event.type) {
      case 'RuleSetDrafted':
        return {
          rule_set_id: id,
          status: 'draft',
          published_version: null,
          effective_from: null,
          retired_from: null,
          ...of(data.document!),
        };
      case 'RuleSetRevised':
        return row && { ...row, ...of(data.document!) };
      case 'RuleSetPublished':
        return (
          row && {
            ...row,
            ...of(data.document!),
            status: 'published',
            published_version: data.version!,
            effective_from: data.effectiveFrom!,
          }
        );
      case 'RuleSetRetired':
        return (
          row && { ...row, status: 'retired', retired_from: data.from!, version: event.version }
        );
      default:
        return row;
    }
  },
};

export const interventionRows: RowModel<InterventionRow> = {
  table: 'interventions',
  id: 'intervention_id',
  idsOf: (event) => (kindOf(event.stream) === 'intervention' ? [uuidOf(event.stream)] : []),
  evolve: (_row, event, id) => ({
    intervention_id: id,
    entry: event.data as CatalogueEntry,
    version: event.version,
  }),
};

/** Rule sets by their newest version, and the catalogue of interventions; documents are read from their streams. */
export const ruleSets: ReadModel = {
  name: 'rule-sets',
  tables: ['rule_sets', 'interventions'],
  apply: async (batch, tx) => {
    await applyRows(ruleSetRows, batch, tx);
    await applyRows(interventionRows, batch, tx);
  },
};
