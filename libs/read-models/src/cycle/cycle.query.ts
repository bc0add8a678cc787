import type { Tx } from '../read-model.js';
import { selectRows, type Where } from '../rows-query.js';
import type { CycleRow } from './cycle.js';

/** Reads `cycle`: lists; a single cycle is folded from its stream (cycle-view.ts). */
export class CycleQueries {
  constructor(private readonly db: Tx) {}

  list(
    district: string,
    where: Where,
    page: { after?: string | undefined; limit?: number } = {},
  ): Promise<CycleRow[]> {
    return selectRows<CycleRow>(this.db, 'cycles', district, where, 'cycle_id', page);
  }

  async one(district: string, cycleId: string): Promise<CycleRow | null> {
    return (await this.list(district, { cycle_id: cycleId }))[0] ?? null;
  }

  byStudents(district: string, studentIds: readonly string[]): Promise<CycleRow[]> {
    return this.list(district, { student_id: studentIds });
  }
}
