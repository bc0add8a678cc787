import { Injectable } from '@nestjs/common';
import { localDateOf, type LocalDate } from '#domain/time';
import { EventStore } from '#event-store/event-store';
import { streamId } from '#domain/streams';
import { ProblemError } from './edge/problem-error.js';

export type DistrictSettings = {
  id: string;
  name: string;
  mode: 'sandbox' | 'live';
  timeZone: string;
  identifier: string | null;
};

/** What a district is for good: settled with its first event. */
@Injectable()
export class Settings {
  private readonly known = new Map<string, DistrictSettings>();

  constructor(private readonly store: EventStore) {}

  async of(district: string): Promise<DistrictSettings> {
    const known = this.known.get(district);
    if (known) return known;
    const { events } = await this.store.read({ district, stream: streamId('district', district) });
    const founded = events.find((e) => e.type === 'DistrictFounded');
    if (!founded) throw new ProblemError('no_district', 'Found the district first.');
    const data = founded.data as Omit<DistrictSettings, 'id'>;
    const { name, mode, timeZone, identifier } = data;
    const settings = { id: district, name, mode, timeZone, identifier };
    this.known.set(district, settings);
    return settings;
  }

  /** The district's clock and its day. */
  async today(district: string): Promise<{ now: string; today: LocalDate }> {
    const [{ timeZone }, { now }] = await Promise.all([
      this.of(district),
      this.store.clockOf(district),
    ]);
    return { now, today: localDateOf(now, timeZone) };
  }
}
