import { operatorActor } from '#domain/decider';
import { deciders } from '#domain/registry';
import { streamId } from '#domain/streams';
import type { Instant } from '#domain/time';
import type { OpenRecord } from '#event-store/record';
import { Progress } from '#event-store/subscription/progress';
import { Database } from '#platform/app/database';
import { DutyQueries } from '#read-models/duties/duties.query';
import { isQuiet, untilQuiet, type Unrest } from '#read-models/quiet';

/** How long nothing may move before the wait for quiet is given up. */
const patienceMs = 60_000;
/** If no subscription says that it has moved, we look again after this time. */
const lookMs = 500;

/** The engine does not come to rest: what is behind, and how many rungs are due and not taken. */
export class NotQuiet extends Error {
  constructor(readonly unrest: Unrest) {
    const { behind, due, kinds, head } = unrest;
    const late = behind.length > 0 ? `behind position ${head}: ${behind.join(', ')}` : '';
    const owed = due > 0 ? `${due} rungs are due and not taken: ${kinds.join(', ')}` : '';
    super(`the engine does not come to rest (${[late, owed].filter(Boolean).join('; ')})`);
    this.name = 'NotQuiet';
  }
}

/** Steps a sandbox district's clock, and waits until the engine has done everything that the step made due. */
export class DistrictClock {
  private readonly db: Database;
  private readonly progress: Progress;
  private readonly duties: DutyQueries;

  constructor(
    databaseUrl: string,
    private readonly record: OpenRecord,
    private readonly district: string,
  ) {
    this.db = new Database(databaseUrl, { max: 2 });
    this.duties = new DutyQueries(this.db);
    this.progress = new Progress(databaseUrl);
    this.progress.start();
  }

  async now(): Promise<Instant> {
    return (await this.record.store.clockOf(this.district)).now;
  }

  /**
   * Steps to a moment by way of every moment at which something falls due, and rests there: what is due earlier is done
   * earlier, as it is where time passes by itself.
   */
  async advance(to: Instant): Promise<void> {
    for (;;) {
      const next = await this.duties.nextDueAt(this.district);
      if (next === null || next >= to) return this.step(to);
      if (next > (await this.now())) await this.step(next);
      await this.quiet();
    }
  }

  /** Records one step; `RuleBroken('clock-is-not-stepped')` on a live district. */
  private async step(to: Instant): Promise<void> {
    await this.record.handler.handle(
      deciders.district,
      { district: this.district, stream: streamId('district', this.district) },
      { type: 'AdvanceClock', data: { to }, key: `operator/clock/${to}`, actor: operatorActor },
    );
  }

  /** Throws {@link NotQuiet} when for a minute nothing has moved. */
  async quiet(): Promise<Unrest> {
    const changed = () => this.progress.moved(lookMs);
    const unrest = await untilQuiet(this.db, this.district, changed, patienceMs);
    if (!isQuiet(unrest)) throw new NotQuiet(unrest);
    return unrest;
  }

  async close(): Promise<void> {
    await this.progress.stop();
    await this.db.close();
  }
}
