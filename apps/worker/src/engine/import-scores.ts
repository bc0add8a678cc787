import { importActor } from '#domain/decider';
import { streamId } from '#domain/streams';
import { studentDecider } from '#domain/student/decide';
import type { OpenRecord } from '#event-store/record';
import { importKey, type ScoreChunk } from '#imports/chunk';
import type { FindStudent } from '#imports/scores/match-students';
import type { RosterStudent, ScoreIntent } from '#imports/scores/record';
import type { Views } from '#read-models/views';
import type { Applied } from './import-work.js';

/** Commands on their way at once: enough to fill the append's batches. */
const lanes = 64;

/** Records the scores of an assessment file on the students that it names. */
export class ScoresImport {
  constructor(
    private readonly record: OpenRecord,
    private readonly views: Views,
    private readonly district: string,
    private readonly importId: string,
  ) {}

  /** Looks an id up among every kind of id; one that two students share answers for neither. */
  async studentFinder(): Promise<FindStudent> {
    const rows = await this.views.directory.studentIds(this.district);
    const byId = new Map<string, RosterStudent | null>();
    for (const { studentId, schoolId, grade, local, state, sourcedId } of rows) {
      for (const id of new Set([local, state, sourcedId])) {
        if (id !== null) byId.set(id, byId.has(id) ? null : { studentId, schoolId, grade });
      }
    }
    return (id) => byId.get(id) ?? null;
  }

  /**
   * A row is unchanged if none of its scores was new. The scores of one student are recorded one after the other: side
   * by side they would race for the student's stream.
   */
  async apply({ intents }: ScoreChunk): Promise<Applied> {
    const changed = new Map<string, boolean>();
    let added = 0;
    const ofStudents = [...Map.groupBy(intents, (intent) => intent.studentId).values()];
    await inLanes(ofStudents, async (ofStudent) => {
      for (const intent of ofStudent) {
        const isNew = await this.recordScore(intent);
        const row = `${intent.file}\n${intent.row}`;
        changed.set(row, (changed.get(row) ?? false) || isNew);
        if (isNew) added += 1;
      }
    });
    const rows = [...changed.values()];
    return {
      accepted: rows.filter(Boolean).length,
      unchanged: rows.filter((row) => !row).length,
      new: { score: added },
    };
  }

  private async recordScore({ rowKey, row, studentId, score }: ScoreIntent): Promise<boolean> {
    const { district, importId } = this;
    const answer = await this.record.handler.handle(
      studentDecider,
      { district, stream: streamId('student', studentId) },
      {
        type: 'RecordScore',
        data: { ...score, source: { kind: 'import', importId, row } },
        key: importKey(importId, rowKey),
        actor: importActor,
      },
    );
    return answer.events.length > 0;
  }
}

/** Runs the work of a list, so many at a time, and answers in the list's order. */
export async function inLanes<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async () => {
    for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i]!);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
  return results;
}
