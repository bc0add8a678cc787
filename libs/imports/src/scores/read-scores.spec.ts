import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sample, samplesFolder } from '#testing/samples';
import { dibels8Profile } from '../profiles/dibels-8.js';
import { mapGrowthProfile } from '../profiles/nwea-map-growth.js';
import { layoutOf } from '../profiles/recognise.js';
import { limits } from '../limits.js';
import type { RosterStudent } from './record.js';
import type { ScoresReading } from './read-scores.js';
import { readScores } from './read-scores.js';

const today = '2026-01-15';
const dibels = layoutOf(dibels8Profile).columns;
const map = layoutOf(mapGrowthProfile).columns;

/** Students of the invented roster: local id 0000001 … 0000240. */
function onRoster(id: string): RosterStudent | null {
  if (!/^0000\d{3}$/.test(id) || Number(id) < 1 || Number(id) > 240) return null;
  return { studentId: `student-${id}`, schoolId: 'school-1', grade: '3' };
}

type Cells = Record<string, string>;

const ana: Cells = {
  'Assessment Edition': 'DIBELS 8th Edition',
  'Assessment Grade': '3',
  'Enrollment Grade': '3',
  'Benchmark Period': 'BOY',
  'Composite Level': 'Below Benchmark',
  'Composite Score': '312',
  'Composite - National Norm Percentile': '24',
  'Client Date': '2025-09-05',
  'Student Primary ID': '0000001',
};

const testOfAna: Cells = {
  TermName: 'Fall 2025-2026',
  StudentID: '0000001',
  Subject: 'Mathematics',
  Course: 'Math K-12',
  TestName: 'Growth: Math 2-5 CCSS 2010 V2',
  TestStartDate: '9/5/2025',
  TestRITScore: '188',
  TestPercentile: '31',
  AchievementQuintile: 'LoAvg',
};

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function csv(header: readonly string[], rows: readonly (readonly string[])[], end = '\n'): string {
  return [header, ...rows].map((cells) => cells.map(quoted).join(',')).join(end) + end;
}

function row(columns: readonly string[], cells: Cells): string[] {
  return columns.map((name) => cells[name] ?? '');
}

function read(text: string | Uint8Array, findStudent: typeof onRoster | 'any' = onRoster) {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return readScores([{ name: 'scores.csv', bytes }], { today, findStudent });
}

function dibelsFile(...students: Cells[]): string {
  return csv(
    dibels,
    students.map((cells) => row(dibels, cells)),
  );
}

function mapFile(...tests: Cells[]): string {
  return csv(
    map,
    tests.map((cells) => row(map, cells)),
  );
}

function codes(reading: ScoresReading): string[] {
  return reading.quarantine.map(({ row: n, code }) => `${n} ${code}`);
}

describe('a DIBELS 8 benchmark', () => {
  test('gives one record for each subtest with a score or a level', () => {
    const reading = read(
      dibelsFile({
        ...ana,
        'Letter Names (LNF) - Level': 'At Benchmark',
        'Letter Names (LNF) - Score': '33',
        'Phonemic Awareness (PSF) - Level': 'Well Below Benchmark',
        'Phonemic Awareness (PSF) - National Norm Percentile': 'Discontinue',
      }),
    );

    expect(reading).toMatchObject({
      status: 'read',
      profile: 'dibels-8',
      counts: { read: 1, accepted: 1, unchanged: 0, quarantined: 0 },
      records: [
        {
          row: 1,
          student: '0000001',
          measure: 'dibels-8/composite',
          date: '2025-09-05',
          text: '312',
          value: 312,
          level: 'Below Benchmark',
          column: dibels.indexOf('Composite Score') + 1,
          header: 'Composite Score',
          others: { 'Composite - National Norm Percentile': '24' },
          flags: [],
        },
        { measure: 'dibels-8/lnf', text: '33', value: 33, level: 'At Benchmark' },
        {
          measure: 'dibels-8/psf',
          text: null,
          value: null,
          level: 'Well Below Benchmark',
          flags: ['discontinued'],
        },
      ],
      intents: [
        {
          rowKey: 'score/1/1/dibels-8/composite',
          studentId: 'student-0000001',
          score: {
            on: '2025-09-05',
            percentile: 24,
            season: 'fall',
            testGrade: '3',
            enrolledGrade: '3',
            schoolId: 'school-1',
            form: 'DIBELS 8th Edition / 3 / BOY',
          },
        },
        {},
        {},
      ],
    });
  });

  test('keeps a word that stands where a score should be, and takes no number from it', () => {
    const reading = read(dibelsFile({ ...ana, 'Composite Score': 'Not Assessed' }));

    expect(reading).toMatchObject({
      records: [{ text: 'Not Assessed', value: null, flags: ['not_a_number'] }],
    });
  });

  test('uses the day of the sync where the day of the test is blank, and says so', () => {
    const reading = read(dibelsFile({ ...ana, 'Client Date': '', 'Sync Date': '2025-09-08' }));

    expect(reading).toMatchObject({
      records: [{ date: '2025-09-08', flags: ['second_date_column'] }],
    });
  });

  test('is matched by the state id where that finds more students than the primary id', () => {
    const stateIds = {
      'Student Primary ID': 'x1',
      'Primary ID - Student ID (State ID)': '0000007',
    };

    expect(read(dibelsFile({ ...ana, ...stateIds }))).toMatchObject({
      counts: { accepted: 1 },
      records: [{ student: '0000007' }],
    });
  });
});

