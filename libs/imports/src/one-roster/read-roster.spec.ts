import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { sample, samplesFolder } from '#testing/samples';
import { limits } from '../limits.js';
import { oneRoster11Profile } from '../profiles/oneroster-1-1.js';
import { layoutOf } from '../profiles/recognise.js';
import type { RosterReading } from './read-roster.js';
import { readRoster } from './read-roster.js';

const today = '2025-09-01';
type Cells = Record<string, string>;
type Members = Record<string, Cells[]>;

/** Elm Street, a school of one teacher, one aide, one principal, and Ana with her mother. */
const elmStreet: Members = {
  'orgs.csv': [
    { sourcedId: 'd', name: 'Elm Unified', type: 'district', identifier: '990001' },
    { sourcedId: 's', name: 'Elm Street School', type: 'school', identifier: '0001' },
  ],
  'academicSessions.csv': [
    {
      sourcedId: 'sy',
      title: '2025-2026',
      type: 'schoolYear',
      startDate: '2025-08-20',
      endDate: '2026-06-10',
      schoolYear: '2026',
    },
  ],
  'courses.csv': [
    { sourcedId: 'c-ela', title: 'English', orgSourcedId: 'd', subjects: 'English Language Arts' },
  ],
  'classes.csv': [
    {
      sourcedId: 'hr',
      title: 'HR 3 Wood',
      grades: '03',
      classType: 'homeroom',
      schoolSourcedId: 's',
    },
    {
      sourcedId: 'ela',
      title: 'ELA 3 Wood',
      grades: '03',
      classType: 'scheduled',
      courseSourcedId: 'c-ela',
      schoolSourcedId: 's',
      termSourcedIds: 'sy',
    },
  ],
  'users.csv': [
    person('p', 'administrator', 'Paula', 'Post'),
    { ...person('a', 'administrator', 'Dora', 'Dale'), orgSourcedIds: 'd' },
    person('t', 'teacher', 'Tom', 'Wood'),
    person('h', 'aide', 'Hal', 'Hill'),
    { ...person('m', 'parent', 'Mia', 'Ash'), 'metadata.language': 'es', phone: '555 0101' },
    {
      ...person('x', 'student', 'Ana', 'Ash'),
      grades: '03',
      identifier: '0000001',
      userIds: '{State:1000000001}',
      agentSourcedIds: 'm',
    },
  ],
  'enrollments.csv': [
    enrolled('e1', 'hr', 't', 'teacher'),
    enrolled('e2', 'hr', 'x', 'student'),
    { ...enrolled('e3', 'ela', 'x', 'student'), beginDate: '2025-08-25' },
  ],
  'demographics.csv': [
    { sourcedId: 'x', birthDate: '2017-02-03', sex: 'female', asian: 'true', white: 'true' },
  ],
};

function person(sourcedId: string, role: string, givenName: string, familyName: string): Cells {
  return { sourcedId, role, givenName, familyName, orgSourcedIds: 's', enabledUser: 'true' };
}

function enrolled(sourcedId: string, inClass: string, user: string, role: string): Cells {
  return {
    sourcedId,
    classSourcedId: inClass,
    schoolSourcedId: 's',
    userSourcedId: user,
    role,
  };
}

function fileOf(member: string, rows: Cells[]): Uint8Array {
  const published = oneRoster11Profile.layouts.some((l) => l.member === member)
    ? layoutOf(oneRoster11Profile, member).columns
    : [];
  const header = [...new Set([...published, ...rows.flatMap((row) => Object.keys(row))])];
  const lines = rows.map((row) =>
    header.map((name) => `"${(row[name] ?? '').replaceAll('"', '""')}"`).join(','),
  );
  return new TextEncoder().encode([header.join(','), ...lines, ''].join('\n'));
}

function filesOf(members: Members): Map<string, Uint8Array> {
  return new Map(Object.entries(members).map(([name, rows]) => [name, fileOf(name, rows)]));
}

function read(members: Members): RosterReading {
  return readRoster({ kind: 'folder', name: 'elm', files: filesOf(members) }, { today });
}

