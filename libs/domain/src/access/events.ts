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
    };

export type AccessCommand =
  | {
      type: 'ViewFile';
      data: { studentId: string; staffId: string; on: LocalDate; purpose: string };
    }
  | {
      type: 'DiscloseRecord';
      data: { studentId: string; to: string; interest: string; on: LocalDate };
    };
