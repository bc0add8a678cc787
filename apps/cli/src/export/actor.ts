import { type Actor, operatorActor } from '#domain/decider';
import { decide } from '#domain/policy/policy';
import { CommandProblem } from '../answer.js';
import type { Installation } from '../installation.js';
import { staffMember } from '../user/grant.js';

export const asOption = [
  '--as <staff>',
  'act as this member of staff, as far as they may; by default as the operator of the installation',
] as const;

/** Who takes a student's whole record: the operator, or a member of staff whom the permission table lets. */
export async function takerOf(
  installation: Installation,
  district: string,
  studentId: string,
  staffId: string | undefined,
): Promise<Actor> {
  if (staffId === undefined) return operatorActor;
  const { role, scope } = await staffMember(installation, district, staffId);
  const { directory } = installation.views;
  const row = await directory.student(district, studentId);
  const ownCaseload = await directory.onCaseload(district, studentId, staffId);
  const verdict = decide(
    { id: staffId, role, scope },
    'read-record',
    row
      ? { level: 'student', schoolId: row.school_id, grade: row.grade, ownCaseload }
      : { level: 'district' },
  );
  if (verdict.allow) return { id: staffId, role };
  throw new CommandProblem(
    1,
    'not-allowed',
    `This member of staff may not take this record: ${verdict.because}.`,
    { where: '--as', hint: 'docs/reference/permissions.md says who may: `read-record`.' },
  );
}
