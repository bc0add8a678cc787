import type { Recorded } from '#domain/decider';
import { processes } from '#domain/registry';
import { isProcess, kindOf } from '#domain/streams';
import { eventsAt, type Moment } from './as-of.js';
import type { RowModel } from './read-model.js';

/** A view's rows of one stream as they were known and true at a moment: the view's own fold, over what counted then. */
export function rowsAt<Row extends object>(
  model: RowModel<Row>,
  events: readonly Recorded[],
  moment: Moment,
): Row[] {
  return rowsOf(model, eventsAt(events, moment));
}

/** A view's rows of one stream, of events in the order in which they count. */
export function rowsOf<Row extends object>(
  model: RowModel<Row>,
  events: readonly Recorded[],
): Row[] {
  const rows = new Map<string, Row | null>();
  for (const event of events)
    for (const id of model.idsOf(event))
      rows.set(id, model.evolve(rows.get(id) ?? null, event, id));
  return [...rows.values()].filter((row) => row !== null);
}

/** Where a process stood at a moment; null: it had not begun. */
export function stageAt(events: readonly Recorded[], moment: Moment): string | null {
  const kind = events[0] && kindOf(events[0].stream);
  if (!kind || !isProcess(kind)) return null;
  const { decider, course } = processes[kind];
  const { status, stage } = course(
    eventsAt(events, moment).reduce(decider.evolve, decider.initial),
  );
  return status === 'none' ? null : stage;
}
