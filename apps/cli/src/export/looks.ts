import { randomUUID } from 'node:crypto';
import { accessDecider } from '#domain/access/decide';
import type { AccessCommand } from '#domain/access/events';
import type { Actor, Sent } from '#domain/decider';
import { kindOf, streamId } from '#domain/streams';
import type { LocalDate } from '#domain/time';
import type { Submission } from '#event-store/command-handler';
import { ClassDestroyed, VersionConflict } from '#event-store/errors';
import type { LoggedEvent } from '#event-store/export/log-pages';
import type { Installation } from '../installation.js';

/** Who takes it, to whom outside it goes (null: to nobody), why and when. */
export type Taken = { actor: Actor; to: string | null; interest: string; on: LocalDate };

/** Commands under way; a page may name hundreds of students. */
const atOnce = 50;
const tries = 5;

/**
 * Records in each student's `access` stream that what is said of them is handed out, before it is: as a look into the file, or as a
 * disclosure. Once a student and run, and by the domain's rule once a person and day.
 */
export class Looks {
  private readonly recorded = new Set<string>();
  /** Students of whose core nothing is left: there is no place for a look any more. */
  private readonly unrecordable = new Set<string>();
  private readonly run = randomUUID();

  constructor(
    private readonly handler: Installation['handler'],
    private readonly district: string,
    private readonly taken: Taken,
  ) {}

  async before(page: readonly LoggedEvent[]): Promise<void> {
    const students = [...new Set(page.flatMap((logged) => toldOf(logged) ?? []))];
    const left = students.filter((id) => !this.recorded.has(id) && !this.unrecordable.has(id));
    const worker = async () => {
      for (let id = left.pop(); id !== undefined; id = left.pop()) await this.record(id);
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  }

  /** False: whose it is could not be told that it was handed out, so it is not. */
  mayShow(logged: LoggedEvent): boolean {
    const student = toldOf(logged);
    return student === null || this.recorded.has(student);
  }

  get kept(): number {
    return this.unrecordable.size;
  }

  private async record(studentId: string): Promise<void> {
    const { actor, to, interest, on } = this.taken;
    const key = `cli/export-events/${this.run}/${studentId}`;
    const command: Submission<Sent<AccessCommand>> =
      to === null
        ? {
            type: 'ViewFile',
            data: { studentId, staffId: actor.id, on, purpose: interest },
            key,
            actor,
          }
        : { type: 'DiscloseRecord', data: { studentId, to, interest, on }, key, actor };
    const stream = streamId('access', studentId);
    for (let n = 1; ; n += 1)
      try {
        await this.handler.handle(accessDecider, { district: this.district, stream }, command);
        this.recorded.add(studentId);
        return;
      } catch (error) {
        if (error instanceof ClassDestroyed) return void this.unrecordable.add(studentId);
        if (!(error instanceof VersionConflict) || n === tries) throw error; // somebody looked meanwhile
      }
  }
}

/**
 * The student of whom an event says something that is sealed. Who looked when is not said of the student: else each export would
 * hand out the looks of the one before and record new ones, without end.
 */
function toldOf({ event, subjectId, isSealed }: LoggedEvent): string | null {
  return isSealed && kindOf(event.stream) !== 'access' ? subjectId : null;
}
