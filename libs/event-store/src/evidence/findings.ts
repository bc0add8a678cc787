/** Something that does not match: where, in which column or by which check, and what it means. */
export type Finding = {
  /** Position in the log; null if it concerns no event. */
  position: number | null;
  /** A column of `es.events`, or `<table>.<column>`, or the name of a check. */
  check: string;
  sentence: string;
};

const kept = 1_000;

/** What was found, the first thousand of it; a log that was made anew from its first event would fill the memory. */
export class Findings {
  private readonly inLog: Finding[] = [];
  private readonly besides: Finding[] = [];
  count = 0;

  /** In the log itself or in a note. */
  add(position: number | null, check: string, sentence: string): void {
    this.keep(this.inLog, { position, check, sentence });
  }

  /** In a table that follows from the log: mostly a consequence, and told last. */
  addBeside(position: number | null, check: string, sentence: string): void {
    this.keep(this.besides, { position, check, sentence });
  }

  /** By position; of one position in the order in which they were found. */
  inOrder(): Finding[] {
    const at = ({ position }: Finding) => position ?? Number.MAX_SAFE_INTEGER;
    return [this.inLog, this.besides].flatMap((list) => list.toSorted((a, b) => at(a) - at(b)));
  }

  /** The first position from `from` on at which something was found in the log. */
  firstFrom(from: number): number | null {
    const positions = this.inLog.flatMap(({ position: p }) => (p !== null && p >= from ? [p] : []));
    return positions.length > 0 ? Math.min(...positions) : null;
  }

  private keep(list: Finding[], finding: Finding): void {
    this.count += 1;
    if (this.inLog.length + this.besides.length < kept) list.push(finding);
  }
}
