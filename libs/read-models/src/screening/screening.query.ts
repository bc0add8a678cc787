import type { DistrictRows } from '../read-model.js';
import { selectRows, type Where } from '../rows-query.js';
import type { ScoreRow, WindowRow } from './screening.js';

export type ScoresOf = {
  studentIds: readonly string[];
  measures: readonly string[];
  from: string;
  to: string;
  /** Position of the log: scores recorded by then and not yet ended. */
  asOf: number;
};

/** Reads `screening`. */
export class ScreeningQueries {
  constructor(private readonly db: DistrictRows) {}

  windows(
    district: string,
    where: Where,
    page: { after?: string | undefined; limit?: number } = {},
  ): Promise<WindowRow[]> {
    return selectRows<WindowRow>(
      this.db.of(district),
      'windows',
      district,
      where,
      'window_id',
      page,
    );
  }

  async window(district: string, windowId: string): Promise<WindowRow | null> {
    return (await this.windows(district, { window_id: windowId }))[0] ?? null;
  }

  /** The scores of students in some measures, between two days, as they counted at a position; taken at whichever school. */
  async scoresAsOf(
    district: string,
    { studentIds, measures, from, to, asOf }: ScoresOf,
  ): Promise<ScoreRow[]> {
    const { rows } = await this.db.of(district).query(
      `select to_jsonb(t) - 'district_id' as row from rm.scores t
       where district_id = $1 and student_id = any($2) and measure = any($3) and on_date between $4 and $5
         and position <= $6 and (ended_position is null or ended_position > $6)
       order by student_id, measure, on_date, position`,
      [district, studentIds, measures, from, to, asOf],
    );
    return rows.map(({ row }) => row as ScoreRow);
  }

  scoresOfStudent(district: string, studentId: string): Promise<ScoreRow[]> {
    return selectRows<ScoreRow>(
      this.db.of(district),
      'scores',
      district,
      { student_id: studentId },
      'position',
    );
  }
}
