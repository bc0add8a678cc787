import type { Recorded } from '#domain/decider';
import type { ImportEvent } from '#domain/import/events';
import { uuidOf, type StreamRef } from '#domain/streams';
import type { Plan } from '#imports/apply/plan';
import { nothingNew, unapplied, type ImportResult } from './result.js';

/** What the stream of an import says of its end; what is in the files beyond that comes from reading them again. */
export function resultOf(
  { stream }: StreamRef,
  events: readonly Recorded<ImportEvent>[],
  plan: Plan,
  isNew: boolean,
): ImportResult {
  const importId = uuidOf(stream);
  const quarantine = events.flatMap((e) => (e.type === 'RowsQuarantined' ? e.data.rows : []));
  for (const event of events) {
    if (event.type === 'ImportRejected')
      return { ...unapplied(plan, 'rejected', importId), problems: event.data.problems };
    if (event.type !== 'ImportCompleted') continue;
    const { counts, problems } = event.data;
    return {
      ...unapplied(plan, isNew ? 'completed' : 'already-imported', importId),
      counts: isNew ? counts : nothingNew(counts),
      problems,
      quarantine,
    };
  }
  return { ...unapplied(plan, 'held', importId), quarantine };
}
