import type { Grade } from '#domain/measure/measure';
import type { Score } from '#domain/student/events';
import type { LocalDate } from '#domain/time';

/** One measure and date of one row, as the file gives it (interfaces.md 2.2, "Records"). */
export type ScoreRecord = {
  file: string;
  row: number;
  /** The id as it stands, zeros kept. */
  student: string;
  measure: string;
  date: LocalDate;
  text: string | null;
  value: number | null;
  level: string | null;
  column: number;
  header: string;
  others: Readonly<Record<string, string>>;
  flags: readonly string[];
};

/** What the roster knows of a student: whom a score belongs to, and the grade and school to freeze into it. */
export type RosterStudent = { studentId: string; schoolId: string; grade: Grade };

/** A score to be recorded; the caller adds `source` with its import. `rowKey` is stable within the file. */
export type ScoreIntent = {
  rowKey: string;
  file: string;
  row: number;
  studentId: string;
  score: Omit<Score, 'source'>;
};
