import { cycleDecider, interventionCycle } from '#domain/cycle/process';
import { cycleReact } from '#domain/cycle/react';
import type { Cycle } from '#domain/cycle/state';
import { obligations as cycleObligations } from '#domain/cycle/obligations';
import type { SchoolCalendar } from '#domain/calendar/school-calendar';
import type {
  Actor,
  Command,
  Decider,
  DomainEvent,
  Reaction,
  Recorded,
  Reference,
} from '#domain/decider';
import { processActor } from '#domain/decider';
import { groupDecider } from '#domain/group/process';
import { groupReact } from '#domain/group/react';
import { obligations as groupObligations } from '#domain/group/obligations';
import type { Duty } from '#domain/obligation';
import type { FoundProcess, Obligations, React } from '#domain/process';
import type { RuleSetDocument } from '#domain/rule-set/document';
import { RuleBroken } from '#domain/rule-broken';
import type { StreamId } from '#domain/streams';
import { kindOf } from '#domain/streams';
import type { Instant, LocalDate } from '#domain/time';
import { instantOf } from '#domain/time';

type AnyDecider = Decider<unknown, Command, DomainEvent>;

const processes: Readonly<
  Record<string, { decider: AnyDecider; obligations: Obligations<unknown> }>
> = {
  cycle: {
    decider: cycleDecider as unknown as AnyDecider,
    obligations: cycleObligations as Obligations<unknown>,
  },
  group: {
    decider: groupDecider as unknown as AnyDecider,
    obligations: groupObligations as Obligations<unknown>,
  },
};

/** What follows elsewhere from a fact, by the kind of its stream. */
const reactions: Readonly<Record<string, React<DomainEvent>>> = {
  cycle: cycleReact as unknown as React<DomainEvent>,
  group: groupReact as unknown as React<DomainEvent>,
};

type Stream = { state: unknown; events: Recorded[]; duties: readonly Duty[] | null };

/**
 * A district in memory, without database or Temporal: streams, one calendar, one rule set, and a clock. `at` moves the
 * clock and takes every rung on the way at its own instant, as the workflows do.
 */
export class World {
  readonly streams = new Map<StreamId, Stream>();
  readonly reactedElsewhere: Reaction[] = [];
  now: Instant;
  private commands = 0;
  private position = 0;

  constructor(
    readonly calendars: readonly SchoolCalendar[],
    readonly rules: RuleSetDocument,
    start: LocalDate,
  ) {
    this.now = instantOf(start, '00:00', this.timeZone);
  }

  get timeZone(): string {
    return this.calendars[0]!.timeZone;
  }

  /** Moves the clock to a local day and time; everything due before is stepped on the way, in order. */
  at(date: LocalDate, time = '12:00'): this {
    const until = instantOf(date, time, this.timeZone);
    for (;;) {
      const next = this.nearest();
      if (!next || next.duty.rungs[0]!.at > until) break;
      const rung = next.duty.rungs[0]!;
      if (rung.at > this.now) this.now = rung.at;
      const took = this.step(next.stream, rung.key);
      if (took.length === 0 && this.nearest()?.duty.rungs[0]!.key === rung.key)
        throw new Error(`a due rung was neither taken nor let go: ${rung.key}`);
    }
    if (until > this.now) this.now = until;
    return this;
  }

  send(stream: StreamId, type: string, data: object, actor = specialist): readonly Recorded[] {
    const command = { type, data, meta: this.meta(actor) };
    const { decider } = processes[kindOf(stream)]!;
    const state = this.streams.get(stream)?.state ?? decider.initial;
    const decided = decider.decide(command, state, this.reference(decider.needs(state, command)));
    const { own, others } = 'own' in decided ? decided : { own: decided, others: [] };
    const recorded = own.map((event, i) => this.append(stream, event, command, i));
    const beside = others.flatMap((elsewhere, n) => {
      if (elsewhere.expect === 'exists' && !this.streams.has(elsewhere.stream))
        throw new Error(`no such stream: ${elsewhere.stream}`);
      return elsewhere.events.map((event, i) =>
        this.append(elsewhere.stream, event, command, 100 * (n + 1) + i),
      );
    });
    for (const event of [...recorded, ...beside]) this.react(event);
    return recorded;
  }

  duties(stream: StreamId): readonly Duty[] {
    const process = processes[kindOf(stream)]!;
    const known = this.streams.get(stream);
    if (!known) return [];
    const reference = () => this.reference(process.decider.needs(known.state));
    return (known.duties ??= process.obligations(known.state, reference()));
  }

