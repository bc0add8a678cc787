import { calendarDecider } from '#domain/calendar/decide';
import { schoolDecider } from '#domain/school/decide';
import { staffDecider } from '#domain/staff/decide';
import type { Scope } from '#domain/staff/events';
import { streamId } from '#domain/streams';
import { studentDecider } from '#domain/student/decide';
import type { RosterChunk } from '../chunk.js';
import type {
  RosterBundle,
  RosterSchool,
  RosterSchoolYear,
  RosterStaff,
  RosterStudent,
} from '../one-roster/bundle.js';
import type { Whereabouts } from '../one-roster/where.js';
import { rowOf } from '../one-roster/where.js';
import { schoolName, staffName, studentCommands, studentName } from './student-commands.js';
import { made, tally } from './tally.js';
import type { Applied, Outcome, Target } from './target.js';
import { inLanes } from './target.js';

/** A roster on its way into the record. */
export type RosterApply = {
  bundle: RosterBundle;
  where: Whereabouts;
  /** Rows that only explain others (courses, classes, terms, guardians): what they say becomes part of other facts. */
  auxiliaryRows: number;
  /** Students of the district who came by a roster and whom this one does not name. */
  departed: readonly string[];
};

/** Local times of a school day where a roster says nothing of them. */
const usualDay = { dayStarts: '08:00', dayEnds: '16:00' };

const nothing: Outcome = { recorded: 0 };

/**
 * Brings schools, staff and students of a roster into the record. Their ids derive from the district and the sourcedId,
 * so the next roster finds them again; what it says anew becomes events, what it repeats adds none. Schools, calendar and
 * staff that are known stay as they are: people may have changed them since, and a roster does not know of that.
 */
export async function applyRoster(
  roster: RosterApply,
  chunk: RosterChunk,
  target: Target,
): Promise<Applied> {
  switch (chunk.kind) {
    case 'district':
      return openSchools(roster, chunk.bundle, target);
    case 'staff':
      return authorise(chunk.staff, roster.where, target);
    case 'students':
      return enrol(chunk.students, roster.where, target);
    case 'departures':
      return withdraw(roster.departed, target);
  }
}

async function openSchools(
  { where, auxiliaryRows }: RosterApply,
  { schoolYear, schools }: Pick<RosterBundle, 'schoolYear' | 'schools'>,
  target: Target,
): Promise<Applied> {
  const rows = tally(['school']);
  const calendarId = target.idOf('oneroster/calendar');
  const published = await publishCalendar(schoolYear, calendarId, target);
  rows.row(rowOf(where, schoolYear.rowKey), [published]);
  const opened = await inLanes(schools, (school) => openSchool(school, calendarId, target));
  schools.forEach(({ rowKey }, i) => {
    rows.row(rowOf(where, rowKey), [opened[i]!]);
    if (made(opened[i]!)) rows.isNew('school');
  });
  // From the second roster on they say again what is known, or what shows in the rows that they explain.
  if (!made(published)) rows.unchangedRows(auxiliaryRows);
  return rows.applied();
}

/** Every weekday of the school year; holidays are the district admin's to publish. */
async function publishCalendar(
  { firstDay, lastDay, title, rowKey }: RosterSchoolYear,
  calendarId: string,
  target: Target,
): Promise<Outcome> {
  const stream = streamId('calendar', calendarId);
  const known = await target.before(calendarDecider, stream);
  if (known.status !== 'none') return nothing;
  const years = [{ firstDay, lastDay, weekdays: [1, 2, 3, 4, 5], closed: [], days: [] }];
  return target.submit(stream, rowKey, {
    type: 'PublishCalendar',
    data: {
      name: title,
      calendar: { timeZone: target.timeZone, ...usualDay, years },
      because: 'roster',
    },
  });
}

async function openSchool(
  { name, identifier, sourcedId, grades, rowKey }: RosterSchool,
  calendarId: string,
  target: Target,
): Promise<Outcome> {
  const stream = streamId('school', target.idOf(schoolName(sourcedId)));
  const known = await target.before(schoolDecider, stream);
  if (known.status !== 'none') return nothing;
  const data = { name, identifier, sourcedId, grades, calendarId };
  return target.submit(stream, rowKey, { type: 'OpenSchool', data });
}

async function authorise(
  staff: readonly RosterStaff[],
  where: Whereabouts,
  target: Target,
): Promise<Applied> {
  const rows = tally(['staff']);
  const outcomes = await inLanes(staff, (one) => authoriseOne(one, target));
  staff.forEach(({ rowKey }, i) => {
    rows.row(rowOf(where, rowKey), [outcomes[i]!]);
    if (made(outcomes[i]!)) rows.isNew('staff');
  });
  return rows.applied();
}

async function authoriseOne(one: RosterStaff, target: Target): Promise<Outcome> {
  const { givenName, familyName, email, role, sourcedId, username, rowKey } = one;
  const stream = streamId('staff', target.idOf(staffName(sourcedId)));
  const known = await target.before(staffDecider, stream);
  if (known.status !== 'none') return nothing;
  const scope: Scope =
    one.scope.kind === 'district'
      ? { kind: 'district' }
      : {
          kind: one.scope.kind,
          schoolIds: one.scope.schoolSourcedIds.map((id) => target.idOf(schoolName(id))),
        };
  const identities = username ? [{ provider: 'roster', subject: username }] : [];
  const data = { givenName, familyName, email, role, scope, sourcedId, identities };
  return target.submit(stream, rowKey, { type: 'AuthoriseStaff', data });
}

async function enrol(
  students: readonly RosterStudent[],
  where: Whereabouts,
  target: Target,
): Promise<Applied> {
  const rows = tally(['student']);
  const said = await inLanes(students, (one) => enrolOne(one, target));
  students.forEach((one, i) => {
    const { isNew, outcomes } = said[i]!;
    rows.row(rowOf(where, one.rowKey), outcomes.get(one.rowKey) ?? []);
    const own = [one.demographics, ...one.classes].flatMap((part) => (part ? [part.rowKey] : []));
    for (const rowKey of own) rows.row(rowOf(where, rowKey), outcomes.get(rowKey) ?? []);
    if (isNew) rows.isNew('student');
  });
  return rows.applied();
}

/** A student who is not taken takes the rows with them that say more of them. */
async function enrolOne(one: RosterStudent, target: Target) {
  const stream = streamId('student', target.idOf(studentName(one.sourcedId)));
  const before = await target.before(studentDecider, stream);
  const outcomes = new Map<string, Outcome[]>();
  let refused: Outcome | null = null;
  let facts = 0;
  for (const { key, rowKey, command } of studentCommands(one, before, target)) {
    const outcome: Outcome = refused ?? (await target.submit(stream, key, command));
    if ('refused' in outcome && rowKey === one.rowKey) refused = outcome;
    if ('recorded' in outcome) facts += outcome.recorded;
    outcomes.set(rowKey, [...(outcomes.get(rowKey) ?? []), outcome]);
  }
  return { isNew: before.status === 'none' && facts > 0, outcomes };
}

/** They have no row in this file, so they count in none; a withdrawal that is refused waits for a person. */
async function withdraw(departed: readonly string[], target: Target): Promise<Applied> {
  await inLanes(departed, async (studentId) => {
    const stream = streamId('student', studentId);
    const before = await target.before(studentDecider, stream);
    if (before.status !== 'enrolled') return;
    const on = target.today;
    const data = { on, reason: 'not-on-roster' };
    await target.submit(stream, `departed/${studentId}`, { type: 'WithdrawStudent', data });
  });
  return tally([]).applied();
}