describe('MAP Growth results', () => {
  test('give one record a test, with its goal areas beside it', () => {
    const reading = read(
      mapFile({
        ...testOfAna,
        Goal1Name: 'Geometry',
        Goal1RitScore: '190',
        TestStandardError: '3.1',
      }),
    );

    expect(reading).toMatchObject({
      profile: 'nwea-map-growth',
      records: [
        {
          measure: 'nwea-map/mathematics-rit',
          date: '2025-09-05',
          value: 188,
          level: 'LoAvg',
          header: 'TestRITScore',
          others: {
            Goal1Name: 'Geometry',
            Goal1RitScore: '190',
            TestPercentile: '31',
            TestStandardError: '3.1',
          },
        },
      ],
      intents: [{ score: { percentile: 31, testGrade: null, form: testOfAna['TestName'] } }],
    });
  });

  test.each([
    ['Language Arts', 'Reading', 'nwea-map/reading-rit'],
    ['Reading', '', 'nwea-map/reading-rit'],
    ['Language Usage', '', 'nwea-map/language-usage-rit'],
    ['Language Arts', 'Language Usage', 'nwea-map/language-usage-rit'],
    ['Mathematics', 'Algebra 2', 'nwea-map/mathematics-rit'],
    ['Science', 'Science K-12', 'nwea-map/science-rit'],
  ])('of %s (%s) are the measure %s', (Subject, Course, measure) => {
    expect(read(mapFile({ ...testOfAna, Subject, Course }))).toMatchObject({
      records: [{ measure }],
    });
  });

  test('with goal areas but no score of the test make no record', () => {
    const blank = { TestRITScore: '', TestPercentile: '', AchievementQuintile: '' };

    expect(codes(read(mapFile({ ...testOfAna, ...blank, Goal1RitScore: '190' })))).toEqual([
      '1 no_score',
    ]);
  });
});

describe('a faulty row is set aside, and only that row', () => {
  const good = { ...ana, 'Student Primary ID': '0000002' };

  test.each<[string, Cells, string, string]>([
    ['a day that does not exist', { 'Client Date': '2025-02-30' }, 'bad_date', 'Client Date'],
    ['a day in words', { 'Client Date': 'last Monday' }, 'bad_date', 'Client Date'],
    ['a day in the future', { 'Client Date': '09/10/2095' }, 'future_date', 'Client Date'],
    ['no day', { 'Client Date': '' }, 'missing_date', 'Client Date'],
    [
      'an unknown student',
      { 'Student Primary ID': '97616181' },
      'unknown_student',
      'Student Primary ID',
    ],
    ['nobody’s score', { 'Student Primary ID': '' }, 'missing_student', 'Student Primary ID'],
    ['a grade that is no grade', { 'Assessment Grade': '3½' }, 'bad_grade', 'Assessment Grade'],
    ['a NUL byte', { 'Composite Level': 'Below\0' }, 'nul_byte', 'Composite Level'],
    [
      'no score and no level',
      { 'Composite Score': '', 'Composite Level': '' },
      'no_score',
      'Composite Score',
    ],
  ])('%s', (_, change, code, column) => {
    const reading = read(dibelsFile(good, { ...ana, ...change }));

    expect(reading).toMatchObject({
      status: 'read',
      counts: { read: 2, accepted: 1, quarantined: 1 },
      quarantine: [{ file: 'scores.csv', row: 2, code, column }],
      problems: [{ severity: 'error', code, rows: 1, firstRows: [2], column }],
    });
    expect(reading.problems[0]?.fix).not.toBe('');
  });

  test('an oversized cell is not repeated in what is said about it', () => {
    const secret = 'pass'.repeat(limits.cellCharacters);
    const reading = read(dibelsFile(good, { ...ana, 'Student Last Name': secret }));

    expect(codes(reading)).toEqual(['2 oversized_cell']);
    expect(JSON.stringify(reading)).not.toContain('passpass');
  });

  test('more values than the header has columns', () => {
    const reading = read(csv(dibels, [[...row(dibels, ana), 'one more'], row(dibels, good)]));

    expect(codes(reading)).toEqual(['1 too_many_cells']);
  });

  test('a row that lacks a cell in the middle is not read from the wrong columns', () => {
    const shifted = row(map, testOfAna).toSpliced(map.indexOf('TestDurationMinutes'), 1);

    expect(codes(read(csv(map, [shifted])))).toEqual(['1 shifted_row']);
  });

  test('twenty-five bad rows are one problem that names the first twenty', () => {
    const reading = read(dibelsFile(...Array<Cells>(25).fill({ ...ana, 'Client Date': '' })));

    expect(reading.problems).toHaveLength(1);
    expect(reading.problems[0]?.rows).toBe(25);
    expect(reading.problems[0]?.firstRows).toHaveLength(20);
    expect(reading.quarantine).toHaveLength(25);
  });
});

