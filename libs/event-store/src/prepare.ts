import type { Actor, DomainEvent, Recorded } from '#domain/decider';
import { type Meta, outcomeCodesOf } from '#domain/outcome-codes';
import { isAboutOneStudent } from '#domain/record-class';
import { kindOf, type StreamId } from '#domain/streams';
import type { Instant } from '#domain/time';
import type { Fact, Seal, StoredBody } from './bodies.js';
import type { Shapes } from '#domain/upcast';
import { clockStepOf } from './clock.js';
import type { DistrictKeys } from './district-keys.js';
import { type Expected, TooMuch } from './errors.js';
import type { AppendRequest } from './event-store.js';
import { contentHash, sha256Of } from './hash.js';
import { eventId } from './ids.js';

export type PreparedEvent = StoredBody & {
  id: string;
  /** Index of its stream in `targets`, and its place among that stream's events here, from 1. */
  target: number;
  ordinal: number;
  type: string;
  schemaVersion: number;
  occurredAt: Instant;
  contentHash: Buffer;
  meta: Meta;
  data: object;
};

/** A request made ready before the lock: ids, bodies and hashes, so that under the lock nothing is left to compute. */
export type PreparedCommand = {
  request: AppendRequest;
  commandId: string;
  mac: Buffer;
  actor: Actor;
  correlationId: string;
  causationId: string | null;
  /** The own stream first. */
  targets: Target[];
  events: PreparedEvent[];
  claims: { claim: Buffer; take: boolean }[];
  clockStep: Instant | null;
  bytes: number;
};

/** One of a command's streams; `subjectId`: the student that it is about, as far as these events tell. */
export type Target = {
  stream: StreamId;
  expected: Expected;
  count: number;
  subjectId: string | null;
};

/** The largest batch that the log is locked for (event-store.md 5). */
const mostEvents = 5_000;

const streamName = /^[a-z-]+\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The streams of a request with what is expected of each; the own one first. */
export function partsOf(
  request: AppendRequest,
): { stream: StreamId; expected: Expected; events: readonly DomainEvent[] }[] {
  return [
    { stream: request.to.stream, expected: request.expected, events: request.events },
    ...(request.others ?? []).map((o) => ({ ...o, expected: o.expect })),
  ];
}

/** The facts of a request in the order in which they are appended. Throws `TooMuch`, and where a stream's name is none. */
export function factsOf(request: AppendRequest): Fact[] {
  const parts = partsOf(request);
  const count = parts.reduce((sum, { events }) => sum + events.length, 0);
  if (count > mostEvents)
    throw new TooMuch(request.to.stream, `${count} events in one command`, `${mostEvents}`);
  const names = new Set(parts.map((part) => part.stream));
  if (names.size < parts.length)
    throw new Error(`a stream is named twice in command ${request.command.meta.commandId}`);
  for (const name of names)
    if (!streamName.test(name)) throw new Error(`not a stream name (<kind>/<uuid>): ${name}`);
  return parts.flatMap(({ stream, events }) => events.map((event) => ({ stream, event })));
}

/** @param seal made for {@link factsOf} the request */
export function prepare(
  request: AppendRequest,
  seal: Seal,
  keys: DistrictKeys,
  shapes: Shapes,
): PreparedCommand {
  const { district } = request.to;
  const { commandId, actor, correlationId, causationId, at } = request.command.meta;
  const parts = partsOf(request);
  let bytes = 0;
  let clockStep: Instant | null = null;
  const events: PreparedEvent[] = [];
  parts.forEach(({ stream, events: facts }, target) =>
    facts.forEach((fact, n) => {
      const id = eventId(commandId, events.length);
      const schemaVersion = shapes.versionOf(fact.type);
      const occurred = millisOf(fact.occurredAt ?? at, fact.type);
      const of = { eventId: id, stream, type: fact.type, schemaVersion };
      const stored = seal(events.length, of);
      const meta = outcomeCodesOf(fact);
      const hash = contentHash({
        log: district,
        eventId: id,
        stream,
        type: fact.type,
        schemaVersion,
        subject: stored.subjectId,
        recordClass: stored.recordClass,
        keyId: stored.keyId,
        occurredAt: `${occurred}000`,
        actor: actor.id,
        role: actor.role,
        correlation: correlationId,
        causation: causationId,
        command: commandId,
        mac: request.mac.toString('hex'),
        meta,
        bodyDigest: sha256Of(stored.body).toString('hex'),
      });
      clockStep = clockStepOf(fact) ?? clockStep;
      bytes += stored.body.length;
      events.push({
        ...stored,
        id,
        target,
        ordinal: n + 1,
        type: fact.type,
        schemaVersion,
        occurredAt: new Date(occurred).toISOString(),
        contentHash: hash,
        meta,
        data: fact.data,
      });
    }),
  );
  const claims = (request.claims ?? []).flatMap(({ release, take }) => [
    ...release.map((text) => ({ claim: keys.claimMac(district, text), take: false })),
    ...take.map((text) => ({ claim: keys.claimMac(district, text), take: true })),
  ]);
  return {
    request,
    commandId,
    mac: request.mac,
    actor,
    correlationId,
    causationId,
    targets: parts.map(({ stream, expected, events: e }, target) => ({
      stream,
      expected,
      count: e.length,
      subjectId: isAboutOneStudent(kindOf(stream))
        ? (events.find((event) => event.target === target)?.subjectId ?? null)
        : null,
    })),
    events,
    claims,
    clockStep,
    bytes,
  };
}

function millisOf(at: Instant, type: string): number {
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) throw new Error(`${type}: occurredAt is no instant: ${at}`);
  return ms;
}

/** The events of a command as they stand in the log, once its first position and its streams' earlier versions are known. */
export function placed(
  command: PreparedCommand,
  firstPosition: number,
  versionsBefore: readonly number[],
  recordedAt: Instant,
): Recorded[] {
  return command.events.map((event, i) => ({
    type: event.type,
    data: event.data,
    id: event.id,
    stream: command.targets[event.target]!.stream,
    version: versionsBefore[event.target]! + event.ordinal,
    position: firstPosition + i,
    schemaVersion: event.schemaVersion,
    occurredAt: event.occurredAt,
    recordedAt,
    actor: command.actor,
    commandId: command.commandId,
    correlationId: command.correlationId,
    causationId: command.causationId,
  }));
}
