import type { QuarantinedRow } from '#domain/import/events';
import type { Applied, Outcome } from './target.js';

/** A row of the file, if one row says it. */
export type Place = { file: string; row: number } | null;

/** Adds up what became of the rows of a chunk. */
export function tally(kinds: readonly string[]) {
  const added = Object.fromEntries(kinds.map((kind) => [kind, 0]));
  const refused: QuarantinedRow[] = [];
  let accepted = 0;
  let unchanged = 0;

  return {
    /** A row whose commands have these outcomes: one refusal sets it aside, one fact makes it accepted. */
    row(place: Place, outcomes: readonly Outcome[]): void {
      const no = outcomes.find((outcome) => 'refused' in outcome);
      if (no) {
        if (place) refused.push({ ...place, column: null, ...no.refused });
      } else if (outcomes.some((outcome) => 'recorded' in outcome && outcome.recorded > 0)) {
        accepted += 1;
      } else {
        unchanged += 1;
      }
    },
    unchangedRows(rows: number): void {
      unchanged += rows;
    },
    isNew(kind: string): void {
      added[kind] = (added[kind] ?? 0) + 1;
    },
    applied: (): Applied => ({ accepted, unchanged, refused, new: added }),
  };
}

/** The outcome of a command that made facts. */
export const made = (outcome: Outcome): boolean => 'recorded' in outcome && outcome.recorded > 0;
