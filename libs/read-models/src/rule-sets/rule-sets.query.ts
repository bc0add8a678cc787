import type { DistrictRows } from '../read-model.js';
import { selectRows, type Where } from '../rows-query.js';
import type { InterventionRow, RuleSetRow } from './rule-sets.js';

/** Reads `rule-sets`. */
export class RuleSetQueries {
  constructor(private readonly db: DistrictRows) {}

  list(district: string, where: Where = {}): Promise<RuleSetRow[]> {
    return selectRows<RuleSetRow>(
      this.db.of(district),
      'rule_sets',
      district,
      where,
      'rule_set_id',
    );
  }

  async one(district: string, ruleSetId: string): Promise<RuleSetRow | null> {
    return (await this.list(district, { rule_set_id: ruleSetId }))[0] ?? null;
  }

  interventions(district: string, where: Where = {}): Promise<InterventionRow[]> {
    return selectRows<InterventionRow>(
      this.db.of(district),
      'interventions',
      district,
      where,
      'intervention_id',
    );
  }
}
