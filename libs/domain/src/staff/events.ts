import type { Grade } from '../measure/measure.js';

export const staffRoles = [
  'district-admin',
  'school-admin',
  'specialist',
  'teacher',
  'psychologist',
  'auditor',
] as const;
export type StaffRole = (typeof staffRoles)[number];

/** What a member of staff may see: the district, some schools, some grades of them, or only their own students. */
export type Scope =
  | { kind: 'district' }
  | { kind: 'schools'; schoolIds: readonly string[] }
  | { kind: 'grades'; schoolIds: readonly string[]; grades: readonly Grade[] }
  | { kind: 'caseload'; schoolIds: readonly string[] };

/** The identity key is (provider, subject), never the e-mail (web.md 2.6). */
export type Identity = { provider: string; subject: string };

export type StaffEvent =
  | {
      type: 'StaffAuthorised';
      data: {
        givenName: string;
        familyName: string;
        email: string | null;
        role: StaffRole;
        scope: Scope;
        sourcedId: string | null;
        identities: readonly Identity[];
      };
    }
  | { type: 'StaffScopeChanged'; data: { role: StaffRole; scope: Scope; reason: string } }
  | { type: 'IdentityLinked'; data: Identity };

export type StaffCommand =
  | {
      type: 'AuthoriseStaff';
      data: {
        givenName: string;
        familyName: string;
        email: string | null;
        role: StaffRole;
        scope: Scope;
        sourcedId: string | null;
        identities: readonly Identity[];
      };
    }
  | { type: 'ChangeStaffScope'; data: { role: StaffRole; scope: Scope; reason: string } }
  | { type: 'LinkIdentity'; data: Identity };
