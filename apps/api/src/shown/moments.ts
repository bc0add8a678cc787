import { Injectable } from '@nestjs/common';
import type { TimeQuery } from '#contracts/page';
import { EventStore } from '#event-store/event-store';
import type { Moment } from '#read-models/as-of';
import { Settings } from '../settings.js';

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

  /** A position as it is; a moment as the last position recorded by then; null = all that is known now. */
  async position(district: string, knownAt: string | undefined): Promise<number | null> {
    if (knownAt === undefined) return null;
    if (/^\d+$/.test(knownAt)) return Number(knownAt);
    return this.store.positionAt(district, new Date(knownAt).toISOString());
  }
}
