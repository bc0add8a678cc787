import { isGone } from '#domain/decider';
import { recordClasses } from '#domain/record-class';
import type { LoggedEvent } from '#event-store/export/log-pages';

/**
 * An event as a CloudEvent 1.0 in JSON (github.com/cloudevents/spec). Attributes have lower-case names and no nulls: what an event has not is
 * left out. `time` is when it happened, `recordedtime` when it was recorded; `sequence` is its position, as text that sorts.
 */
export type CloudEvent = {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  subject: string;
  time: string;
  datacontenttype?: 'application/json';
  data?: object;
} & Readonly<Record<string, unknown>>;

/** @param withData false leaves every body out; one that is gone has none in any case */
export function cloudEvent(
  district: string,
  { event, recordClass, contentHash, chainHash }: LoggedEvent,
  withData: boolean,
): CloudEvent {
  const { causationId, actor } = event;
  const codes = isGone(event) && Object.keys(event.meta).length > 0 ? event.meta : null;
  return {
    specversion: '1.0',
    id: event.id,
    source: `urn:aimline:district:${district}`,
    type: `aimline.${event.type}`,
    subject: event.stream,
    time: event.occurredAt,
    sequence: String(event.position).padStart(16, '0'),
    partitionkey: event.stream,
    streamversion: event.version,
    schemaversion: event.schemaVersion,
    recordedtime: event.recordedAt,
    actorid: actor.id,
    actorrole: actor.role,
    commandid: event.commandId,
    correlationid: event.correlationId,
    ...(causationId === null ? {} : { causationid: causationId }),
    ...(recordClass === null ? {} : { recordclass: recordClasses[recordClass - 1] }),
    contenthash: contentHash,
    chainhash: chainHash,
    ...(isGone(event) ? { gone: true } : {}),
    ...(codes ? { outcomecodes: JSON.stringify(codes) } : {}),
    ...(withData && !isGone(event)
      ? { datacontenttype: 'application/json' as const, data: event.data }
      : {}),
  };
}
