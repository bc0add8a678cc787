import type { SchoolCalendar } from './calendar/school-calendar.js';
import type { Meta } from './outcome-codes.js';
import type { JurisdictionChoice } from './legal-clock/pack.js';
import type { RuleSetDocument } from './rule-set/document.js';
import type { StreamId, StreamKind } from './streams.js';
import type { Instant } from './time.js';

/** Who acts: a person by staff uuid, or one of the fixed actors below. */
export type ActorRole =
  | 'district-admin'
  | 'school-admin'
  | 'specialist'
  | 'teacher'
  | 'psychologist'
  | 'auditor'
  | 'process'
  | 'importer'
  | 'operator';

export type Actor = { id: string; role: ActorRole };

/** Fixed actors (architecture.md 9): the engine's own processes, the importer, and the operator at the command line. */
export const processActor: Actor = { id: '00000000-0000-4000-8000-000000000001', role: 'process' };
export const importActor: Actor = { id: '00000000-0000-4000-8000-000000000002', role: 'importer' };
export const operatorActor: Actor = {
  id: '00000000-0000-4000-8000-000000000003',
  role: 'operator',
};

/** What a domain event is before the store has taken it: plain JSON. `occurredAt` is the command's moment unless given. */
export type DomainEvent = { type: string; data: object; occurredAt?: Instant };

/** An event as the record keeps it: the fact, and the envelope with its two dates. */
export type Recorded<E extends DomainEvent = DomainEvent> = E & {
  id: string;
  stream: StreamId;
  version: number;
  position: number;
  schemaVersion: number;
  occurredAt: Instant;
  recordedAt: Instant;
  actor: Actor;
  commandId: string;
  correlationId: string;
  causationId: string | null;
};

/**
 * An event whose body was expunged, or destroyed with its class: its envelope stands, and the codes that must outlive it. It is never
 * folded or projected: every reader of the record gets it beside the events, not among them.
 */
export type BodyGone = Omit<Recorded, 'data'> & { data: null; meta: Meta };

/** What the record holds at a position. */
export type Kept<E extends DomainEvent = DomainEvent> = Recorded<E> | BodyGone;

export function isGone(kept: Kept): kept is BodyGone {
  return kept.data === null;
}

/**
 * `at`: the district's clock when the command was taken (a sandbox's clock is stepped). `commandId` derives from the
 * idempotency key, so a retry carries the same one.
 */
export type CommandMeta = {
  commandId: string;
  at: Instant;
  actor: Actor;
  correlationId: string;
  causationId: string | null;
};

export type Command = { type: string; data: object; meta: CommandMeta };

/** A concept's command as `decide` gets it: with who, when and why. */
export type Sent<C> = C & { meta: CommandMeta };

/** Facts for other streams that belong to the same decision; appended all or nothing with the stream's own. */
export type Elsewhere = {
  stream: StreamId;
  expect: 'exists' | 'none';
  events: readonly DomainEvent[];
};

export type Decided<E extends DomainEvent> =
  readonly E[] | { own: readonly E[]; others: readonly Elsewhere[] };

/** A version of a published document: calendars and rule sets are immutable once they have one. */
export type Pin = { id: string; version: number };

/** Which immutable documents a decision reads. A calendar without a version means its newest. */
export type ReferenceNeeds = {
  calendar?: { id: string; version?: number };
  /** With AdoptCalendar: the version that the process leaves, to name each due date that moves. */
  previousCalendar?: Pin;
  ruleSet?: Pin;
  /** The district's legal clocks, as chosen by now. */
  jurisdiction?: true;
};

/** The immutable documents themselves, and the settings of the district. */
export type Reference = {
  district: { id: string; timeZone: string; sandbox: boolean };
  calendar?: SchoolCalendar;
  previousCalendar?: SchoolCalendar;
  ruleSet?: RuleSetDocument;
  /** Left out if the district has not chosen. */
  jurisdiction?: JurisdictionChoice;
};

/**
 * One kind of stream: what it remembers, what may happen, what happened. `decide` is pure and may refuse with
 * {@link RuleBroken}; `evolve` never throws. Function properties, not methods, so that they can be passed on.
 */
export type Decider<S, C extends Command, E extends DomainEvent> = {
  kind: StreamKind;
  initial: S;
  evolve: (state: S, event: Recorded<E>) => S;
  decide: (command: C, state: S, reference: Reference) => Decided<E>;
  needs: (state: S, command?: C) => ReferenceNeeds;
  /** What the event takes or releases of what only one stream may hold; `before` is the state that it met. */
  claims?: (event: E, before: S) => Claims;
};

/**
 * "One open cycle per student and area": a text that only one stream may hold at a time. The store keeps an HMAC of it.
 * Pure, beside `evolve`.
 */
export type Claims = { take: readonly string[]; release: readonly string[] };

/**
 * A command that follows from a fact of another stream; the target is named or derived from names (uuidv5). `ifRefused`
 * goes out instead where the target's rules refuse it; without one a refusal is the answer ("closed already").
 */
export type Reaction = {
  to: StreamId | { kind: StreamKind; named: readonly string[] };
  type: string;
  data: object;
  ifRefused?: { to: StreamId; type: string; data: object };
};
