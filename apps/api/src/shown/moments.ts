import { Injectable } from '@nestjs/common';
import type { TimeQuery } from '#contracts/page';
import { localDateOf, type LocalDate } from '#domain/time';
import { EventStore } from '#event-store/event-store';
import type { Moment } from '#read-models/as-of';
import { Settings } from '../settings.js';

const lookBack = 20;

/** `asOf` and `knownAt` of a query, as a day and a position of the log. */
@Injectable()
export class Moments {
  constructor(
    private readonly store: EventStore,
    private readonly settings: Settings,
  ) {}

  async of(district: string, { asOf, knownAt }: TimeQuery): Promise<Moment> {
    const [{ timeZone }, position] = await Promise.all([
      this.settings.of(district),
      this.position(district, knownAt),
    ]);
    return { asOf: asOf ?? null, knownAt: position, timeZone };
  }

  /** What had been recorded up to a position. */
  async at(district: string, knownAt: number): Promise<Moment> {
    const { timeZone } = await this.settings.of(district);
    return { asOf: null, knownAt, timeZone };
  }

  /** The day that it was in the district at a moment of knowing. */
  async dayOf(district: string, knownAt: string): Promise<LocalDate> {
    const { timeZone } = await this.settings.of(district);
    if (!/^\d+$/.test(knownAt)) return localDateOf(new Date(knownAt).toISOString(), timeZone);
    const position = Math.min(Number(knownAt), await this.store.head(district));
    // What is gone is passed over: a few back there is one that can be read, or it is the district's first day.
    const events = await this.store.readLog(district, Math.max(position - lookBack, 0), lookBack);
    const last = events.findLast((event) => event.position <= position) ?? events[0];
    return last
      ? localDateOf(last.recordedAt, timeZone)
      : (await this.settings.today(district)).today;
  }

  /** A position as it is; a moment as the last position recorded by then; null = all that is known now. */
  async position(district: string, knownAt: string | undefined): Promise<number | null> {
    if (knownAt === undefined) return null;
    if (/^\d+$/.test(knownAt)) return Number(knownAt);
    return this.store.positionAt(district, new Date(knownAt).toISOString());
  }
}