function readZip(bytes: Uint8Array): RosterReading {
  return readRoster({ kind: 'zip', name: 'elm.zip', bytes }, { today });
}

function zipped(members: Members, folder = ''): Uint8Array {
  return zipSync(
    Object.fromEntries([...filesOf(members)].map(([name, bytes]) => [folder + name, bytes])),
  );
}

/** Elm Street with one row of one file changed, or a row more. */
function changed(member: string, index: number, change: Cells): Members {
  const rows = [...(elmStreet[member] ?? [])];
  rows[index] = { ...rows[index], ...change };
  return { ...elmStreet, [member]: rows };
}

describe('a OneRoster 1.1 bundle', () => {
  test('becomes a district with its year, schools, staff and students', () => {
    expect(read(elmStreet)).toMatchObject({
      status: 'read',
      profile: 'oneroster-1.1',
      counts: { read: 16, accepted: 16, unchanged: 0, quarantined: 0 },
      quarantine: [],
      bundle: {
        district: { sourcedId: 'd', name: 'Elm Unified', identifier: '990001' },
        schoolYear: { firstDay: '2025-08-20', lastDay: '2026-06-10', year: 2025 },
        schools: [{ sourcedId: 's', name: 'Elm Street School', grades: ['3'] }],
        staff: [
          {
            sourcedId: 'p',
            role: 'school-admin',
            scope: { kind: 'schools', schoolSourcedIds: ['s'] },
          },
          { sourcedId: 'a', role: 'district-admin', scope: { kind: 'district' } },
          { sourcedId: 't', role: 'teacher', scope: { kind: 'caseload' } },
          { sourcedId: 'h', role: 'specialist', scope: { kind: 'caseload' } },
        ],
        students: [
          {
            rowKey: 'student/x',
            schoolSourcedId: 's',
            name: { given: 'Ana', middle: null, family: 'Ash' },
            grade: '3',
            birthDate: '2017-02-03',
            ids: { local: '0000001', state: '1000000001', sourcedId: 'x' },
            on: '2025-08-25',
            classes: [
              {
                rowKey: 'student/x/class/hr',
                homeroom: true,
                subject: null,
                teacherSourcedIds: ['t'],
                on: '2025-08-20',
              },
              { homeroom: false, subject: 'English Language Arts', on: '2025-08-25' },
            ],
            demographics: { sex: 'female', races: ['asian', 'white'], hispanic: null },
            guardians: [
              { name: 'Mia Ash', relationship: 'parent', language: 'es', phone: '555 0101' },
            ],
          },
        ],
      },
    });
  });

  test('reads the same from a zip, also from a folder inside it', () => {
    const plain = read(elmStreet);

    expect(readZip(zipped(elmStreet))).toEqual(plain);
    expect(readZip(zipped(elmStreet, 'export 2025/'))).toEqual(plain);
  });

  test('is tallied as each file stands, blanks included', () => {
    const reading = read(changed('users.csv', 3, { role: '' }));

    expect(reading.counts.files).toMatchObject({
      'orgs.csv': { read: 2, by: { type: { district: 1, school: 1 } } },
      'academicSessions.csv': { by: { type: { schoolYear: 1 }, status: { '(blank)': 1 } } },
      'classes.csv': { by: { status: { '(blank)': 2 } } },
      'enrollments.csv': { by: { role: { student: 2, teacher: 1 } } },
      'users.csv': {
        read: 6,
        accepted: 5,
        quarantined: 1,
        by: { role: { administrator: 2, teacher: 1, parent: 1, student: 1, '(blank)': 1 } },
      },
    });
  });

  test.each([
    ['KG', 'K'],
    ['PK', 'PK'],
    ['01', '1'],
    ['12', '12'],
    ['K', 'K'],
  ])('grade %s is %s', (code, grade) => {
    expect(read(changed('users.csv', 5, { grades: code }))).toMatchObject({
      bundle: { students: [{ grade }] },
    });
  });

  test('leaves out classes that have ended, and passwords everywhere', () => {
    const ended = changed('enrollments.csv', 2, { endDate: '2025-08-30' });
    ended['users.csv'] = changed('users.csv', 2, { password: 'hunter2' })['users.csv']!;
    const reading = read(ended);

    expect(reading).toMatchObject({
      bundle: { students: [{ classes: [{ classSourcedId: 'hr' }] }] },
      problems: [{ severity: 'warning', code: 'passwords_in_file', firstRows: [3] }],
    });
    expect(JSON.stringify(reading)).not.toContain('hunter2');
  });

  test('takes from two students the id that they share', () => {
    const twin = { ...elmStreet['users.csv']![5]!, sourcedId: 'y', givenName: 'Eva' };
    const reading = read({ ...elmStreet, 'users.csv': [...elmStreet['users.csv']!, twin] });

    expect(reading).toMatchObject({
      bundle: { students: [{ ids: { local: null, state: null } }, { ids: { local: null } }] },
      problems: [{ code: 'shared_identifier' }],
    });
  });
});

