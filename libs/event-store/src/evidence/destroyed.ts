import type { LogRow } from './log-row.js';

/** An event that destroys, by its columns and, for one body, by what it says in clear. */
export type DestroyingRow = Pick<LogRow, 'pos' | 'type' | 'subject_id' | 'record_class'> & {
  body: Buffer | null;
};

/**
 * Which bodies the log itself says are gone, and by which event: step 0 of the verification. Taken from the events, whose
 * columns and bodies the verification then holds against their hashes like any other, and not from `es.gone`, which
 * somebody may have written to.
 */
export class Destroyed {
  private readonly classes = new Map<string, number>();
  private readonly events = new Map<string, { subject: string | null; position: number }>();

  /** @param rows the events of the two types, by position */
  constructor(rows: Iterable<DestroyingRow> = []) {
    for (const { pos, type, subject_id: subject, record_class: recordClass, body } of rows)
      if (type === 'RecordDestroyed') {
        const key = `${subject} ${recordClass}`;
        if (!this.classes.has(key)) this.classes.set(key, pos);
      } else if (type === 'BodyExpunged') {
        const target = eventIn(body);
        if (target) this.events.set(target, { subject, position: pos });
      }
  }

  /** The position of the event by which this row's body went, or null if it must be there. */
  by(row: LogRow): number | null {
    if (row.key_id === null) return this.expunged(row);
    const at = this.classes.get(`${row.subject_id} ${row.record_class}`);
    return at !== undefined && row.pos < at ? at : this.expunged(row);
  }

  private expunged({ event_id, subject_id, pos }: LogRow): number | null {
    const by = this.events.get(event_id);
    return by && by.subject === subject_id && pos < by.position ? by.position : null;
  }
}

/** What a changed body says is nothing to go by; that it was changed is found at its own position. */
function eventIn(body: Buffer | null): string | null {
  try {
    const said: unknown = JSON.parse(body?.toString('utf8') ?? '');
    if (typeof said !== 'object' || said === null || !('eventId' in said)) return null;
    return typeof said.eventId === 'string' ? said.eventId : null;
  } catch {
    return null;
  }
}
