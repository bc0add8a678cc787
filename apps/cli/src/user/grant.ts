import { randomUUID } from 'node:crypto';
import { operatorActor } from '#domain/decider';
import { grades as allGrades, type Grade } from '#domain/measure/measure';
import { staffDecider } from '#domain/staff/decide';
import type { Identity, Scope, StaffCommand, StaffEvent, StaffRole } from '#domain/staff/events';
import { evolve, initial, type Staff } from '#domain/staff/state';
import { streamId } from '#domain/streams';
import { ClaimTaken } from '#event-store/errors';
import { CommandProblem, type Answer } from '../answer.js';
import { districtOf } from '../district.js';
import { withInstallation, type Installation } from '../installation.js';

export type GrantOptions = {
  staff?: string;
  givenName?: string;
  familyName?: string;
  email?: string;
  role?: StaffRole;
  school?: string[];
  grade?: string[];
  caseload?: boolean;
  identity?: string;
  reason?: string;
  district?: string;
};

/** Authorises a new person, or changes role, scope and sign-in of one who is staff; each is a recorded fact. */
export function grant(options: GrantOptions): Promise<Answer> {
  const identity = options.identity === undefined ? null : identityOf(options.identity);
  const needs = { command: 'aimline user grant', need: 'postgres' } as const;
  return withInstallation(needs, async (installation) => {
    const district = await districtOf(installation, options.district);
    const scope = scopeOf(options);
    await knownSchools(installation, district, scope);
    const commands = options.staff
      ? changes(await staffMember(installation, district, options.staff), options, scope, identity)
      : [authorise(options, scope, identity)];
    const staffId = options.staff ?? randomUUID();
    const facts: string[] = [];
    for (const command of commands)
      facts.push(...(await send(installation, district, staffId, command)));
    return {
      document: { staff: staffId, district, recorded: facts },
      words: `${staffId}: ${facts.join(', ') || 'nothing new'}`,
    };
  });
}

async function send(
  { handler }: Installation,
  district: string,
  staffId: string,
  command: StaffCommand,
): Promise<string[]> {
  const to = { district, stream: streamId('staff', staffId) };
  const key = `cli/user-grant/${randomUUID()}`;
  try {
    const submission = { ...command, key, actor: operatorActor };
    const { events } = await handler.handle(staffDecider, to, submission);
    return events.map(({ type }) => type);
  } catch (error) {
    if (!(error instanceof ClaimTaken)) throw error;
    throw new CommandProblem(1, 'identity-taken', 'Another member of staff signs in that way.', {
      where: error.holder,
      hint: 'A sign-in belongs to one person for good: use another one.',
    });
  }
}

/** The member of staff under an id; refused if there is none. */
export async function staffMember(
  { store }: Installation,
  district: string,
  staffId: string,
): Promise<Extract<Staff, { status: 'authorised' }>> {
  const stream = streamId('staff', staffId);
  const { events } = await store.read<StaffEvent>({ district, stream });
  const staff = events.reduce(evolve, initial);
  if (staff.status === 'authorised') return staff;
  throw new CommandProblem(2, 'no-such-staff', `No member of staff has the id ${staffId}.`, {
    where: '--staff',
    hint: 'Leave --staff out to authorise a new person.',
  });
}

function authorise(
  { givenName, familyName, role, email }: GrantOptions,
  scope: Scope,
  identity: Identity | null,
): StaffCommand {
  if (!givenName || !familyName || !role)
    throw new CommandProblem(2, 'usage', 'A new member of staff needs a name and a role.', {
      where: '--given-name, --family-name, --role',
      hint: 'Or name somebody who is staff already with --staff.',
    });
  return {
    type: 'AuthoriseStaff',
    data: {
      givenName,
      familyName,
      email: email ?? null,
      role,
      scope,
      sourcedId: null,
      identities: identity ? [identity] : [],
    },
  };
}

function changes(
  staff: Extract<Staff, { status: 'authorised' }>,
  { role, school, grade, caseload, reason }: GrantOptions,
  scope: Scope,
  identity: Identity | null,
): StaffCommand[] {
  const narrows = school !== undefined || grade !== undefined || caseload === true;
  const changed: StaffCommand[] = [];
  if (role !== undefined || narrows)
    changed.push({
      type: 'ChangeStaffScope',
      data: {
        role: role ?? staff.role,
        scope: narrows || role === 'district-admin' ? scope : staff.scope,
        reason: reason ?? 'granted by the operator',
      },
    });
  if (identity) changed.push({ type: 'LinkIdentity', data: identity });
  if (changed.length > 0) return changed;
  throw new CommandProblem(2, 'usage', 'Nothing is to be changed.', {
    hint: 'Give --role, --school, --grade, --caseload or --identity.',
  });
}

function scopeOf({ school = [], grade, caseload }: GrantOptions): Scope {
  if (caseload) return { kind: 'caseload', schoolIds: school };
  if (grade) return { kind: 'grades', schoolIds: school, grades: grade.map(gradeOf) };
  return school.length > 0 ? { kind: 'schools', schoolIds: school } : { kind: 'district' };
}

function gradeOf(text: string): Grade {
  const grade = allGrades.find((known) => known === text.toUpperCase());
  if (grade) return grade;
  throw new CommandProblem(2, 'bad-grade', `"${text}" is no grade.`, {
    where: '--grade',
    hint: `Grades are ${allGrades.join(', ')}.`,
  });
}

/** `provider:subject`; the provider may be a URL, so the last colon parts them. */
function identityOf(text: string): Identity {
  const at = text.lastIndexOf(':');
  if (at > 0 && at < text.length - 1)
    return { provider: text.slice(0, at), subject: text.slice(at + 1) };
  throw new CommandProblem(2, 'bad-identity', `"${text}" is not of the form provider:subject.`, {
    where: '--identity',
    hint: 'Name the provider as OIDC_ISSUER does, such as https://login.example.org:4711.',
  });
}

async function knownSchools({ store }: Installation, district: string, scope: Scope) {
  for (const id of 'schoolIds' in scope ? scope.schoolIds : []) {
    const stream = streamId('school', id);
    if ((await store.read({ district, stream })).version > 0) continue;
    throw new CommandProblem(2, 'no-such-school', `No school has the id ${id}.`, {
      where: '--school',
    });
  }
}
