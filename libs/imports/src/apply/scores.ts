import { streamId } from '#domain/streams';
import type { ScoreChunk } from '../chunk.js';
import type { FindStudent } from '../scores/match-students.js';
import type { RosterStudent, ScoreIntent } from '../scores/record.js';
import { tally } from './tally.js';
import type { Applied, Outcome, Target } from './target.js';
import { inLanes } from './target.js';

/** A student of the district, as the directory knows them. */
export type KnownStudent = RosterStudent & {
  local: string | null;
  state: string | null;
  sourcedId: string | null;
};

/** Looks an id up among every kind of id; one that two students share answers for neither. */
export function studentFinder(students: readonly KnownStudent[]): FindStudent {
  const byId = new Map<string, RosterStudent | null>();
  for (const { studentId, schoolId, grade, local, state, sourcedId } of students) {
    for (const id of new Set([local, state, sourcedId])) {
      if (id !== null) byId.set(id, byId.has(id) ? null : { studentId, schoolId, grade });
    }
  }
  return (id) => byId.get(id) ?? null;
}

/**
 * Records the scores of an assessment file; a row is unchanged if none of its scores was new. The scores of one student
 * are recorded one after the other: side by side they would race for the student's stream.
 */
export async function applyScores({ intents }: ScoreChunk, target: Target): Promise<Applied> {
  const rows = tally(['score']);
  const outcomes: Outcome[] = [];
  const places = [...intents.entries()];
  const ofStudents = [...Map.groupBy(places, ([, { studentId }]) => studentId).values()];
  await inLanes(ofStudents, async (ofStudent) => {
    for (const [i, intent] of ofStudent) outcomes[i] = await recordScore(intent, target);
  });
  const byRow = new Map<string, { file: string; row: number; outcomes: Outcome[] }>();
  intents.forEach(({ file, row }, i) => {
    const key = `${file}\n${row}`;
    const known = byRow.get(key) ?? { file, row, outcomes: [] };
    byRow.set(key, known);
    known.outcomes.push(outcomes[i]!);
    if ('recorded' in outcomes[i]! && outcomes[i].recorded > 0) rows.isNew('score');
  });
  for (const { file, row, outcomes: own } of byRow.values()) rows.row({ file, row }, own);
  return rows.applied();
}

function recordScore({ rowKey, row, studentId, score }: ScoreIntent, target: Target) {
  const source = { kind: 'import', importId: target.importId, row };
  return target.submit(streamId('student', studentId), rowKey, {
    type: 'RecordScore',
    data: { ...score, source },
  });
}
