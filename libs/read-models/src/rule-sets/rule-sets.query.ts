import type { Area, Grade } from '#domain/measure/measure';
import type { Tx } from '../read-model.js';
import { selectRows, type Where } from '../rows-query.js';
import type { InterventionRow, RuleSetRow } from './rule-sets.js';

/** Reads `rule-sets`. */
export class RuleSetQueries {
  constructor(private readonly db: Tx) {}

  list(district: string, where: Where = {}): Promise<RuleSetRow[]> {
    return selectRows<RuleSetRow>(this.db, 'rule_sets', district, where, 'rule_set_id');
  }

  async one(district: string, ruleSetId: string): Promise<RuleSetRow | null> {
    return (await this.list(district, { rule_set_id: ruleSetId }))[0] ?? null;
  }

  /** The published rule set of an area that covers a grade and is in force on a day; the latest effective one. */
  async inForce(
    district: string,
    area: Area,
    grade: Grade,
    on: string,
  ): Promise<RuleSetRow | null> {
    const published = await this.list(district, { area, status: 'published' });
    return (
      published
        .filter(
          (row) =>
            row.grades.includes(grade) && row.effective_from !== null && row.effective_from <= on,
        )
        .sort((a, b) => (a.effective_from! < b.effective_from! ? 1 : -1))[0] ?? null
    );
  }

  interventions(district: string, where: Where = {}): Promise<InterventionRow[]> {
    return selectRows<InterventionRow>(
      this.db,
      'interventions',
      district,
      where,
      'intervention_id',
    );
  }
}
