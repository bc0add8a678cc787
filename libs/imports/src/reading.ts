import type { ImportProblem, QuarantinedRow } from '#domain/import/events';

/** One member of a bundle: data rows as they stand, how many are taken, and tallies of them before any check. */
export type FileCounts = {
  read: number;
  accepted: number;
  quarantined: number;
  by: Readonly<Record<string, Readonly<Record<string, number>>>>;
};

/** Data rows; read = accepted + unchanged + quarantined. */
export type RowCounts = { read: number; accepted: number; unchanged: number; quarantined: number };

/** What every reading says, whether the file is taken or not. */
export type ReadingReport = {
  /** Null if the format was not recognised. */
  profile: string | null;
  counts: RowCounts & { files: Readonly<Record<string, FileCounts>> };
  problems: readonly ImportProblem[];
  quarantine: readonly QuarantinedRow[];
};

export type Rejection = {
  status: 'rejected';
  code: string;
  message: string;
  fix: string;
} & ReadingReport;

/** The counts of a file that is rejected whole: what was read of it stays to be seen, and no row of it is taken. */
export function nothingTaken(report: ReadingReport): ReadingReport {
  const { read, files } = report.counts;
  return {
    ...report,
    counts: {
      read,
      accepted: 0,
      unchanged: 0,
      quarantined: read,
      files: Object.fromEntries(
        Object.entries(files).map(([file, own]) => [
          file,
          { ...own, accepted: 0, quarantined: own.read },
        ]),
      ),
    },
  };
}