describe('rows are counted as a person would count them', () => {
  test('an exact repeat of a good row is unchanged; a repeat of a bad row is bad again', () => {
    const bad = { ...ana, 'Client Date': '' };

    expect(read(dibelsFile(ana, bad, ana, bad)).counts).toMatchObject({
      read: 4,
      accepted: 1,
      unchanged: 1,
      quarantined: 2,
    });
  });

  test('another score of the same student, measure and day is taken, and said', () => {
    const reading = read(mapFile(testOfAna, { ...testOfAna, TestRITScore: '191' }));

    expect(reading).toMatchObject({
      counts: { accepted: 2, quarantined: 0 },
      problems: [{ severity: 'warning', code: 'two_scores', firstRows: [2] }],
    });
  });

  test('blank lines and line breaks inside quotes make no rows', () => {
    const text = dibelsFile(
      { ...ana, 'School Name': 'Elm\nStreet' },
      { ...ana, 'Client Date': '' },
    );
    const reading = read(text.replace('\n2', '\n\n2').replace(/\n([^\n]*)\n$/, '\n\n  \n$1'));

    expect(reading.counts.read).toBe(2);
    expect(codes(reading)).toEqual(['2 missing_date']);
  });

  test('a byte order mark, CRLF, tabs and a missing final newline change nothing', () => {
    const plain = read(dibelsFile(ana));
    const windows = csv(dibels, [row(dibels, ana)], '\r\n').replace(/\r\n$/, '');

    for (const text of [`\uFEFF${windows}`, windows.replaceAll(',', '\t')]) {
      expect(read(text)).toEqual(plain);
    }
  });

  test('UTF-16 and Windows-1252 are read, the second with a warning', () => {
    const text = dibelsFile({ ...ana, 'Student Last Name': 'Muñoz' });
    const utf16 = new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'));
    const latin = new Uint8Array(Buffer.from(text, 'latin1'));

    expect(read(utf16)).toMatchObject({ counts: { accepted: 1 }, problems: [] });
    expect(read(latin)).toMatchObject({
      counts: { accepted: 1 },
      problems: [{ severity: 'warning', code: 'encoding' }],
    });
  });

  test('a row that ends early is read, and said', () => {
    const short = row(dibels, ana).slice(0, -3);

    expect(read(csv(dibels, [short]))).toMatchObject({
      counts: { accepted: 1 },
      records: [{ flags: ['short_row'] }],
      problems: [{ severity: 'warning', code: 'short_row', firstRows: [1] }],
    });
  });

  test('whatever stands in the cells, every row is accepted, unchanged or named', () => {
    const cell = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom('', '0000001', '2025-09-05', '99', 'BOY', 'At Benchmark', '"', 'a\nb', '\0'),
    );
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: map.length + 1 }), {
      maxLength: 5,
    });

    fc.assert(
      fc.property(fc.constantFrom(map, dibels), rows, (header, data) => {
        const reading = read(csv(header, data));
        const { read: all, accepted, unchanged, quarantined } = reading.counts;
        expect(all).toBe(accepted + unchanged + quarantined);
        expect(reading.quarantine).toHaveLength(quarantined);
        if (reading.status === 'read') {
          expect(new Set(reading.records.map((r) => r.row)).size).toBe(accepted);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('what is written is read: score, level and date come back as they were', () => {
    const score = fc.integer({ min: 100, max: 350 });
    const day = fc.date({
      min: new Date('2025-08-01'),
      max: new Date('2026-01-15'),
      noInvalidDate: true,
    });
    const student = fc.integer({ min: 1, max: 240 }).map((n) => String(n).padStart(7, '0'));

    fc.assert(
      fc.property(fc.array(fc.tuple(student, day, score), { maxLength: 8 }), (tests) => {
        const cells = tests.map(([StudentID, at, rit], index) => ({
          ...testOfAna,
          StudentID,
          TestID: String(index),
          TestStartDate: at.toISOString().slice(0, 10),
          TestRITScore: String(rit),
        }));
        const reading = read(mapFile(...cells));
        expect(reading).toMatchObject({
          status: 'read',
          records: cells.map((c) => ({
            student: c.StudentID,
            date: c.TestStartDate,
            value: Number(c.TestRITScore),
          })),
        });
      }),
      { numRuns: 100 },
    );
  });
});

describe('a file that is no such export is rejected whole', () => {
  test.each<[string, string | Uint8Array, string, RegExp]>([
    ['empty', '', 'empty_file', /empty/],
    ['a wrong header', 'Student,Score\n1,2\n', 'unknown_header', /no column in common/],
    [
      'a vendor’s older header',
      dibelsFile(ana).replace('Client Date', 'Test Date'),
      'unknown_header',
      /Nearest is dibels-8 .*lacking "Client Date".*does not know: "Test Date"/,
    ],
    ['a needed column twice', csv([...map, 'StudentID'], []), 'unknown_header', /more than once/],
    [
      'a quotation mark never closed',
      `${mapFile(testOfAna)}"open`,
      'quote_not_closed',
      /never closed/,
    ],
    ['a workbook', new Uint8Array([0x50, 0x4b, 3, 4, 0]), 'not_csv', /workbook or a zip/],
  ])('%s', (_, text, code, message) => {
    const reading = read(text);

    expect(reading).toMatchObject({
      status: 'rejected',
      code,
      problems: [{ code, firstRows: [] }],
    });
    expect(reading.problems[0]?.message).toMatch(message);
    expect(reading.counts.accepted).toBe(0);
  });

  test('a profile that was asked for and does not exist', () => {
    const reading = readScores(
      [{ name: 'a.csv', bytes: new TextEncoder().encode(mapFile(testOfAna)) }],
      { today, findStudent: 'any', profile: 'star' },
    );

    expect(reading).toMatchObject({ status: 'rejected', code: 'unknown_profile' });
  });

  test('columns that the layout does not have are named and not read', () => {
    const reading = read(csv([...map, 'House'], [[...row(map, testOfAna), 'Blue']]));

    expect(reading).toMatchObject({
      counts: { accepted: 1 },
      problems: [{ severity: 'info', code: 'unknown_columns', rows: 0, firstRows: [] }],
    });
    expect(reading.problems[0]?.message).toContain('"House"');
  });
});

describe.runIf(samplesFolder())('the samples beside the project', () => {
  type Fault = { row: number; kind: string };
  type Truth = {
    dibels8: { data_rows: number; good_rows: number };
    map_growth: { data_rows: number; good_rows: number };
    dibels8_faults: Fault[];
    map_growth_faults: Fault[];
  };
  const kinds: Record<string, string> = { blank_score: 'no_score' };

  test.each([
    ['lantern/dibels8_boy.csv', 'dibels8'],
    ['lantern/map_growth_fall.csv', 'map_growth'],
  ] as const)('%s: counts are the truth, and each faulty row is named', (path, key) => {
    const truth = JSON.parse(new TextDecoder().decode(sample('lantern/truth.json').bytes)) as Truth;
    const faults = truth[`${key}_faults`];
    const repeats = faults.filter(({ kind }) => kind === 'duplicate_row');
    const reading = readScores([sample(path)], { today: '2026-11-24', findStudent: onRoster });

    expect(reading.counts).toMatchObject({
      read: truth[key].data_rows,
      accepted: truth[key].good_rows,
      unchanged: repeats.length,
      quarantined: faults.length - repeats.length,
    });
    expect(codes(reading)).toEqual(
      faults
        .filter(({ kind }) => kind !== 'duplicate_row')
        .map(({ row: n, kind }) => `${n} ${kinds[kind] ?? kind}`),
    );
    expect(reading.problems.find(({ code }) => code === 'repeated_row')?.firstRows ?? []).toEqual(
      repeats.map(({ row: n }) => n),
    );
  });

  test.each(['vendor/dibels-8-mclass.csv', 'vendor/nwea-map-growth.csv'])(
    '%s: every row of a real export yields records',
    (path) => {
      const reading = readScores([sample(path)], { today: '2026-11-24', findStudent: 'any' });

      expect(reading.status).toBe('read');
      expect(reading.counts.accepted).toBe(reading.counts.read);
      expect(reading.counts.read).toBeGreaterThan(4);
    },
  );

  test('another vendor’s export is rejected with the name of the nearest profile', () => {
    const reading = readScores([sample('vendor/i-ready-ela.csv')], { today, findStudent: 'any' });

    expect(reading).toMatchObject({ status: 'rejected', code: 'unknown_header', profile: null });
  });
});
