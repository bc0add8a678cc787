import { Injectable } from '@nestjs/common';
import type { HistoryEntry, HistoryPage, HistoryQuery } from '#contracts/history';
import type { Recorded } from '#domain/decider';
import { streamId, type StreamKind } from '#domain/streams';
import { EventStore } from '#event-store/event-store';
import type { TimelineRow } from '#read-models/student-timeline/student-timeline';
import { Moments } from './shown/moments.js';
import { Names, type NameBook } from './shown/names.js';
import { cursorOf, pageOf } from './shown/paging.js';
import { Views } from './views.js';

type Fact = Omit<HistoryEntry, 'actor' | 'summary' | 'voided' | 'data'> & {
  actor: Recorded['actor'];
  data: object;
};

/** Histories: the facts of one stream, or of one student over all streams, as they were recorded. */
@Injectable()
export class Histories {
  constructor(
    private readonly store: EventStore,
    private readonly views: Views,
    private readonly names: Names,
    private readonly moments: Moments,
  ) {}

  async ofStream(
    district: string,
    kind: StreamKind,
    id: string,
    query: HistoryQuery,
  ): Promise<HistoryPage> {
    const knownAt = await this.moments.position(district, query.knownAt);
    const { events } = await this.store.read(
      { district, stream: streamId(kind, id) },
      knownAt === null ? {} : { to: knownAt },
    );
    return this.page(district, events.map(factOf), query);
  }

  /** Every fact that concerns the student: their own, and those of their cycles and referrals. */
  async ofStudent(district: string, studentId: string, query: HistoryQuery): Promise<HistoryPage> {
    const knownAt = await this.moments.position(district, query.knownAt);
    const rows = await this.views.timeline.of(district, studentId, { knownAt, limit: 20_000 });
    return this.page(district, rows.map(factOfRow), query);
  }

  private async page(
    district: string,
    facts: readonly Fact[],
    { after, limit, order }: HistoryQuery,
  ): Promise<HistoryPage> {
    const names = await this.names.of(district);
    const voided = new Set(
      facts
        .filter((f) => f.type === 'FactVoided' || f.type === 'ScoreVoided')
        .map((f) => (f.data as { eventId?: string }).eventId),
    );
    const ordered = order === 'oldest' ? facts : facts.toReversed();
    const last = cursorOf(after)?.['event'];
    const from = last === undefined ? 0 : ordered.findIndex((f) => f.eventId === last) + 1;
    return pageOf(
      ordered.slice(from, from + limit + 1),
      limit,
      (fact) => ({ event: fact.eventId }),
      (fact) => entry(fact, names, voided.has(fact.eventId)),
    );
  }
}

function entry(fact: Fact, names: NameBook, voided: boolean): HistoryEntry {
  const { data, actor, ...envelope } = fact;
  return {
    ...envelope,
    actor: names.actor(actor),
    data: data as HistoryEntry['data'],
    summary: summaryOf(data),
    voided,
  };
}

/** The codes and numbers at the top of a fact; ids, texts and lists are in `data`. */
function summaryOf(data: object): HistoryEntry['summary'] {
  return Object.fromEntries(
    Object.entries(data).filter(
      (entry): entry is [string, string | number | boolean | null] =>
        !entry[0].endsWith('Id') &&
        (entry[1] === null ||
          typeof entry[1] === 'number' ||
          typeof entry[1] === 'boolean' ||
          (typeof entry[1] === 'string' && entry[1].length <= 40)),
    ),
  );
}

function factOf(event: Recorded): Fact {
  const { id, stream, version, position, type, occurredAt, recordedAt, actor, data } = event;
  const { commandId, correlationId, causationId } = event;
  return {
    eventId: id,
    stream,
    version,
    position,
    type,
    occurredAt,
    recordedAt,
    actor,
    commandId,
    correlationId,
    causationId,
    data,
  };
}

function factOfRow(row: TimelineRow): Fact {
  return {
    eventId: row.event_id,
    stream: row.stream,
    version: row.version,
    position: row.position,
    type: row.type,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    actor: row.actor,
    commandId: null,
    correlationId: null,
    causationId: row.causation_id,
    data: row.data,
  };
}
