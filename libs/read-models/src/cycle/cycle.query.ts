import type { StreamId } from '#domain/streams';
import type { DistrictRows } from '../read-model.js';
import { selectRows, type Where } from '../rows-query.js';
import type { CycleRow } from './cycle.js';

/** Reads `cycle`: lists; a single cycle is folded from its stream (cycle-view.ts). */
export class CycleQueries {
  constructor(private readonly db: DistrictRows) {}

  list(
    district: string,
    where: Where,
    page: { after?: string | undefined; limit?: number } = {},
  ): Promise<CycleRow[]> {
    return selectRows<CycleRow>(this.db.of(district), 'cycles', district, where, 'cycle_id', page);
  }

  async one(district: string, cycleId: string): Promise<CycleRow | null> {
    return (await this.list(district, { cycle_id: cycleId }))[0] ?? null;
  }

  /** Cycles of which a person had been the specialist at some time up to a position; some may be another's by then. */
  async everHeldBy(district: string, staffId: string, upTo: number): Promise<StreamId[]> {
    const { rows } = await this.db.of(district).query(
      `select distinct stream from rm.student_timeline
       where district_id = $1 and position <= $3
         and (type = 'PhaseStarted' and data->>'specialistId' = $2
           or type = 'PhaseSpecialistChanged' and data->>'to' = $2)
       order by stream`,
      [district, staffId, upTo],
    );
    return rows.map((row) => row.stream as StreamId);
  }

  byStudents(district: string, studentIds: readonly string[]): Promise<CycleRow[]> {
    return this.list(district, { student_id: studentIds });
  }
}
