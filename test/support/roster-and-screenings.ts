import { parse } from 'csv-parse/sync';
import { unzipSync, zipSync } from 'fflate';
import { lindenfieldDistrict } from '#sandbox/district';
import { lindenfield } from '#sandbox/people';
import { rosterZip } from '#sandbox/roster-file';
import { screeningFiles } from '#sandbox/screening-files';
import { sample, samplesFolder } from './samples.js';

export type TestFile = { name: string; bytes: Uint8Array };

/** A screening file with named faults: the code of each row that must not be taken, and rows that repeat another. */
export type Screening = TestFile & {
  rows: number;
  faults: ReadonlyMap<number, string>;
  repeated: number;
};

/** A roster and two screening files, with what is true of them. */
export type Batch = {
  district: string;
  roster: TestFile & { members: Readonly<Record<string, number>>; students: number };
  dibels: Screening;
  map: Screening;
};

/** Lantern Valley's files where the samples lie beside the project; else Lindenfield's, in the same layouts. */
export function rosterAndScreenings(): Batch {
  return samplesFolder() ? lantern() : made();
}

/** The roster as it would look if these students had left: of each of them the row in users.csv is gone. */
export function rosterWithout(roster: TestFile, share: number): TestFile & { gone: string[] } {
  const gone = new Set<string>();
  const later = withUsers(roster, (rows, cell) => {
    const students = rows.filter((row) => row[cell('role')] === 'student');
    for (const row of students.slice(0, Math.ceil(students.length * share)))
      gone.add(row[cell('sourcedId')]!);
    return rows.filter((row) => !gone.has(row[cell('sourcedId')]!));
  });
  return { ...later, name: 'roster-later.zip', gone: [...gone] };
}

/** The roster with another grade for its first student. */
export function rosterWithGrade(roster: TestFile, grade: string): TestFile {
  return withUsers(roster, (rows, cell) => {
    rows.find((row) => row[cell('role')] === 'student')![cell('grades')] = grade;
    return rows;
  });
}

function withUsers(
  { name, bytes }: TestFile,
  change: (rows: string[][], cell: (header: string) => number) => string[][],
): TestFile {
  const members = unzipSync(bytes);
  const [header, ...rows] = parse(Buffer.from(members['users.csv']!), { bom: true }) as [
    string[],
    ...string[][],
  ];
  const changed = change(rows, (column) => header.indexOf(column));
  members['users.csv'] = Uint8Array.from(csvOf([header, ...changed]));
  return { name, bytes: zipSync(members) };
}

type Truth = {
  oneroster: Record<'orgs' | 'users' | 'classes' | 'enrollments' | 'demographics', number> & {
    users_by_role: { student: number };
  };
  dibels8: { data_rows: number };
  map_growth: { data_rows: number };
  dibels8_faults: { row: number; kind: string }[];
  map_growth_faults: { row: number; kind: string }[];
};

const codes: Readonly<Record<string, string>> = {
  unknown_student: 'unknown_student',
  blank_score: 'no_score',
  bad_date: 'bad_date',
};

function lantern(): Batch {
  const truth = JSON.parse(
    Buffer.from(sample('lantern/truth.json').bytes).toString('utf8'),
  ) as Truth;
  const screening = (file: string, rows: number, faults: { row: number; kind: string }[]) => ({
    ...sample(`lantern/${file}`),
    rows,
    faults: new Map(
      faults.filter(({ kind }) => codes[kind]).map(({ row, kind }) => [row, codes[kind]!]),
    ),
    repeated: faults.filter(({ kind }) => kind === 'duplicate_row').length,
  });
  const { orgs, users, classes, enrollments, demographics, users_by_role } = truth.oneroster;
  return {
    district: 'Lantern Valley Unified School District',
    roster: {
      ...sample('lantern/oneroster-1.1.zip'),
      students: users_by_role.student,
      members: {
        'orgs.csv': orgs,
        'users.csv': users,
        'classes.csv': classes,
        'enrollments.csv': enrollments,
        'demographics.csv': demographics,
      },
    },
    dibels: screening('dibels8_boy.csv', truth.dibels8.data_rows, truth.dibels8_faults),
    map: screening('map_growth_fall.csv', truth.map_growth.data_rows, truth.map_growth_faults),
  };
}

function made(): Batch {
  const district = lindenfieldDistrict({ students: 60, year: 2025, seed: 7 });
  const [dibels, map] = screeningFiles(district, 'fall');
  return {
    district: lindenfield.name,
    roster: {
      name: 'roster.zip',
      bytes: rosterZip(district, '2025-09-01'),
      students: district.students.filter((s) => s.enrolsOn === null || s.enrolsOn <= '2025-09-01')
        .length,
      members: {},
    },
    dibels: withFaults(dibels!, (rows, cell) => {
      for (const id of ['Student Primary ID', 'Primary ID - Student ID (State ID)'])
        rows[2]![cell(id)] = '99999999';
      return { faults: new Map([[3, 'unknown_student']]), repeated: 0 };
    }),
    map: withFaults(map!, (rows, cell) => {
      for (const id of ['StudentID', 'Student_StateID']) rows[1]![cell(id)] = '99999999';
      rows[3]![cell('TestStartDate')] = '02/30/2025';
      for (const name of ['TestRITScore', 'AchievementQuintile']) rows[5]![cell(name)] = '';
      rows.push([...rows[7]!]);
      const faults = new Map([
        [2, 'unknown_student'],
        [4, 'bad_date'],
        [6, 'no_score'],
      ]);
      return { faults, repeated: 1 };
    }),
  };
}

function withFaults(
  { name, bytes }: TestFile,
  spoil: (
    rows: string[][],
    cell: (header: string) => number,
  ) => Pick<Screening, 'faults' | 'repeated'>,
): Screening {
  const [header, ...rows] = parse(Buffer.from(bytes), { bom: true }) as [string[], ...string[][]];
  const cell = (column: string) => {
    const at = header.indexOf(column);
    if (at < 0) throw new Error(`the file has no column ${column}`);
    return at;
  };
  const told = spoil(rows, cell);
  return { name, bytes: csvOf([header, ...rows]), rows: rows.length, ...told };
}

function csvOf(rows: readonly string[][]): Buffer {
  const line = (cells: string[]) => cells.map((c) => `"${c.replaceAll('"', '""')}"`).join(',');
  return Buffer.from(rows.map(line).join('\r\n'));
}
