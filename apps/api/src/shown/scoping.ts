import { Injectable } from '@nestjs/common';
import { visibleTo, type Action } from '#domain/policy/policy';
import type { StudentScope } from '#read-models/directory/directory.query';
import type { Where } from '#read-models/rows-query';
import type { Caller } from '../edge/caller.js';
import { Views } from '../views.js';

/** The policy table as conditions of lists: what a list leaves out is what a single look would refuse. */
@Injectable()
export class Scoping {
  constructor(private readonly views: Views) {}

  students(caller: Caller, action: Action): StudentScope {
    const visible = visibleTo(caller.staff, action);
    if (!visible) return { schoolIds: [], grades: null, caseloadOf: null };
    return {
      schoolIds: visible.schoolIds === 'all' ? null : visible.schoolIds,
      grades: visible.grades === 'all' ? null : visible.grades,
      caseloadOf: visible.caseloadOnly ? caller.staff.id : null,
    };
  }

  /** For rows with `school_id`, `grade` and `student_id`; filters that the caller asks for are narrowed, never widened. */
  async rows(
    caller: Caller,
    action: Action,
    asked: { schoolId?: string | undefined; studentId?: string | undefined },
    columns: { grade: boolean },
  ): Promise<Where | null> {
    const scope = this.students(caller, action);
    if (asked.schoolId && scope.schoolIds && !scope.schoolIds.includes(asked.schoolId)) return null;
    const where: Record<string, Where[string]> = {
      school_id: asked.schoolId ?? scope.schoolIds ?? undefined,
      student_id: asked.studentId,
    };
    if (scope.grades && columns.grade) where['grade'] = scope.grades;
    if (scope.caseloadOf || (scope.grades && !columns.grade)) {
      const own = await this.views.directory.students(caller.district, { scope, limit: 2_000 });
      const ids = own.map((row) => row.student_id);
      if (asked.studentId && !ids.includes(asked.studentId)) return null;
      where['student_id'] = asked.studentId ?? ids;
    }
    return where;
  }

  /** For rows of a school as a whole, such as groups and windows. */
  schools(caller: Caller, action: Action, asked?: string): Where | null {
    const { schoolIds } = this.students(caller, action);
    if (asked && schoolIds && !schoolIds.includes(asked)) return null;
    return { school_id: asked ?? schoolIds ?? undefined };
  }
}
