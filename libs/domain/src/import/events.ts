import type { ProcessEvent, StepLadder } from '../obligation.js';

export type ImportKind = 'roster' | 'scores';

export type ImportProblem = {
  severity: 'error' | 'warning' | 'info';
  code: string;
  message: string;
  file: string;
  rows: number;
  firstRows: readonly number[];
  column: string | null;
  fix: string;
};

export type QuarantinedRow = {
  file: string;
  row: number;
  column: string | null;
  code: string;
  message: string;
};

export type ImportCounts = {
  read: number;
  accepted: number;
  unchanged: number;
  quarantined: number;
  new: Readonly<Record<string, number>>;
};

export type ImportEvent =
  | {
      type: 'FileReceived';
      data: {
        kind: ImportKind;
        files: readonly { name: string; sha256: string; bytes: number }[];
        profile: string | null;
      };
    }
  | {
      type: 'FileProfiled';
      data: { profile: string; rows: number; chunks: number; held: string | null };
    }
  | { type: 'RowsQuarantined'; data: { rows: readonly QuarantinedRow[] } }
  | { type: 'ImportConfirmed'; data: Record<string, never> }
  | { type: 'ChunkApplied'; data: { chunk: number; counts: ImportCounts } }
  | { type: 'ImportCompleted'; data: { counts: ImportCounts; problems: readonly ImportProblem[] } }
  | {
      type: 'ImportRejected';
      data: { code: string; message: string; problems: readonly ImportProblem[] };
    }
  | ProcessEvent;

export type ImportCommand =
  | {
      type: 'ReceiveFile';
      data: {
        kind: ImportKind;
        files: readonly { name: string; sha256: string; bytes: number }[];
        profile: string | null;
      };
    }
  | {
      type: 'ProfileFile';
      data: { profile: string; rows: number; chunks: number; held: string | null };
    }
  | { type: 'QuarantineRows'; data: { rows: readonly QuarantinedRow[] } }
  | { type: 'ConfirmImport'; data: Record<string, never> }
  | { type: 'ApplyChunk'; data: { chunk: number; counts: ImportCounts } }
  | { type: 'CompleteImport'; data: { counts: ImportCounts; problems: readonly ImportProblem[] } }
  | {
      type: 'RejectImport';
      data: { code: string; message: string; problems: readonly ImportProblem[] };
    }
  | StepLadder;
