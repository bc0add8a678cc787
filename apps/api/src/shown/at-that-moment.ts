import { Injectable } from '@nestjs/common';
import { kindOf, type StreamId } from '#domain/streams';
import { EventStore } from '#event-store/event-store';
import type { Moment } from '#read-models/as-of';
import { cycleRows, type CycleRow } from '#read-models/cycle/cycle';
import { referralRows, type ReferralRow } from '#read-models/referral/referral';
import { rowsAt, stageAt } from '#read-models/rows-at';

/** A student's processes as they stood at a moment: from their streams, because the views know the present alone. */
export type ProcessesThen = {
  cycles: readonly CycleRow[];
  referrals: readonly ReferralRow[];
  /** By stream. */
  stages: ReadonlyMap<string, string>;
};

@Injectable()
export class AtThatMoment {
  constructor(private readonly store: EventStore) {}

  async processesOf(district: string, studentId: string, moment: Moment): Promise<ProcessesThen> {
    const streams = await this.store.streamsAbout(district, studentId);
    const cycles: CycleRow[] = [];
    const referrals: ReferralRow[] = [];
    const stages = new Map<string, string>();
    for (const stream of streams) {
      const { events } = await this.store.read({ district, stream });
      const stage = stageAt(events, moment);
      if (stage === null) continue;
      stages.set(stream, stage);
      if (kindOf(stream) === 'cycle') cycles.push(...rowsAt(cycleRows, events, moment));
      else referrals.push(...rowsAt(referralRows, events, moment));
    }
    const byDay = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
    return {
      cycles: cycles.toSorted((a, b) => byDay(a.opened_on, b.opened_on)),
      referrals: referrals.toSorted((a, b) => byDay(a.received_on, b.received_on)),
      stages,
    };
  }

  /** Cycles by their streams, as they stood; those that had not begun are left out. */
  async cycles(
    district: string,
    streams: readonly StreamId[],
    moment: Moment,
  ): Promise<readonly CycleRow[]> {
    const rows = await Promise.all(
      streams.map(async (stream) => {
        const { events } = await this.store.read({ district, stream });
        return rowsAt(cycleRows, events, moment);
      }),
    );
    return rows.flat();
  }
}
