import type { Grade } from '../measure/measure.js';
import type { Scope, StaffRole } from '../staff/events.js';

/**
 * How far a role reaches with an action:
 * `everywhere`  district-wide facts that name no student;
 * `in-scope`    what lies in the member of staff's scope (district, schools, grades, caseload);
 * `caseload`    only their own students and groups, whatever the scope.
 */
export type Reach = 'everywhere' | 'in-scope' | 'caseload';

type Row = Readonly<Partial<Record<StaffRole, Reach>>>;

const everybody: Row = {
  'district-admin': 'everywhere',
  'school-admin': 'everywhere',
  specialist: 'everywhere',
  teacher: 'everywhere',
  psychologist: 'everywhere',
  auditor: 'everywhere',
};
const admin: Row = { 'district-admin': 'in-scope' };
const schoolLead: Row = { 'district-admin': 'in-scope', 'school-admin': 'in-scope' };
/** Who may see a student's file (FERPA: school officials with a legitimate educational interest). */
const readers: Row = {
  'district-admin': 'in-scope',
  'school-admin': 'in-scope',
  specialist: 'in-scope',
  teacher: 'caseload',
  psychologist: 'in-scope',
  auditor: 'in-scope',
};
/** The team that places and reviews. */
const team: Row = {
  'district-admin': 'in-scope',
  'school-admin': 'in-scope',
  specialist: 'in-scope',
  psychologist: 'in-scope',
};
/** Whoever works with the student may add what they saw. */
const givers: Row = { ...team, teacher: 'caseload' };
const evaluators: Row = {
  'district-admin': 'in-scope',
  'school-admin': 'in-scope',
  psychologist: 'in-scope',
};

/** The whole permission table: action × role → reach. What is not here is refused. */
export const policy = {
  'read-district': everybody,
  'read-schools': everybody,
  'read-people': everybody,
  'read-calendars': everybody,
  'read-rule-sets': everybody,
  'read-interventions': everybody,
  'read-inbox': everybody,
  'read-status': { 'district-admin': 'everywhere', auditor: 'everywhere' },
  'read-imports': { 'district-admin': 'in-scope', auditor: 'in-scope' },
  'read-windows': { ...team, auditor: 'in-scope' },
  'read-students': readers,
  'read-cycles': readers,
  'read-groups': readers,
  'read-referrals': readers,
  'read-history': readers,
  /** The whole record at once, to be handed out: those who answer for it, and who checks them. */
  'read-record': { ...schoolLead, auditor: 'in-scope' },
  /** Counts of a school's processes: those who lead it, and who checks them. */
  'read-reports': { ...schoolLead, auditor: 'in-scope' },

  'advance-clock': admin,
  'choose-jurisdiction': admin,
  'open-school': admin,
  'choose-calendar': admin,
  'publish-calendar': admin,
  'declare-closure': schoolLead,
  'declare-school-day': schoolLead,
  'authorise-staff': admin,
  'draft-rule-set': admin,
  'publish-rule-set': admin,
  'catalogue-intervention': admin,
  'import-data': admin,
  'schedule-window': schoolLead,

  'record-score': givers,
  'correct-score': team,
  'open-cycle': givers,
  'decide-placement': team,
  'start-phase': team,
  'raise-goal': team,
  'notify-guardian': team,
  'record-probe': givers,
  'correct-probe': givers,
  'void-fact': team,
  'observe-fidelity': givers,
  'hold-review': team,
  'close-cycle': team,
  'form-group': team,
  'change-group': team,
  'log-session': givers,
  /** 34 CFR 300.301(b): no rule stands before a request; whoever may see the student may record it. */
  'request-evaluation': givers,
  'handle-referral': evaluators,
  'read-record-requests': { ...schoolLead, auditor: 'in-scope' },
  /** What guardians ask about a record is taken in where they ask it. */
  'take-record-request': schoolLead,
  /** Holds and destruction: the records officer's, whose word the certificate is. */
  'hold-record': admin,
  'destroy-record': admin,
} as const satisfies Readonly<Record<string, Row>>;

