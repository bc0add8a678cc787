import type { StudentEvents } from '#domain/access/events';
import { streamsUnder } from '#domain/record-class';
import { treeLeafHash } from '../evidence/digests.js';
import type { Querier } from '../evidence/links.js';
import { rowsAt } from '../evidence/log-evidence.js';
import { leafOf, type LogRow } from '../evidence/log-row.js';
import { RightEdge } from '../evidence/right-edge.js';

const batch = 500;

/**
 * Where a student's events stand, up to a position: those that are filed under the student, and all of the streams under the student's own
 * id. Two looks by index instead of one with `or`, for which PostgreSQL may read the whole log.
 */
export async function studentPositions(
  db: Querier,
  logId: number,
  student: string,
  upTo: number,
): Promise<number[]> {
  const { rows } = await db.query<{ pos: string }>(
    `select pos::text from es.events where log_id = $1 and pos <= $2 and subject_id = $3
     union
     select pos::text from es.events where log_id = $1 and pos <= $2 and stream_id = any($4)`,
    [logId, upTo, student, streamsUnder(student)],
  );
  return rows.map(({ pos }) => Number(pos)).sort((a, b) => a - b);
}

export async function* rowsInBatches(
  db: Querier,
  logId: number,
  positions: readonly number[],
): AsyncGenerator<LogRow[]> {
  for (let at = 0; at < positions.length; at += batch)
    yield await rowsAt(db, logId, positions.slice(at, at + batch));
}

/** Counts them, as `StudentEventsCounted` says it: how many, and the root of the tree of their leaves. */
export async function countStudentEvents(
  db: Querier,
  logId: number,
  student: string,
  upTo: number,
): Promise<StudentEvents> {
  const tree = RightEdge.empty();
  const positions = await studentPositions(db, logId, student, upTo);
  for await (const rows of rowsInBatches(db, logId, positions))
    for (const row of rows) tree.append(treeLeafHash(leafOf(row)));
  return { upTo, count: tree.size, root: tree.root().toString('hex') };
}
