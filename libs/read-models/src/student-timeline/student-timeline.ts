import type { Actor } from '#domain/decider';
import { kindOf, uuidOf } from '#domain/streams';
import { upsert, type ReadModel } from '../read-model.js';

/** One fact of a student's history, from whichever stream it came. */
export type TimelineRow = {
  event_id: string;
  student_id: string;
  stream: string;
  version: number;
  position: number;
  type: string;
  occurred_at: string;
  recorded_at: string;
  actor: Actor;
  causation_id: string | null;
  data: object;
};

export const studentTimeline: ReadModel = {
  name: 'student-timeline',
  tables: ['student_timeline'],
  apply: async ({ district, events, steps }, tx) => {
    const studentOf = new Map(steps.map((step) => [step.stream, step.about.studentId]));
    const rows: TimelineRow[] = [];
    for (const event of events) {
      const student =
        kindOf(event.stream) === 'student'
          ? uuidOf(event.stream)
          : (studentOf.get(event.stream) ?? named(event.data));
      if (!student) continue;
      rows.push({
        event_id: event.id,
        student_id: student,
        stream: event.stream,
        version: event.version,
        position: event.position,
        type: event.type,
        occurred_at: event.occurredAt,
        recorded_at: event.recordedAt,
        actor: event.actor,
        causation_id: event.causationId,
        data: event.data,
      });
    }
    await upsert(tx, 'student_timeline', district, rows, ['event_id']);
  },
};

/** A fact of a group or a window that names one student belongs to that student's story too. */
function named(data: object): string | undefined {
  return 'studentId' in data && typeof data.studentId === 'string' ? data.studentId : undefined;
}
