import { Injectable } from '@nestjs/common';
import { Progress } from '#event-store/subscription/progress';
import { Database } from '#platform/app/database';
import { readModelsSubscription } from '#read-models/read-models';
import { ProblemError } from '../edge/problem-error.js';

/** How far the views have come, and waiting until they have: reading one's own write. */
@Injectable()
export class Positions {
  constructor(
    private readonly db: Database,
    private readonly progress: Progress,
  ) {}

  /** Position of the last event that the views show; 0 before the first. */
  async ofViews(district: string): Promise<number> {
    const { rows } = await this.db.query(
      `select s.pos from es.subscriptions s join es.log l on l.log_id = s.log_id
       where s.name = $1 and l.district_id = $2`,
      [readModelsSubscription, district],
    );
    return (rows[0]?.pos as number | undefined) ?? 0;
  }

  /** Waits at most two seconds for the views to reach a position; then 503. */
  async reach(district: string, position: number): Promise<void> {
    if (position === 0) return;
    const wait = { subscriptions: [readModelsSubscription], timeoutMs: 2_000 };
    if (await this.progress.waitForPosition(district, position, wait)) return;
    throw new ProblemError(
      'position_not_reached',
      `The views have not reached position ${position} yet. What you sent is recorded; look again in a moment.`,
    );
  }
}
