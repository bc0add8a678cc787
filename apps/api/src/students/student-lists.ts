import { Injectable } from '@nestjs/common';
import type { Page } from '#contracts/page';
import type { StudentRow as StudentShown, StudentsQuery } from '#contracts/students';
import { Database } from '#platform/app/database';
import type { CycleRow } from '#read-models/cycle/cycle';
import type { DutyRow } from '#read-models/duties/duties';
import type { ProcessRow } from '#read-models/processes/processes';
import { selectRows } from '#read-models/rows-query';
import type { Caller } from '../edge/caller.js';
import { nameOf, Names } from '../shown/names.js';
import { cursorOf, pageOf } from '../shown/paging.js';
import { Scoping } from '../shown/scoping.js';
import { Views } from '../views.js';

/** Students in lines, with what is open and due next for each. */
@Injectable()
export class StudentLists {
  constructor(
    private readonly db: Database,
    private readonly views: Views,
    private readonly scoping: Scoping,
    private readonly names: Names,
  ) {}

  async page(caller: Caller, query: StudentsQuery): Promise<Page<StudentShown>> {
    const { district } = caller;
    const { schoolId, grade, q, inCycle, after, limit } = query;
    const cursor = cursorOf(after);
    const rows = await this.views.directory.students(district, {
      scope: this.scoping.students(caller, 'read-students'),
      schoolId,
      grade,
      q,
      inCycle: inCycle === undefined ? undefined : inCycle === 'yes',
      after: cursor && {
        family: cursor['family'] ?? '',
        given: cursor['given'] ?? '',
        id: cursor['id'] ?? '',
      },
      limit: limit + 1,
    });
    const ids = rows.map((row) => row.student_id);
    const [names, cycles, referrals, duties, processes] = await Promise.all([
      this.names.of(district),
      this.views.cycles.byStudents(district, ids),
      this.views.referrals.list(district, { student_id: ids, status: 'open' }),
      selectRows<DutyRow>(
        this.db.of(district),
        'duties',
        district,
        { student_id: ids, to_pos: null },
        'due_at',
      ),
      selectRows<ProcessRow>(
        this.db.of(district),
        'processes',
        district,
        { student_id: ids },
        'stream',
      ),
    ]);
    const stages = new Map<string, string>(processes.map((p) => [p.stream, p.stage]));
    return pageOf(
      rows,
      limit,
      (row) => ({ family: row.family_name, given: row.given_name, id: row.student_id }),
      (row) => ({
        id: row.student_id,
        name: nameOf(row),
        grade: row.grade,
        school: names.school(row.school_id),
        enrolled: row.withdrawn_on === null,
        openCycles: cycles
          .filter((c) => c.student_id === row.student_id && c.status === 'open')
          .map((c) => studentCycle(c, stages)),
        openReferral: referrals.some((r) => r.student_id === row.student_id),
        nextDueOn:
          duties.find((d) => d.student_id === row.student_id && d.owner_kind !== 'process')
            ?.due_on ?? null,
      }),
    );
  }
}

export function studentCycle(
  row: CycleRow,
  stages: ReadonlyMap<string, string>,
): StudentShown['openCycles'][number] {
  return {
    id: row.cycle_id,
    area: row.area as StudentShown['openCycles'][number]['area'],
    status: row.status,
    stage: stages.get(`cycle/${row.cycle_id}`) ?? row.status,
    tier: row.tier as StudentShown['openCycles'][number]['tier'],
    openedOn: row.opened_on,
    closedOn: row.closed_on,
  };
}
