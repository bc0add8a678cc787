import type { StaffRole } from '#domain/staff/events';
import type { Area } from '#domain/measure/measure';
import type { LocalDate } from '#domain/time';

/** A school as the sandbox founds it; `sourcedId` is its id in the roster file. */
export type SandboxSchool = {
  sourcedId: string;
  name: string;
  identifier: string;
  level: 'elementary' | 'middle';
};

/** A member of staff. `sourcedId` names them in files; `subject` is their sign-in at the local identity provider. */
export type SandboxStaff = {
  sourcedId: string;
  subject: string;
  givenName: string;
  familyName: string;
  email: string;
  role: StaffRole;
  /** Schools by sourcedId; empty for people of the district. */
  schools: readonly string[];
  /** The areas a specialist works in. */
  areas: readonly Area[];
  /** Who they are, for the sign-in page and for screens in the handbook. */
  story: string;
  /** `roster`: comes with the OneRoster file; `granted`: OneRoster has no such role, a district admin authorises them. */
  comesBy: 'roster' | 'granted';
};

export const lindenfield = {
  sourcedId: 'lind-district',
  name: 'Lindenfield Unified School District',
  identifier: '9917001',
  domain: 'lindenfield.example',
} as const;

/** The day on which tests and screens that need one stand still: a Monday, five weeks into delivery. */
export const sandboxToday: LocalDate = '2025-11-03';

const school = (
  sourcedId: string,
  name: string,
  identifier: string,
  level: SandboxSchool['level'],
): SandboxSchool => ({ sourcedId, name, identifier, level });

/** The schools of a district of up to 600 students; larger ones have more of the same kind. */
export const ashGrove = school('lind-s01', 'Ash Grove Elementary School', '0101', 'elementary');
export const birchHill = school('lind-s02', 'Birch Hill Elementary School', '0102', 'elementary');
export const cedarBend = school('lind-s03', 'Cedar Bend Middle School', '0103', 'middle');

const person = (
  sourcedId: string,
  name: string,
  role: StaffRole,
  schools: readonly SandboxSchool[],
  story: string,
  areas: readonly Area[] = [],
  signIn = name.replace(' ', '.'),
): SandboxStaff => {
  const [givenName = '', familyName = ''] = name.split(' ');
  const subject = signIn
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z0-9.]/g, '');
  return {
    sourcedId,
    subject,
    givenName,
    familyName,
    email: `${subject}@${lindenfield.domain}`,
    role,
    schools: schools.map((s) => s.sourcedId),
    areas,
    story,
    comesBy: role === 'psychologist' || role === 'auditor' ? 'granted' : 'roster',
  };
};

export const dana = person(
  'lind-a01',
  'Dana Okafor',
  'district-admin',
  [],
  'Director of student support: writes the cycle rules.',
);
export const ruth = person(
  'lind-x01',
  'Ruth Feldmann',
  'auditor',
  [],
  'Audits records for the school board.',
);
export const miriam = person(
  'lind-x02',
  'Miriam Castellano',
  'psychologist',
  [],
  'School psychologist: leads evaluations.',
);
export const alvaro = person(
  'lind-a02',
  'Alvaro Brandt',
  'school-admin',
  [ashGrove],
  'Principal of Ash Grove.',
);
export const lena = person(
  'lind-a03',
  'Lena Whitcombe',
  'school-admin',
  [birchHill],
  'Principal of Birch Hill.',
);
export const samuel = person(
  'lind-a04',
  'Samuel Oyelaran',
  'school-admin',
  [cedarBend],
  'Principal of Cedar Bend.',
);
export const nora = person(
  'lind-i01',
  'Nora Lindgren',
  'specialist',
  [ashGrove],
  'Reading specialist at Ash Grove.',
  ['reading'],
);
export const tomas = person(
  'lind-i02',
  'Tomás Villaseñor',
  'specialist',
  [ashGrove],
  'Mathematics and behaviour at Ash Grove.',
  ['mathematics', 'behaviour'],
);
export const priya = person(
  'lind-i03',
  'Priya Raman',
  'specialist',
  [birchHill],
  'Reading specialist at Birch Hill.',
  ['reading'],
);
export const kwame = person(
  'lind-i04',
  'Kwame Asante',
  'specialist',
  [birchHill],
  'Mathematics and behaviour at Birch Hill.',
  ['mathematics', 'behaviour'],
);
export const ingrid = person(
  'lind-i05',
  'Ingrid Solberg',
  'specialist',
  [cedarBend],
  'Reading specialist at Cedar Bend.',
  ['reading'],
);
export const joaquin = person(
  'lind-i06',
  'Joaquín Paredes',
  'specialist',
  [cedarBend],
  'Mathematics and behaviour at Cedar Bend.',
  ['mathematics', 'behaviour'],
);

/** The named people whom tests, the local sign-in page and the screens of the handbook know. */
export const namedStaff: readonly SandboxStaff[] = [
  dana,
  ruth,
  miriam,
  alvaro,
  lena,
  samuel,
  nora,
  tomas,
  priya,
  kwame,
  ingrid,
  joaquin,
];

export const namedSchools: readonly SandboxSchool[] = [ashGrove, birchHill, cedarBend];

/** Staff of a school without named people: a principal and two specialists, as the named schools have them. */
export function staffOfFurtherSchool(
  at: SandboxSchool,
  names: { principal: string; reading: string; mathematics: string },
): SandboxStaff[] {
  const n = at.sourcedId.slice('lind-s'.length);
  const signIn = (name: string) => `${name.replace(' ', '.')}.${n}`;
  const { principal, reading, mathematics } = names;
  const both = ['mathematics', 'behaviour'] as const;
  return [
    person(
      `lind-a1${n}`,
      principal,
      'school-admin',
      [at],
      `Principal of ${at.name}.`,
      [],
      signIn(principal),
    ),
    person(
      `lind-i1${n}`,
      reading,
      'specialist',
      [at],
      'Reading specialist.',
      ['reading'],
      signIn(reading),
    ),
    person(
      `lind-i2${n}`,
      mathematics,
      'specialist',
      [at],
      'Mathematics and behaviour.',
      both,
      signIn(mathematics),
    ),
  ];
}

/** A teacher; the sign-in bears the number, because names repeat in a large district. */
export function teacherOf(
  at: SandboxSchool,
  number: number,
  name: string,
  title: string,
): SandboxStaff {
  return person(
    `lind-t${String(number).padStart(4, '0')}`,
    name,
    'teacher',
    [at],
    `Teaches ${title}.`,
    [],
    `${name.replace(' ', '.')}.${number}`,
  );
}