describe('a faulty row is set aside by row, column and reason', () => {
  test.each<[string, string, number, Cells, string, string]>([
    ['a grade that is no grade', 'users.csv', 5, { grades: '3rd-ish' }, 'bad_grade', 'grades'],
    ['a student without a grade', 'users.csv', 5, { grades: '' }, 'bad_grade', 'grades'],
    ['a role outside the vocabulary', 'users.csv', 2, { role: 'coach' }, 'bad_value', 'role'],
    ['a status outside it', 'users.csv', 2, { status: 'maybe' }, 'bad_value', 'status'],
    [
      'a user of no school',
      'users.csv',
      2,
      { orgSourcedIds: 'z' },
      'unknown_reference',
      'orgSourcedIds',
    ],
    ['a user without a name', 'users.csv', 2, { familyName: '' }, 'missing_value', 'familyName'],
    ['a NUL byte', 'users.csv', 2, { email: 'a\0b' }, 'nul_byte', 'email'],
    ['a row without an id', 'users.csv', 2, { sourcedId: '' }, 'missing_id', 'sourcedId'],
    ['an id used twice', 'users.csv', 3, { sourcedId: 't' }, 'duplicate_id', 'sourcedId'],
    [
      'a kind of org that is none',
      'orgs.csv',
      2,
      { sourcedId: 'q', type: 'club' },
      'bad_value',
      'type',
    ],
    [
      'a session that ends before it starts',
      'academicSessions.csv',
      1,
      { sourcedId: 'q', type: 'term', startDate: '2025-09-01', endDate: '2025-08-01' },
      'dates_backwards',
      'endDate',
    ],
    [
      'a day that does not exist',
      'academicSessions.csv',
      1,
      { sourcedId: 'q', type: 'term', startDate: '2025-02-30', endDate: '2025-08-01' },
      'bad_date',
      'startDate',
    ],
    [
      'a class of no school',
      'classes.csv',
      1,
      { schoolSourcedId: 'd' },
      'unknown_reference',
      'schoolSourcedId',
    ],
    [
      'an enrolment in no class',
      'enrollments.csv',
      2,
      { classSourcedId: 'z' },
      'unknown_reference',
      'classSourcedId',
    ],
    [
      'an enrolment of nobody',
      'enrollments.csv',
      2,
      { userSourcedId: 'z' },
      'unknown_reference',
      'userSourcedId',
    ],
    [
      'a student enrolled as a teacher',
      'enrollments.csv',
      2,
      { role: 'teacher' },
      'role_mismatch',
      'role',
    ],
    [
      'demographics of nobody',
      'demographics.csv',
      1,
      { sourcedId: 'z' },
      'unknown_reference',
      'sourcedId',
    ],
    [
      'a birth in the future',
      'demographics.csv',
      0,
      { birthDate: '2031-01-01' },
      'bad_date',
      'birthDate',
    ],
  ])('%s', (_, file, index, change, code, column) => {
    const reading = read(changed(file, index, change));

    expect(reading.status).toBe('read');
    expect(reading.quarantine[0]).toMatchObject({ file, row: index + 1, code, column });
    expect(reading.problems[0]).toMatchObject({ severity: 'error', code });
  });

  test('rows that need a row set aside are set aside with it', () => {
    const reading = read(changed('users.csv', 5, { grades: 'none' }));

    expect(reading.quarantine.map(({ file, row }) => `${file} ${row}`)).toEqual([
      'users.csv 6',
      'enrollments.csv 2',
      'enrollments.csv 3',
      'demographics.csv 1',
    ]);
    expect(reading.counts).toMatchObject({ read: 16, accepted: 12, quarantined: 4 });
  });

  test('an exact repeat is unchanged', () => {
    const again = {
      ...elmStreet,
      'users.csv': [...elmStreet['users.csv']!, elmStreet['users.csv']![2]!],
    };

    expect(read(again).counts).toMatchObject({ read: 17, accepted: 16, unchanged: 1 });
  });

  test('whatever stands in a file, every row is accepted, unchanged or named', () => {
    const cell = fc.oneof(
      fc.string({ maxLength: 10 }),
      fc.constantFrom('', 's', 'd', 't', 'x', 'hr', '03', 'student', 'school', '2025-09-01', '\0'),
    );
    const member = fc.constantFrom(...Object.keys(elmStreet));

    fc.assert(
      fc.property(
        member,
        fc.array(fc.tuple(fc.nat(30), cell), { maxLength: 12 }),
        (file, cells) => {
          const { columns } = layoutOf(oneRoster11Profile, file);
          const row = Object.fromEntries(
            cells.map(([n, text]) => [columns[n % columns.length]!, text]),
          );
          const reading = read({ ...elmStreet, [file]: [...elmStreet[file]!, row] });
          const { read: all, accepted, unchanged, quarantined } = reading.counts;
          expect(all).toBe(accepted + unchanged + quarantined);
          if (reading.status === 'read') expect(reading.quarantine).toHaveLength(quarantined);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a bundle that is no roster is rejected whole', () => {
  const without = (member: string) =>
    Object.fromEntries(Object.entries(elmStreet).filter(([name]) => name !== member));

  test.each<[string, Members, string, RegExp]>([
    ['without users', without('users.csv'), 'missing_member', /no users\.csv/],
    [
      'without a district',
      changed('orgs.csv', 0, { type: 'state' }),
      'no_district',
      /type district/,
    ],
    [
      'with two districts',
      changed('orgs.csv', 2, { sourcedId: 'd2', name: 'Oak', type: 'district' }),
      'several_districts',
      /"Oak"/,
    ],
    [
      'without a school year',
      changed('academicSessions.csv', 0, { type: 'term' }),
      'no_school_year',
      /schoolYear/,
    ],
    [
      'of changes only',
      { ...elmStreet, 'manifest.csv': [{ propertyName: 'file.users', value: 'delta' }] },
      'delta_bundle',
      /delta/,
    ],
    [
      'of OneRoster 1.2',
      { ...elmStreet, 'roles.csv': [{ sourcedId: 'r', roleType: 'primary' }] },
      'other_version',
      /1\.2/,
    ],
  ])('%s', (_, members, code, message) => {
    const reading = read(members);

    expect(reading).toMatchObject({ status: 'rejected', code, counts: { accepted: 0 } });
    expect(reading.problems[0]?.message).toMatch(message);
  });

  test('Microsoft School Data Sync, which has the same file names', () => {
    const text = (content: string) => new TextEncoder().encode(content);
    const files = new Map([
      ['orgs.csv', text('sourcedId,name,type,parentSourcedId\n')],
      [
        'users.csv',
        text(
          'sourcedId,username,givenName,familyName,password,activeDirectoryMatchId,email,phone,sms\n',
        ),
      ],
      [
        'roles.csv',
        text(
          'userSourcedId,orgSourcedId,role,sessionSourcedId,grade,isPrimary,roleStartDate,roleEndDate\n',
        ),
      ],
    ]);

    expect(readRoster({ kind: 'folder', name: 'sds', files }, { today })).toMatchObject({
      status: 'rejected',
      code: 'microsoft_sds',
      message: expect.stringContaining('School Data Sync'),
    });
  });

  test('a header that lacks what a roster needs names it', () => {
    const files = filesOf(elmStreet);
    files.set('users.csv', new TextEncoder().encode('sourcedId,role,name\n1,student,Ana\n'));
    const reading = readRoster({ kind: 'folder', name: 'elm', files }, { today });

    expect(reading).toMatchObject({ status: 'rejected', code: 'unknown_header' });
    expect(reading.problems[0]?.message).toMatch(
      /users\.csv.*lacking "orgSourcedIds", "givenName"/,
    );
  });
});

describe('a zip that cannot be trusted is refused before it is unpacked', () => {
  const good = zipped(elmStreet);
  const bytesOf = (name: string, content: Uint8Array) => zipSync({ [name]: content });
  const flipped = Uint8Array.from(good, (byte, index) => (index === 60 ? byte ^ 0xff : byte));
  const locked = Uint8Array.from(good);
  locked[directoryStart(locked) + 8] = 1;

  function directoryStart(bytes: Uint8Array): number {
    return new DataView(bytes.buffer).getUint32(bytes.length - 6, true);
  }

  test.each<[string, Uint8Array, string]>([
    ['cut off', good.subarray(0, good.length - 40), 'broken_zip'],
    ['no zip at all', new TextEncoder().encode('hello, this is text and no zip'), 'broken_zip'],
    ['empty', new Uint8Array(), 'broken_zip'],
    ['a flipped byte in a member', flipped, 'broken_zip'],
    ['a path out of the folder', bytesOf('../users.csv', new Uint8Array(3)), 'unsafe_path'],
    ['a password', locked, 'encrypted_zip'],
    ['a bomb', bytesOf('users.csv', new Uint8Array(20 * 1024 * 1024)), 'too_large'],
    [
      'too many entries',
      zipSync(
        Object.fromEntries(
          Array.from({ length: limits.zipEntries + 1 }, (_, n) => [`${n}.csv`, new Uint8Array()]),
        ),
      ),
      'too_large',
    ],
    [
      'a member twice',
      zipSync({ 'a/users.csv': fileOf('users.csv', []), 'b/users.csv': fileOf('users.csv', []) }),
      'member_twice',
    ],
  ])('%s', (_, bytes, code) => {
    expect(readZip(bytes)).toMatchObject({ status: 'rejected', code, counts: { accepted: 0 } });
  });
});

describe.runIf(samplesFolder())('the roster of Lantern, beside the project', () => {
  type Truth = {
    oneroster: Record<string, number> & { students_by_grade: Record<string, number> };
  };

  test('is clean, and its counts are the truth', () => {
    const truth = (
      JSON.parse(new TextDecoder().decode(sample('lantern/truth.json').bytes)) as Truth
    ).oneroster;
    const { name, bytes } = sample('lantern/oneroster-1.1.zip');
    const reading = readRoster({ kind: 'zip', name, bytes }, { today: '2026-11-24' });

    expect(reading.quarantine).toEqual([]);
    if (reading.status !== 'read') throw new Error(reading.message);
    const { files } = reading.counts;
    for (const member of [
      'orgs',
      'academicSessions',
      'courses',
      'classes',
      'users',
      'enrollments',
      'demographics',
    ]) {
      expect([member, files[`${member}.csv`]?.read]).toEqual([member, truth[member]]);
    }
    expect(files['users.csv']?.by['role']).toEqual(truth['users_by_role']);
    expect(files['enrollments.csv']?.by['role']).toEqual(truth['enrollments_by_role']);
    expect(files['orgs.csv']?.by['type']).toEqual({ district: 1, school: truth['schools'] });
    const { students, schools, staff } = reading.bundle;
    expect(schools).toHaveLength(truth['schools']!);
    expect(staff).toHaveLength(21);
    const grades = Object.entries(truth.students_by_grade).map(
      ([code, n]) => [code === 'KG' ? 'K' : String(Number(code)), n] as const,
    );
    for (const [grade, n] of grades) {
      expect([grade, students.filter((s) => s.grade === grade).length]).toEqual([grade, n]);
    }
    expect(students.every((s) => s.classes.length === 3 && s.birthDate && s.ids.state)).toBe(true);
  });
});
