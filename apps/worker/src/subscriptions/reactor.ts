import type { Reaction, Recorded } from '#domain/decider';
import { processActor } from '#domain/decider';
import type { Found } from '#domain/process';
import { reactions } from '#domain/reactions';
import { deciders } from '#domain/registry';
import { kindOf, streamId, type StreamId } from '#domain/streams';
import { BodyIsGone, ClaimTaken, ClassDestroyed, IdReused } from '#event-store/errors';
import type { CommandHandler } from '#event-store/command-handler';
import { commandId } from '#event-store/ids';
import { RuleBroken } from '#domain/rule-broken';
import type { ProcessQueries } from '#read-models/processes/processes.query';

/**
 * Lets one fact lead to commands on other streams. The views are asked only once they have passed the fact, so that what
 * is found does not depend on chance; each command's key names the fact and its target, so a second delivery adds
 * nothing. A refusal by the domain ("closed already") is an answer, not a fault, and some reactions say what follows from
 * it; so is a key that was used with other
 * content: the reaction was carried out on the first delivery, and the views have moved on since.
 */
export class Reactor {
  constructor(
    private readonly handler: CommandHandler,
    private readonly processes: ProcessQueries,
    private readonly viewPassed: (district: string, position: number) => Promise<void>,
  ) {}

  readonly name = 'reactor';

  async react(district: string, events: readonly Recorded[]): Promise<void> {
    for (const event of events) {
      for (const reaction of reactions) {
        if (!reaction.listensTo.includes(event.type)) continue;
        if (reaction.kind !== kindOf(event.stream)) continue;
        await this.carryOut(district, event, reaction);
      }
    }
  }

  private async carryOut(
    district: string,
    event: Recorded,
    reaction: (typeof reactions)[number],
  ): Promise<void> {
    const concern = reaction.concerns(event);
    if (concern) await this.viewPassed(district, event.position);
    const found = concern ? await this.processes.concerned(district, concern) : nothing;
    for (const { to, ifRefused, ...command } of reaction.react(event, found)) {
      const refused = await this.send(district, event, { ...command, to: targetOf(district, to) });
      if (refused && ifRefused) await this.send(district, event, ifRefused);
    }
  }

  /** True if the target's rules refuse it. */
  private async send(
    district: string,
    event: Recorded,
    { to: stream, type, data }: { to: StreamId; type: string; data: object },
  ): Promise<boolean> {
    const submission = {
      type,
      data,
      key: `react/${event.id}/${stream}/${type}`,
      actor: processActor,
      correlationId: event.correlationId,
      causationId: event.id,
    };
    try {
      await this.handler.handle(deciders[kindOf(stream)], { district, stream }, submission);
      return false;
    } catch (error) {
      if (!answers.some((answer) => error instanceof answer)) throw error;
      return error instanceof RuleBroken;
    }
  }
}

const answers = [RuleBroken, ClaimTaken, IdReused, ClassDestroyed, BodyIsGone] as const;

/** What a reaction gets that needs nothing but its event. */
const nothing: Found = { processes: [], schoolCalendar: null };

function targetOf(district: string, to: Reaction['to']): StreamId {
  if (typeof to === 'string') return to;
  return streamId(to.kind, commandId(district, to.named.join('/')));
}
