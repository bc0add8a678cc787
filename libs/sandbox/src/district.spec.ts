import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { dayKind, isSchoolDay, schoolDaysBetween } from '#domain/calendar/calendar-days';
import { calendarProblems } from '#domain/calendar/validate';
import type { Season } from '#domain/measure/measure';
import { seasons } from '#domain/measure/measure';
import { mathematicsRules } from '#domain/rule-set/defaults/mathematics';
import { readingRules } from '#domain/rule-set/defaults/reading';
import { classwide, screenStudent } from '#domain/rule-set/screen';
import { addDays } from '#domain/time';
import { readRoster } from '#imports/one-roster/read-roster';
import { readScores } from '#imports/scores/read-scores';
import { behaviourRatings } from './behaviour-screening.js';
import type { SandboxDistrict } from './district.js';
import { lindenfieldDistrict, schoolYearOf } from './district.js';
import { namedStaff } from './people.js';
import { rosterZip } from './roster-file.js';
import { screeningFiles } from './screening-files.js';

const lindenfield = lindenfieldDistrict({ students: 240, year: 2025, seed: 1 });
const { calendar: draft, screening, clockStartsOn } = schoolYearOf(lindenfield);
const calendar = { id: 'c', version: 1, ...draft };
const afterTheYear = '2026-07-01';

function digest(district: SandboxDistrict): string {
  const hash = createHash('sha256').update(rosterZip(district, afterTheYear));
  for (const season of seasons) {
    for (const { name, bytes } of screeningFiles(district, season)) hash.update(name).update(bytes);
  }
  return hash.digest('hex');
}

function scoresOf(district: SandboxDistrict, season: Season) {
  const byId = new Map(district.students.map((s) => [s.localId, s]));
  return screeningFiles(district, season).map((file) =>
    readScores([file], {
      today: afterTheYear,
      findStudent: (id) => {
        const found = byId.get(id);
        return found
          ? { studentId: found.sourcedId, schoolId: found.school, grade: found.grade }
          : null;
      },
    }),
  );
}

/** Who is flagged by the shipped rules, by grade of a school, from the files alone. */
function flaggedBy(district: SandboxDistrict, rules: typeof readingRules, season: Season) {
  const intents = scoresOf(district, season).flatMap((r) => (r.status === 'read' ? r.intents : []));
  const byStudent = new Map<string, typeof intents>();
  for (const intent of intents) {
    byStudent.set(intent.studentId, [...(byStudent.get(intent.studentId) ?? []), intent]);
  }
  const cells = new Map<string, { below: number; screened: number }>();
  for (const student of district.students) {
    const scores = (byStudent.get(student.sourcedId) ?? []).map(({ score, rowKey }) => ({
      ...score,
      eventId: rowKey,
    }));
    const { tier } = screenStudent(scores, rules.screening, season);
    const cell = `${student.school} ${student.grade}`;
    const counts = cells.get(cell) ?? { below: 0, screened: 0 };
    counts.screened += tier === null ? 0 : 1;
    counts.below += tier === 2 || tier === 3 ? 1 : 0;
    cells.set(cell, counts);
  }
  return [...cells].map(([cell, counts]) => ({
    cell,
    ...counts,
    ...classwide(counts, rules.screening.classwide),
  }));
}

describe('the same seed is the same district', () => {
  test('to the last byte of its files, in any time zone', () => {
    const before = process.env['TZ'];
    const first = digest(lindenfield);
    try {
      process.env['TZ'] = 'Asia/Tokyo';
      expect(digest(lindenfieldDistrict({ students: 240, year: 2025, seed: 1 }))).toBe(first);
    } finally {
      process.env['TZ'] = before;
    }
    expect(digest(lindenfieldDistrict({ students: 240, year: 2025, seed: 2 }))).not.toBe(first);
  });

  test('its staff are the same people in every seed', () => {
    const other = lindenfieldDistrict({ students: 240, year: 2025, seed: 99 });

    expect(other.staff).toEqual(lindenfield.staff);
    expect(new Set(other.staff.map((s) => s.subject)).size).toBe(other.staff.length);
    expect(namedStaff.map(({ role }) => role)).toEqual(
      expect.arrayContaining([
        'district-admin',
        'school-admin',
        'specialist',
        'psychologist',
        'auditor',
      ]),
    );
  });
});

