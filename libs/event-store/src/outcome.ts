import { type DomainEvent, isGone, type Kept, type Recorded } from '#domain/decider';
import type { StreamId } from '#domain/streams';
import type { Instant } from '#domain/time';
import {
  BodyIsGone,
  ClaimTaken,
  ClassDestroyed,
  IdReused,
  NotASandbox,
  StreamRedacted,
  VersionConflict,
} from './errors.js';
import type { Answer, AppendRequest } from './event-store.js';
import { placed, type PreparedCommand } from './prepare.js';

/** What a log says to one command of a batch. `firstPosition`: of the command's first event. */
export type Outcome =
  | {
      is: 'ok';
      firstPosition: number;
      /** Of each of the command's streams, before it. */
      versionsBefore: readonly number[];
      recordedAt: Instant;
    }
  | { is: 'duplicate'; firstPosition: number }
  | { is: 'conflict'; stream: StreamId; actual: number }
  | { is: 'claim_taken'; holder: StreamId }
  | { is: 'redacted'; stream: StreamId }
  | { is: 'id_reused' | 'not_sandbox' | 'key_closed' };

/** The answer of an accepted command; a repeat's is fetched by `earlier`; every refusal is thrown in its own type. */
export function answerOf(
  command: PreparedCommand,
  outcome: Outcome,
  earlier: (firstPosition: number) => Promise<Answer>,
): Promise<Answer> | Answer {
  const { to } = command.request;
  switch (outcome.is) {
    case 'ok': {
      const { firstPosition, versionsBefore, recordedAt } = outcome;
      return {
        stream: to.stream,
        version: versionsBefore[0]! + command.targets[0]!.count,
        position: firstPosition + command.events.length - 1,
        events: placed(command, firstPosition, versionsBefore, recordedAt),
        replayed: false,
      };
    }
    case 'duplicate':
      return earlier(outcome.firstPosition);
    case 'conflict': {
      const target = command.targets.find(({ stream }) => stream === outcome.stream)!;
      const ref = { district: to.district, stream: outcome.stream };
      throw new VersionConflict(ref, target.expected, outcome.actual);
    }
    case 'claim_taken':
      throw new ClaimTaken(to, outcome.holder);
    case 'redacted':
      throw new StreamRedacted({ district: to.district, stream: outcome.stream });
    case 'id_reused':
      throw new IdReused(command.commandId);
    case 'key_closed':
      throw new ClassDestroyed(to.stream);
    case 'not_sandbox':
      throw new NotASandbox(to.district);
  }
}

/** The answer to a command that decided nothing: it leaves nothing and may be repeated freely. */
export function nothingDecided({ to, expected }: AppendRequest, position: number): Answer {
  return {
    stream: to.stream,
    version: typeof expected === 'number' ? expected : 0,
    position,
    events: [],
    replayed: false,
  };
}

/**
 * The answer of a command that was taken before, from its events as they stand in the log. Throws `BodyIsGone` if one of them
 * was expunged or destroyed since.
 */
export async function earlierAnswer<E extends DomainEvent>(
  stream: StreamId,
  kept: readonly Kept<E>[],
  versionThen: (position: number) => Promise<number>,
): Promise<Answer<E>> {
  if (kept.some(isGone)) throw new BodyIsGone(stream);
  const events = kept as readonly Recorded<E>[];
  const position = events.at(-1)!.position;
  const own = events.filter((event) => event.stream === stream).at(-1);
  return {
    stream,
    version: own ? own.version : await versionThen(position),
    position,
    events,
    replayed: true,
  };
}
