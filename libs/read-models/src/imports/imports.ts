import type { Recorded } from '#domain/decider';
import type { ImportCounts, ImportEvent, ImportProblem } from '#domain/import/events';
import { kindOf, uuidOf } from '#domain/streams';
import { applyRows, type ReadModel, type RowModel } from '../read-model.js';

export type ImportRow = {
  import_id: string;
  kind: string;
  files: readonly { name: string; sha256: string; bytes: number }[];
  profile: string | null;
  status: 'received' | 'running' | 'held' | 'completed' | 'rejected';
  chunks: number;
  chunks_applied: number;
  rows: number;
  counts: ImportCounts | null;
  problems: readonly ImportProblem[];
  quarantined: number;
  rejected: { code: string; message: string } | null;
  received_at: string;
  version: number;
};

export const importRows: RowModel<ImportRow> = {
  table: 'imports',
  id: 'import_id',
  idsOf: (event) => (kindOf(event.stream) === 'import' ? [uuidOf(event.stream)] : []),
  evolve: (row, recorded, id) => {
    const event = recorded as Recorded<ImportEvent>;
    const version = event.version;
    if (event.type === 'FileReceived') {
      return {
        import_id: id,
        kind: event.data.kind,
        files: event.data.files,
        profile: event.data.profile,
        status: 'received',
        chunks: 0,
        chunks_applied: 0,
        rows: 0,
        counts: null,
        problems: [],
        quarantined: 0,
        rejected: null,
        received_at: event.recordedAt,
        version,
      };
    }
    if (!row) return null;
    switch (event.type) {
      case 'FileProfiled':
        return {
          ...row,
          profile: event.data.profile,
          rows: event.data.rows,
          chunks: event.data.chunks,
          status: event.data.held === null ? 'running' : 'held',
          version,
        };
      case 'ImportConfirmed':
        return { ...row, status: 'running', version };
      case 'RowsQuarantined':
        return { ...row, quarantined: row.quarantined + event.data.rows.length, version };
      case 'ChunkApplied':
        return { ...row, chunks_applied: row.chunks_applied + 1, version };
      case 'ImportCompleted':
        return {
          ...row,
          status: 'completed',
          counts: event.data.counts,
          problems: event.data.problems,
          version,
        };
      case 'ImportRejected':
        return {
          ...row,
          status: 'rejected',
          rejected: { code: event.data.code, message: event.data.message },
          problems: event.data.problems,
          version,
        };
      default:
        return { ...row, version };
    }
  },
};

/** Every file received and how far it has come. */
export const imports: ReadModel = {
  name: 'imports',
  tables: ['imports'],
  apply: (batch, tx) => applyRows(importRows, batch, tx),
};
