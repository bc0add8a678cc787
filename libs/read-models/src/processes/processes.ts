import type { ProcessKind } from '#domain/streams';
import { upsert, type ReadModel } from '../read-model.js';

/** One row a process: which are open, where each stands, whom and which calendar it concerns. */
export type ProcessRow = {
  stream: string;
  kind: ProcessKind;
  status: 'open' | 'closed';
  stage: string;
  student_id: string | null;
  school_id: string | null;
  area: string | null;
  calendar_id: string | null;
  calendar_version: number | null;
  closed_because: string | null;
  version: number;
  position: number;
};

export const processes: ReadModel = {
  name: 'processes',
  tables: ['processes'],
  apply: async ({ district, steps }, tx) => {
    const rows = new Map<string, ProcessRow>();
    for (const { stream, kind, course, about, version, position } of steps) {
      rows.set(stream, {
        stream,
        kind,
        status: course.status === 'open' ? 'open' : 'closed',
        stage: course.stage,
        student_id: about.studentId,
        school_id: about.schoolId,
        area: about.area,
        calendar_id: about.calendar?.id ?? null,
        calendar_version: about.calendar?.version ?? null,
        closed_because: about.closedBecause,
        version,
        position,
      });
    }
    await upsert(tx, 'processes', district, [...rows.values()], ['stream']);
  },
};
