import type { Actor } from '#domain/decider';
import { recordRequestDecider } from '#domain/record-request/decide';
import type { RecordRequestCommand, RecordRequestEvent } from '#domain/record-request/events';
import { evolve, initial } from '#domain/record-request/state';
import { requireFactOf, requireNoProcess } from '#domain/record-request/standing-against';
import { processes } from '#domain/registry';
import { isProcess, kindOf, type ProcessKind, streamId, type StreamRef } from '#domain/streams';
import type { CommandHandler } from './command-handler.js';
import type { Answer, EventStore } from './event-store.js';

type OfStudent = { district: string; studentId: string };
type Asked = OfStudent & { actor: Actor; key: string };
type Data<T extends RecordRequestCommand['type']> = Extract<
  RecordRequestCommand,
  { type: T }
>['data'];

/**
 * What a records officer destroys. The domain decides by the requests and holds of the student's record; what it cannot see there
 * (open processes, whose an event is) is asked of the log first.
 */
export class Destruction {
  constructor(
    private readonly store: EventStore,
    private readonly handler: CommandHandler,
  ) {}

  /** Destroys every class that the request names and that still stands. */
  destroy(asked: Asked, data: Data<'DestroyRecord'>): Promise<Answer<RecordRequestEvent>> {
    const to = requestsOf(asked);
    return this.handler.handle(recordRequestDecider, to, command(asked, 'DestroyRecord', data), {
      provided: () => this.requireFree(asked, data.requestId),
    });
  }

  /** Expunges the body of one event of the student. */
  expunge(asked: Asked, data: Data<'ExpungeBody'>): Promise<Answer<RecordRequestEvent>> {
    return this.handler.handle(
      recordRequestDecider,
      requestsOf(asked),
      command(asked, 'ExpungeBody', data),
      {
        provided: () => this.requireOwnFact(asked, data),
      },
    );
  }

  /** Refuses with `process-open` while a process works with a class that the request names. */
  async requireFree(of: OfStudent, requestId: string): Promise<void> {
    const { events } = await this.store.read<RecordRequestEvent>(requestsOf(of));
    const request = events.reduce(evolve, initial).destructions.get(requestId);
    if (request) requireNoProcess(request.recordClasses, await this.openProcesses(of));
  }

  /** Refuses with `event-not-of-student` what is no sealed fact of this student and class. */
  async requireOwnFact(
    { district, studentId }: OfStudent,
    { eventId, recordClass }: Pick<Data<'ExpungeBody'>, 'eventId' | 'recordClass'>,
  ): Promise<void> {
    requireFactOf(studentId, recordClass, await this.store.placeOf(district, eventId));
  }

  private async openProcesses({ district, studentId }: OfStudent): Promise<ProcessKind[]> {
    const open: ProcessKind[] = [];
    for (const stream of await this.store.streamsAbout(district, studentId)) {
      const kind = kindOf(stream);
      if (!isProcess(kind)) continue;
      const { decider, course } = processes[kind];
      const { events } = await this.store.read({ district, stream });
      const state = events.reduce(decider.evolve, decider.initial);
      if (course(state).status === 'open') open.push(kind);
    }
    return open;
  }
}

function requestsOf({ district, studentId }: OfStudent): StreamRef {
  return { district, stream: streamId('record-request', studentId) };
}

function command<T extends RecordRequestCommand['type']>(
  { actor, key }: Asked,
  type: T,
  data: Data<T>,
) {
  return { type, data, actor, key } as never;
}