describe('its school year', () => {
  const [year] = draft.years;

  test('is a calendar that may be published, with 183 school days', () => {
    expect(calendarProblems(draft)).toEqual([]);
    expect(year?.firstDay).toBe('2025-08-20');
    expect(schoolDaysBetween(calendar, addDays(year!.firstDay, -1), year!.lastDay)).toBe(183);
    expect(isSchoolDay(calendar, year!.lastDay)).toBe(true);
    expect(year!.lastDay).toMatch(/^2026-06/);
  });

  test.each([
    ['2025-09-01', 'holiday'],
    ['2025-10-10', 'staff_only'],
    ['2025-10-15', 'half'],
    ['2025-11-27', 'break'],
    ['2025-12-24', 'break'],
    ['2026-05-25', 'holiday'],
    ['2025-09-02', 'instructional'],
  ])('%s is %s', (date, kind) => {
    expect(dayKind(calendar, date)).toBe(kind);
  });

  test('is screened in three windows of ten school days, after the clock has started', () => {
    expect(screening.map(({ season }) => season)).toEqual(seasons);
    for (const { opensOn, closesOn } of screening) {
      expect(schoolDaysBetween(calendar, addDays(opensOn, -1), closesOn)).toBe(10);
      expect(opensOn > clockStartsOn).toBe(true);
    }
  });
});

describe('its roster file', () => {
  test('is read without a single complaint', () => {
    const reading = readRoster(
      { kind: 'zip', name: 'lindenfield.zip', bytes: rosterZip(lindenfield, clockStartsOn) },
      { today: clockStartsOn },
    );

    expect(reading.problems.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(reading.quarantine).toEqual([]);
    if (reading.status !== 'read') throw new Error(reading.message);
    const { students, staff, schools } = reading.bundle;
    expect(schools).toHaveLength(3);
    expect(students).toHaveLength(236);
    expect(students.every((s) => s.classes.length === 1 && s.guardians.length > 0)).toBe(true);
    expect(
      new Set(students.flatMap((s) => s.guardians.map((g) => g.language))).size,
    ).toBeGreaterThan(3);
    expect(staff.filter(({ role }) => role === 'specialist')).toHaveLength(6);
    expect(staff.filter(({ role }) => role === 'school-admin')).toHaveLength(3);
    expect(staff.filter(({ role }) => role === 'district-admin')).toHaveLength(1);
  });

  test('has the late arrivals once they have come', () => {
    const reading = readRoster(
      { kind: 'zip', name: 'l.zip', bytes: rosterZip(lindenfield, '2025-09-15') },
      { today: '2025-09-15' },
    );

    expect(reading).toMatchObject({ status: 'read' });
    if (reading.status === 'read') expect(reading.bundle.students).toHaveLength(240);
  });
});

describe('its screening files', () => {
  test.each(seasons)('of %s are read without a single complaint', (season) => {
    for (const reading of scoresOf(lindenfield, season)) {
      expect(reading).toMatchObject({ status: 'read', problems: [], quarantine: [] });
      expect(reading.counts.accepted).toBeGreaterThan(60);
    }
  });

  test.each([1, 2, 3, 7])(
    'flag 15–25 % in fall, and over a fifth of one grade (seed %i)',
    (seed) => {
      const district = lindenfieldDistrict({ students: 240, year: 2025, seed });
      const reading = flaggedBy(district, readingRules, 'fall');
      const maths = flaggedBy(district, mathematicsRules, 'fall');
      const share = (cells: typeof reading) =>
        cells.reduce((sum, c) => sum + c.below, 0) / cells.reduce((sum, c) => sum + c.screened, 0);

      expect(share(reading)).toBeGreaterThan(0.15);
      expect(share(reading)).toBeLessThan(0.25);
      expect(share(maths)).toBeGreaterThan(0.07);
      expect(reading.filter((c) => c.classwide).map(({ cell }) => cell)).toEqual(['lind-s01 2']);
      expect(maths.filter((c) => c.classwide)).toEqual([]);
    },
  );

  test('leave out a few who were away, in every season', () => {
    for (const season of seasons) {
      const [first] = scoresOf(lindenfield, season);
      const missing = 240 - behaviourRatings(lindenfield, season).length;
      expect(first?.status).toBe('read');
      expect(missing).toBeGreaterThanOrEqual(6);
      expect(missing).toBeLessThanOrEqual(18);
    }
  });
});

test('teachers rate behaviour with a level that fits the score', () => {
  const ratings = behaviourRatings(lindenfield, 'fall');
  const levels = new Set(ratings.map(({ level }) => level));

  expect(levels).toEqual(new Set(['Low', 'Moderate', 'High']));
  for (const { value, level } of ratings) {
    expect(level).toBe(value >= 9 ? 'High' : value >= 4 ? 'Moderate' : 'Low');
  }
});

test.each([1, 12, 24, 60, 900, 2500])('a district of %i students is whole', (students) => {
  const district = lindenfieldDistrict({ students, year: 2025, seed: 3 });
  const flagged = district.students.filter((s) => s.truth.reading.flagged === 'fall');
  const ids = [...district.students, ...district.staff].map((one) => one.sourcedId);

  expect(district.students).toHaveLength(students);
  expect(new Set(ids).size).toBe(ids.length);
  if (students >= 12) expect(flagged.length / students).toBeGreaterThan(0.13);
  const reading = readRoster(
    { kind: 'zip', name: 'd.zip', bytes: rosterZip(district, afterTheYear) },
    { today: '2025-09-15' },
  );
  expect(reading.quarantine).toEqual([]);
  expect(reading.status).toBe('read');
});
