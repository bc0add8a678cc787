import type { ImportProblem, QuarantinedRow } from '#domain/import/events';
import { limits } from './limits.js';

/** Why one row, or the whole file where `row` is null, is not taken as it stands. */
export type Fault = {
  severity: ImportProblem['severity'];
  code: string;
  file: string;
  /** Data row from 1. */
  row: number | null;
  column: string | null;
  /** Of the cause, the same for every row of it: no name, id, score or birth date. */
  message: string;
  fix: string;
  /** What is wrong in this row, where that says more than `message`. */
  detail?: string;
};

/** Collects faults in reading order; one problem for each cause, one quarantine entry for each row that is not taken. */
export type ProblemLog = {
  add: (fault: Fault) => void;
  problems: () => ImportProblem[];
  quarantine: () => QuarantinedRow[];
};

type Group = Omit<Fault, 'row' | 'detail'> & { rows: number; firstRows: number[] };

export function problemLog(): ProblemLog {
  const groups = new Map<string, Group>();
  const quarantined: QuarantinedRow[] = [];

  return {
    add({ row, detail, ...cause }) {
      const key = [cause.severity, cause.code, cause.file, cause.column ?? ''].join('\n');
      const group = groups.get(key) ?? { ...cause, rows: 0, firstRows: [] };
      groups.set(key, group);
      if (row === null) return;
      group.rows += 1;
      if (group.firstRows.length < limits.firstRows) group.firstRows.push(row);
      if (cause.severity !== 'error') return;
      quarantined.push({
        file: cause.file,
        row,
        column: cause.column,
        code: cause.code,
        message: clip(detail ?? cause.message),
      });
    },
    problems: () =>
      [...groups.values()]
        .sort((a, b) => weight[a.severity] - weight[b.severity])
        .slice(0, limits.problems)
        .map((group) => ({ ...group, message: clip(group.message), fix: clip(group.fix) })),
    quarantine: () => [...quarantined],
  };
}

const weight = { error: 0, warning: 1, info: 2 };

/** Cuts a message to the promised length; the end of a cut text is marked. */
export function clip(text: string, length: number = limits.messageCharacters): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}]/gu, '�');
  return plain.length <= length ? plain : `${plain.slice(0, length - 1)}…`;
}

/** Column names for a message: the first few, and how many more. */
export function listed(names: readonly string[], most = 6): string {
  const shown = names.slice(0, most).map((name) => `"${clip(name, 60)}"`);
  const more = names.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
