import type { Grade, Season } from '../measure/measure.js';
import type { FactCorrected, FactVoided } from '../obligation.js';
import type { LocalDate } from '../time.js';

export type StudentName = { given: string; middle: string | null; family: string };

/** Ids by which files name the student; compared as text, zeros kept. */
export type StudentIds = { local: string | null; state: string | null; sourcedId: string | null };

export type ScoreSource =
  { kind: 'import'; importId: string; row: number } | { kind: 'staff'; staffId: string };

export type Score = {
  /** Measure key, `<system>/<measure>`. */
  measure: string;
  on: LocalDate;
  /** The number, or null where the vendor gave only a level. */
  value: number | null;
  /** The cell as it stood in the file, trimmed; null for a level without a score. */
  text: string | null;
  /** The vendor's own level word. */
  level: string | null;
  percentile: number | null;
  form: string | null;
  season: Season | null;
  /** Grade of the material and of the student; if they differ the score is off-grade (science.md 1.6). */
  testGrade: Grade | null;
  enrolledGrade: Grade;
  schoolId: string;
  source: ScoreSource;
};

export type StudentEvent =
  | {
      type: 'StudentEnrolled';
      data: {
        name: StudentName;
        birthDate: LocalDate | null;
        grade: Grade;
        schoolId: string;
        ids: StudentIds;
        on: LocalDate;
      };
    }
  | { type: 'StudentRenamed'; data: { name: StudentName } }
  | { type: 'StudentGradeChanged'; data: { from: Grade; to: Grade; on: LocalDate } }
  | {
      type: 'StudentPlacedInClass';
      data: {
        classSourcedId: string;
        title: string;
        subject: string | null;
        homeroom: boolean;
        teacherIds: readonly string[];
        on: LocalDate;
      };
    }
  | {
      type: 'StudentTransferred';
      data: { fromSchoolId: string; toSchoolId: string; on: LocalDate };
    }
  | { type: 'StudentWithdrawn'; data: { on: LocalDate; reason: string } }
  | { type: 'StudentReturned'; data: { schoolId: string; grade: Grade; on: LocalDate } }
  | {
      type: 'DemographicsRecorded';
      data: {
        sex: string | null;
        races: readonly string[];
        hispanic: boolean | null;
        birthDate: LocalDate | null;
      };
    }
  | {
      type: 'GuardianRecorded';
      data: {
        guardianId: string;
        name: string;
        relationship: string;
        /** BCP 47, e.g. `es`. */
        language: string;
        email: string | null;
        phone: string | null;
      };
    }
  | { type: 'ScoreRecorded'; data: Score }
  /** Names the event of the score; the score stays readable and counts for nothing. */
  | { type: 'ScoreVoided'; data: { eventId: string; reason: string } }
  | { type: 'ScoreCorrected'; data: { eventId: string; score: Score; reason: string } }
  | FactVoided
  | FactCorrected;

/** What a fact says; a command that asks for just that fact carries the same. */
type Data<T extends StudentEvent['type']> = Extract<StudentEvent, { type: T }>['data'];

export type StudentCommand =
  | { type: 'EnrolStudent'; data: Data<'StudentEnrolled'> }
  | { type: 'RenameStudent'; data: { name: StudentName } }
  | { type: 'ChangeStudentGrade'; data: { to: Grade; on: LocalDate } }
  | { type: 'PlaceStudentInClass'; data: Data<'StudentPlacedInClass'> }
  | { type: 'TransferStudent'; data: { toSchoolId: string; on: LocalDate } }
  | { type: 'WithdrawStudent'; data: { on: LocalDate; reason: string } }
  | { type: 'ReadmitStudent'; data: { schoolId: string; grade: Grade; on: LocalDate } }
  | { type: 'RecordDemographics'; data: Data<'DemographicsRecorded'> }
  | { type: 'RecordGuardian'; data: Data<'GuardianRecorded'> }
  | { type: 'RecordScore'; data: Score }
  | { type: 'VoidScore'; data: { eventId: string; reason: string } }
  | { type: 'CorrectScore'; data: { eventId: string; score: Score; reason: string } };
