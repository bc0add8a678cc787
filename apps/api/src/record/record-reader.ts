import { Injectable } from '@nestjs/common';
import type { RecordOverview } from '#contracts/record';
import type { Actor } from '#domain/decider';
import type { RecordRequestEvent } from '#domain/record-request/events';
import { overviewOf } from '#domain/record-request/overview';
import { streamId } from '#domain/streams';
import { EventStore } from '#event-store/event-store';
import { Names } from '../shown/names.js';

/** What was asked about a student's record. It outlives the student's own row, which goes with the core. */
@Injectable()
export class RecordReader {
  constructor(
    private readonly store: EventStore,
    private readonly names: Names,
  ) {}

  async read(district: string, studentId: string): Promise<RecordOverview> {
    const { version, events } = await this.store.read<RecordRequestEvent>({
      district,
      stream: streamId('record-request', studentId),
    });
    const { destructions, expunged, access, amendments, holds } = overviewOf(events);
    const names = await this.names.of(district);
    const shown = <T extends { officer: Actor }>(gone: T) => ({
      ...gone,
      officer: names.actor(gone.officer),
    });
    return {
      studentId,
      version,
      access: [...access],
      amendments: amendments.map((one) => ({ ...one, eventIds: [...one.eventIds] })),
      holds: [...holds],
      destructions: destructions.map(({ destroyed, recordClasses, ...one }) => ({
        ...one,
        recordClasses: [...recordClasses],
        destroyed: destroyed.map(shown),
      })),
      expunged: expunged.map(shown),
    };
  }
}