export type Action = keyof typeof policy;
export const actions = Object.keys(policy) as readonly Action[];

export type StaffActor = { id: string; role: StaffRole; scope: Scope };

/**
 * What an action is about. District-wide facts are `{ level: 'district' }`, a school's have its id, and what concerns one
 * student or group names school and grade (null: several) and says whether it is on the actor's own caseload.
 */
export type Resource =
  | { level: 'district' }
  | { level: 'school'; schoolId: string }
  | { level: 'student'; schoolId: string; grade: Grade | null; ownCaseload: boolean };

/** Stable codes, in the logs and in the answer; never a name. */
export type Verdict = {
  allow: boolean;
  because:
    | 'everywhere'
    | 'in-scope'
    | 'own-caseload'
    | 'role-may-not'
    | 'out-of-scope'
    | 'not-on-caseload';
};

/** May this member of staff do this to that? Pure; the API asks it for every route. */
export function decide(actor: StaffActor, action: Action, resource: Resource): Verdict {
  const reach = reachOf(actor.role, action);
  if (!reach) return { allow: false, because: 'role-may-not' };
  if (reach === 'everywhere') return { allow: true, because: 'everywhere' };
  if (reach === 'caseload' || actor.scope.kind === 'caseload') {
    const own = resource.level === 'student' && resource.ownCaseload;
    if (!own) return { allow: false, because: 'not-on-caseload' };
    return inScope(actor.scope, resource)
      ? { allow: true, because: 'own-caseload' }
      : { allow: false, because: 'out-of-scope' };
  }
  return inScope(actor.scope, resource)
    ? { allow: true, because: 'in-scope' }
    : { allow: false, because: 'out-of-scope' };
}

/** The same table as a condition for lists: which schools, which grades, own caseload only; null = nothing at all. */
export type Visible = {
  schoolIds: readonly string[] | 'all';
  grades: readonly Grade[] | 'all';
  caseloadOnly: boolean;
};

export function visibleTo(actor: StaffActor, action: Action): Visible | null {
  const reach = reachOf(actor.role, action);
  if (!reach) return null;
  if (reach === 'everywhere') return { schoolIds: 'all', grades: 'all', caseloadOnly: false };
  const { scope } = actor;
  const caseloadOnly = reach === 'caseload' || scope.kind === 'caseload';
  switch (scope.kind) {
    case 'district':
      return { schoolIds: 'all', grades: 'all', caseloadOnly };
    case 'schools':
      return { schoolIds: scope.schoolIds, grades: 'all', caseloadOnly };
    case 'grades':
      return { schoolIds: scope.schoolIds, grades: scope.grades, caseloadOnly };
    case 'caseload':
      return {
        schoolIds: scope.schoolIds.length > 0 ? scope.schoolIds : 'all',
        grades: 'all',
        caseloadOnly,
      };
  }
}

/** What the screens may offer to somebody: actions that the role has at all. */
export function capabilities(role: StaffRole): readonly Action[] {
  return actions.filter((action) => reachOf(role, action) !== undefined);
}

function reachOf(role: StaffRole, action: Action): Reach | undefined {
  return (policy[action] as Row)[role];
}

function inScope(scope: Scope, resource: Resource): boolean {
  if (scope.kind === 'district') return true;
  if (resource.level === 'district') return false;
  if (scope.kind === 'caseload' && scope.schoolIds.length === 0) return true;
  if (!scope.schoolIds.includes(resource.schoolId)) return false;
  if (scope.kind !== 'grades' || resource.level === 'school') return true;
  // A group has pupils of several grades: whoever teaches it sees it.
  return resource.grade === null ? resource.ownCaseload : scope.grades.includes(resource.grade);
}
