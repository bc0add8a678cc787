import type { LocalDate } from '#domain/time';
import type { Table } from '../csv/read-csv.js';
import { columnsOf } from '../csv/columns.js';
import { damageOf } from '../csv/damage.js';
import { FileRejected } from '../file-rejected.js';
import type { ProblemLog } from '../problems.js';
import { listed, problemLog } from '../problems.js';
import { oneRoster11Profile } from '../profiles/oneroster-1-1.js';
import type { FileCounts, ReadingReport, Rejection, RowCounts } from '../reading.js';
import { nothingTaken } from '../reading.js';
import type { Taken } from './assemble.js';
import { schoolsOf, schoolYearOf, sharedIdsOf, staffOf, studentsOf } from './assemble.js';
import type { RosterBundle } from './bundle.js';
import { judgeClass, judgeCourse, judgeEnrollment, judgeOrg, judgeSession } from './members.js';
import type { Bundle } from './open-bundle.js';
import { openBundle } from './open-bundle.js';
import { judgeDemographics, judgeUser } from './people.js';
import { readMember } from './read-member.js';
import { recogniseBundle } from './recognise-bundle.js';
import { talliesOf } from './tallies.js';
import type { Whereabouts } from './where.js';
import { whereabouts } from './where.js';

export type RosterReading =
  ({ status: 'read'; bundle: RosterBundle; where: Whereabouts } & ReadingReport) | Rejection;

/**
 * A OneRoster 1.1 bundle to plain intents. A faulty row is set aside, and with it the rows that need it; a bundle that
 * is none, or has no district or school year, is rejected whole. Never throws for what stands in a file.
 */
export function readRoster(bundle: Bundle, options: { today: LocalDate }): RosterReading {
  const log = problemLog();
  const counts = new Map<string, RowCounts>();
  let tables = new Map<string, Table>();
  let recognised = false;
  try {
    tables = openBundle(bundle, log);
    recogniseBundle(bundle.name, tables, log);
    recognised = true;
    const taken = takeRows(tables, options.today, log, counts);
    const roster = assemble(bundle.name, taken, options.today, log);
    const where = whereabouts(tables);
    return { status: 'read', bundle: roster, where, ...report(tables, counts, log, true) };
  } catch (error) {
    if (!(error instanceof FileRejected)) throw error;
    const { code, file, message, fix } = error;
    log.add({ severity: 'error', code, file, row: null, column: null, message, fix });
    return {
      status: 'rejected',
      code,
      message,
      fix,
      ...nothingTaken(report(tables, counts, log, recognised)),
    };
  }
}

/** Each member after those that it refers to. */
function takeRows(
  tables: ReadonlyMap<string, Table>,
  today: LocalDate,
  log: ProblemLog,
  counts: Map<string, RowCounts>,
): Taken {
  const take = <T>(file: string, judge: Parameters<typeof readMember<T>>[2]) => {
    const reading = readMember<T>(tables.get(file), log, judge);
    if (tables.has(file)) counts.set(file, reading.counts);
    return reading.taken;
  };
  const orgs = take('orgs.csv', judgeOrg);
  const sessions = take('academicSessions.csv', judgeSession);
  const courses = take('courses.csv', judgeCourse);
  const classes = take('classes.csv', judgeClass(orgs, sessions, courses));
  const users = take('users.csv', judgeUser(orgs));
  const enrollments = take('enrollments.csv', judgeEnrollment(orgs, classes, users));
  const demographics = take('demographics.csv', judgeDemographics(users, today));
  notePasswords(tables.get('users.csv'), log);
  for (const [file, table] of tables) {
    if (!counts.has(file)) counts.set(file, countOnly(table, log));
  }
  return { orgs, sessions, classes, users, enrollments, demographics };
}

function assemble(name: string, taken: Taken, today: LocalDate, log: ProblemLog): RosterBundle {
  const districts = [...taken.orgs.values()].filter(({ type }) => type === 'district');
  const district = districts[0];
  if (!district || districts.length > 1) {
    throw new FileRejected(
      district ? 'several_districts' : 'no_district',
      name,
      district
        ? `orgs.csv has ${districts.length} organisations of type district: ${listed(districts.map((d) => d.name))}.`
        : 'orgs.csv has no good row of type district.',
      'A roster is of one district: export it with exactly one.',
    );
  }
  const schoolYear = schoolYearOf(taken, today);
  if (!schoolYear) {
    throw new FileRejected(
      'no_school_year',
      name,
      'academicSessions.csv has no good row of type schoolYear.',
      'Export the roster with the school year and its first and last day.',
    );
  }
  const shared = sharedIdsOf(taken.users);
  if (shared.size > 0) {
    log.add({
      severity: 'warning',
      code: 'shared_identifier',
      file: 'users.csv',
      row: null,
      column: 'identifier',
      message: `${shared.size} ids belong to more than one student; none of those students keeps them.`,
      fix: 'Give each student an id of their own in the source: scores with such an id find nobody.',
    });
  }
  const students = studentsOf(taken, schoolYear.firstDay, today, shared);
  return {
    district: {
      rowKey: `org/${district.id}`,
      sourcedId: district.id,
      name: district.name,
      identifier: district.identifier,
    },
    schoolYear,
    schools: schoolsOf(taken, students),
    staff: staffOf(taken),
    students,
  };
}

/** Members that a roster does not need: their rows are whole or not, and nothing follows from them. */
function countOnly(table: Table, log: ProblemLog): RowCounts {
  let quarantined = 0;
  for (const row of table.rows) {
    const damage = damageOf(table, row);
    if (!damage) continue;
    quarantined += 1;
    log.add({ severity: 'error', file: table.file, row: row.row, ...damage });
  }
  if (table.file !== 'manifest.csv') {
    log.add({
      severity: 'info',
      code: 'member_not_used',
      file: table.file,
      row: null,
      column: null,
      message: `${table.file} was counted; a roster needs nothing from it.`,
      fix: 'Nothing to do.',
    });
  }
  const read = table.rows.length;
  return { read, accepted: read - quarantined, unchanged: 0, quarantined };
}

function notePasswords(table: Table | undefined, log: ProblemLog): void {
  if (!table) return;
  const columns = columnsOf(table);
  const filled = table.rows.filter((row) => columns.cell(row, 'password') !== '');
  for (const { row } of filled) {
    log.add({
      severity: 'warning',
      code: 'passwords_in_file',
      file: table.file,
      row,
      column: 'password',
      message: 'The file holds passwords. They were not read and are kept nowhere.',
      fix: 'Leave passwords out of the export, and change those that were in it.',
    });
  }
}

function report(
  tables: ReadonlyMap<string, Table>,
  counts: ReadonlyMap<string, RowCounts>,
  log: ProblemLog,
  recognised: boolean,
): ReadingReport {
  const files: Record<string, FileCounts> = {};
  const total: RowCounts = { read: 0, accepted: 0, unchanged: 0, quarantined: 0 };
  for (const [file, table] of tables) {
    const own = counts.get(file) ?? { accepted: 0, unchanged: 0, quarantined: table.rows.length };
    total.read += table.rows.length;
    total.accepted += own.accepted;
    total.unchanged += own.unchanged;
    total.quarantined += own.quarantined;
    files[file] = {
      read: table.rows.length,
      accepted: own.accepted,
      quarantined: own.quarantined,
      by: talliesOf(table),
    };
  }
  return {
    profile: recognised ? oneRoster11Profile.name : null,
    counts: { ...total, files },
    problems: log.problems(),
    quarantine: log.quarantine(),
  };
}
