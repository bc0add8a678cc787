import type { ImportCounts, ImportProblem, QuarantinedRow } from '#domain/import/events';
import type { Plan } from '#imports/apply/plan';
import type { Answer, ExitCode } from '../answer.js';

export type ImportStatus = 'completed' | 'already-imported' | 'held' | 'rejected';

/** How an import ended, or would have (interfaces.md 2.2). */
export type ImportResult = {
  /** Null where nothing was recorded: a dry run, or a file that is rejected as it stands. */
  importId: string | null;
  profile: string | null;
  status: ImportStatus;
  counts: ImportCounts;
  problems: readonly ImportProblem[];
  quarantine: readonly QuarantinedRow[];
  plan: Plan;
};

const exitCodes: Readonly<Record<ImportStatus, ExitCode>> = {
  completed: 0,
  'already-imported': 0,
  held: 1,
  rejected: 2,
};

/** Of a plan that is not applied: what the reader says. */
export function unapplied(plan: Plan, status: ImportStatus, importId: string | null): ImportResult {
  const { files: _, ...rows } = plan.report.counts;
  return {
    importId,
    profile: plan.report.profile,
    status,
    counts: { ...rows, new: {} },
    problems: plan.report.problems,
    quarantine: plan.report.quarantine,
    plan,
  };
}

/** The same files again: what is in them is there, so nothing of it is new. */
export function nothingNew({ read, quarantined, new: before }: ImportCounts): ImportCounts {
  const none = Object.fromEntries(Object.keys(before).map((kind) => [kind, 0]));
  return { read, accepted: 0, unchanged: read - quarantined, quarantined, new: none };
}

export function answerOf(result: ImportResult, withRecords: boolean): Answer {
  const { importId, profile, status, counts, problems, quarantine, plan } = result;
  const document = {
    import: importId,
    profile,
    status,
    counts: { ...counts, files: plan.report.counts.files },
    problems,
    ...(withRecords && { records: plan.records }),
    quarantine,
  };
  return { document, words: inWords(result), exitCode: exitCodes[status] };
}

const sentences: Readonly<Record<ImportStatus, string>> = {
  completed: 'The import is complete.',
  'already-imported': 'The same files were imported before; nothing was added.',
  held: 'The import is held: far more students than usual would leave. Nothing was applied; look at the file, then give the command again with --confirm.',
  rejected: 'The import is rejected; nothing was applied.',
};

function inWords({ status, profile, counts, problems, quarantine }: ImportResult): string {
  const { read, accepted, unchanged, quarantined } = counts;
  const added = Object.entries(counts.new).map(([kind, n]) => `${n} ${kind}`);
  return [
    sentences[status],
    `${profile ?? 'unknown format'}: ${read} rows read, ${accepted} accepted, ${unchanged} unchanged, ${quarantined} not taken${added.length > 0 ? `; new: ${added.join(', ')}` : ''}.`,
    ...problems
      .filter(({ severity }) => severity !== 'info')
      .map(
        ({ severity, file, column, message, rows, fix }) =>
          `${severity}: ${[file, column].filter(Boolean).join(', ')}: ${message}${rows > 0 ? ` (${rows} rows)` : ''} ${fix}`,
      ),
    ...quarantine
      .slice(0, 20)
      .map(({ file, row, code }) => `not taken: ${file}, row ${row}: ${code}`),
    ...(quarantine.length > 20
      ? [`and ${quarantine.length - 20} more rows; --json lists them all`]
      : []),
  ].join('\n');
}