  events(stream: StreamId): readonly Recorded[] {
    return this.streams.get(stream)?.events ?? [];
  }

  /** `<day> <type>` of each event, or of those of one type. */
  story(stream: StreamId, ...types: readonly string[]): readonly string[] {
    return this.events(stream)
      .filter((event) => types.length === 0 || types.includes(event.type))
      .map((event) => `${event.occurredAt.slice(0, 10)} ${event.type}`);
  }

  last<D = Record<string, unknown>>(stream: StreamId, type: string): Recorded & { data: D } {
    const found = this.events(stream).findLast((event) => event.type === type);
    if (!found) throw new Error(`no ${type} in ${stream}`);
    return found as Recorded & { data: D };
  }

  private nearest(): { stream: StreamId; duty: Duty } | null {
    let nearest: { stream: StreamId; duty: Duty } | null = null;
    for (const stream of this.streams.keys()) {
      const duty = this.duties(stream)[0];
      if (duty && (!nearest || duty.rungs[0]!.at < nearest.duty.rungs[0]!.at))
        nearest = { stream, duty };
    }
    return nearest;
  }

  step(stream: StreamId, key: string): readonly Recorded[] {
    return this.send(stream, 'StepLadder', { key }, processActor);
  }

  /** Commands to streams that this world holds; those to other kinds (a referral) are kept for the test to see. */
  private react(event: Recorded): void {
    const { react } = reactions[kindOf(event.stream)]!;
    const processes = [...this.streams].flatMap(([stream, { state }]) =>
      kindOf(stream) === 'cycle' ? [foundCycle(stream, state as Cycle)] : [],
    );
    for (const reaction of react(event, { processes, schoolCalendar: null })) {
      const { to, type, data, ifRefused } = reaction;
      if (typeof to !== 'string' || !this.streams.has(to)) this.reactedElsewhere.push(reaction);
      else if (!this.takes(to, type, data) && ifRefused)
        this.takes(ifRefused.to, ifRefused.type, ifRefused.data);
    }
  }

  /** False if the rules refuse it, which to a reaction is an answer. */
  private takes(stream: StreamId, type: string, data: object): boolean {
    try {
      this.send(stream, type, data, processActor);
      return true;
    } catch (error) {
      if (error instanceof RuleBroken) return false;
      throw error;
    }
  }

  private reference(needs: ReturnType<AnyDecider['needs']>): Reference {
    const version = (pin?: { version?: number }) =>
      pin && this.calendars.find((c) => c.version === (pin.version ?? c.version));
    const calendar = version(needs.calendar);
    const previousCalendar = version(needs.previousCalendar);
    return {
      district: { id: 'district', timeZone: this.timeZone, sandbox: true },
      ...(calendar ? { calendar } : {}),
      ...(previousCalendar ? { previousCalendar } : {}),
      ruleSet: this.rules,
    };
  }

  private meta(actor: Command['meta']['actor']): Command['meta'] {
    const commandId = `command-${++this.commands}`;
    return { commandId, at: this.now, actor, correlationId: commandId, causationId: null };
  }

  private append(stream: StreamId, event: DomainEvent, command: Command, i: number): Recorded {
    const { decider } = processes[kindOf(stream)]!;
    const known = this.streams.get(stream) ?? { state: decider.initial, events: [], duties: null };
    const { commandId, actor, correlationId } = command.meta;
    const recorded: Recorded = {
      occurredAt: this.now,
      ...event,
      id: `${commandId}/${i}`.replace('/', '-event-'),
      stream,
      version: known.events.length + 1,
      position: ++this.position,
      schemaVersion: 1,
      recordedAt: this.now,
      actor,
      commandId,
      correlationId,
      causationId: null,
    };
    known.state = decider.evolve(known.state, recorded);
    known.events.push(recorded);
    known.duties = null;
    this.streams.set(stream, known);
    return recorded;
  }
}

function foundCycle(stream: StreamId, state: Cycle): FoundProcess {
  const open = interventionCycle.course(state).status === 'open';
  return { stream, kind: 'cycle', ...interventionCycle.about(state), open, closedBecause: null };
}

export const specialist: Actor = { id: 'staff-oriel', role: 'specialist' };

/** The rule by which a command is refused. */
export function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof RuleBroken) return error.rule;
    throw error;
  }
  throw new Error('expected a refusal, but the command was accepted');
}
