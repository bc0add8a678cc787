import type { LocalDate } from '../time.js';

/** Kept as long as the record (domain.md 7); once per actor, student and day. No content of the file. */
export type AccessEvent =
  | {
      type: 'FileViewed';
      data: { studentId: string; staffId: string; on: LocalDate; purpose: string };
    }
  | {
      type: 'RecordDisclosed';
      data: { studentId: string; to: string; interest: string; on: LocalDate };
    }
  | { type: 'StudentEventsCounted'; data: { studentId: string } & StudentEvents };

/**
 * Every event about a student up to a position of the log: how many, and the root of the RFC 6962 tree of their leaves (hex). It is recorded
 * before the record is handed out, so that a history from which an event was left out does not fit what the log says of it.
 */
export type StudentEvents = { upTo: number; count: number; root: string };

export type AccessCommand =
  | {
      type: 'ViewFile';
      data: { studentId: string; staffId: string; on: LocalDate; purpose: string };
    }
  | {
      type: 'DiscloseRecord';
      data: { studentId: string; to: string; interest: string; on: LocalDate };
    }
  /** The whole record is handed out; `to` null: nobody outside gets it. */
  | {
      type: 'ExportRecord';
      data: {
        studentId: string;
        staffId: string;
        counted: StudentEvents;
        to: string | null;
        interest: string;
        on: LocalDate;
      };
    }
  /** The core of the record is destroyed, and with it the place where looks are kept: what is left is counted, by whom the envelope says. */
  | { type: 'CountEvents'; data: { studentId: string; counted: StudentEvents } };
