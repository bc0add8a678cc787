import type { DomainEvent, Recorded } from '#domain/decider';
import type { StreamId } from '#domain/streams';
import type { LocalDate } from '#domain/time';
import type { QuarantinedRow } from '#domain/import/events';

/** What became of one row's command: how many facts it made, or why the record does not take it. */
export type Outcome = { recorded: number } | { refused: { code: string; message: string } };

/** How a stream folds. */
export type Folding<S, E extends DomainEvent> = {
  initial: S;
  evolve: (state: S, event: Recorded<E>) => S;
};

/** Where an import's commands go: into the record, or into a trial that only decides (`--dry-run`). */
export type Target = {
  importId: string;
  /** The district's day on which the file was received; a later try keeps it. */
  today: LocalDate;
  timeZone: string;
  /** The uuid of something that a file names: the same name is always the same thing. */
  idOf: (name: string) => string;
  /** A stream as it stood before this import, whatever of the import has been applied: a second try sees the same. */
  before: <S, E extends DomainEvent>(folding: Folding<S, E>, stream: StreamId) => Promise<S>;
  /** Sends a row's command under the key `import/<importId>/<rowKey>`; a refusal is an answer, a fault is thrown. */
  submit: (
    stream: StreamId,
    rowKey: string,
    command: { type: string; data: object },
  ) => Promise<Outcome>;
};

/** What one chunk changed, in rows of the file. `refused` rows are set aside like those that the reader did not take. */
export type Applied = {
  accepted: number;
  unchanged: number;
  refused: readonly QuarantinedRow[];
  /** New things by kind. */
  new: Readonly<Record<string, number>>;
};

/** Commands on their way at once: enough to fill the append's batches. */
const lanes = 64;

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
