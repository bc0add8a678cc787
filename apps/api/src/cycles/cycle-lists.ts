import { Injectable } from '@nestjs/common';
import type { CycleRow as CycleShown, CyclesQuery } from '#contracts/cycles';
import type { Page } from '#contracts/page';
import { streamId } from '#domain/streams';
import { Database } from '#platform/app/database';
import type { CycleRow } from '#read-models/cycle/cycle';
import type { DutyRow } from '#read-models/duties/duties';
import type { ProcessRow } from '#read-models/processes/processes';
import { selectRows } from '#read-models/rows-query';
import type { Caller } from '../edge/caller.js';
import { Names } from '../shown/names.js';
import { cursorOf, pageOf } from '../shown/paging.js';
import { Scoping } from '../shown/scoping.js';
import { Views } from '../views.js';

/** Cycles in lines, from their view: where each stands and what is due next. */
@Injectable()
export class CycleLists {
  constructor(
    private readonly db: Database,
    private readonly views: Views,
    private readonly scoping: Scoping,
    private readonly names: Names,
  ) {}

  async page(caller: Caller, query: CyclesQuery): Promise<Page<CycleShown>> {
    const { schoolId, studentId, area, stage, open, after, limit } = query;
    const scope = await this.scoping.rows(
      caller,
      'read-cycles',
      { schoolId, studentId },
      { grade: true },
    );
    if (!scope) return { items: [], next: null };
    const status = open === undefined ? undefined : open === 'yes' ? 'open' : 'closed';
    const staged = stage === undefined ? undefined : await this.atStage(caller.district, stage);
    const rows = await this.views.cycles.list(
      caller.district,
      { ...scope, area, status, cycle_id: staged },
      { after: cursorOf(after)?.['id'], limit: limit + 1 },
    );
    const shown = await this.shown(caller.district, rows);
    return pageOf(
      shown,
      limit,
      (row) => ({ id: row.id }),
      (row) => row,
    );
  }

  async shown(district: string, rows: readonly CycleRow[]): Promise<CycleShown[]> {
    const streams = rows.map((row) => streamId('cycle', row.cycle_id));
    const [names, processes, duties] = await Promise.all([
      this.names.of(district, { students: rows.map((row) => row.student_id), groups: true }),
      selectRows<ProcessRow>(
        this.db.of(district),
        'processes',
        district,
        { stream: streams },
        'stream',
      ),
      selectRows<DutyRow>(
        this.db.of(district),
        'duties',
        district,
        { stream: streams, to_pos: null },
        'due_at',
      ),
    ]);
    const stages = new Map<string, string>(processes.map((p) => [p.stream, p.stage]));
    const dueOn = new Map<string, string>();
    for (const duty of duties)
      if (duty.owner_kind !== 'process' && !dueOn.has(duty.stream))
        dueOn.set(duty.stream, duty.due_on);
    return rows.map((row) => {
      const stream = streamId('cycle', row.cycle_id);
      return {
        id: row.cycle_id,
        student: names.student(row.student_id),
        school: names.school(row.school_id),
        grade: row.grade as CycleShown['grade'],
        area: row.area as CycleShown['area'],
        stage: (stages.get(stream) ?? row.status) as CycleShown['stage'],
        tier: row.tier as CycleShown['tier'],
        group: row.group_id === null ? null : names.group(row.group_id),
        specialist: row.specialist_id === null ? null : names.staff(row.specialist_id),
        openedOn: row.opened_on,
        closedOn: row.closed_on,
        outcome: row.last_outcome,
        nextDueOn: dueOn.get(stream) ?? null,
        version: row.version,
      };
    });
  }

  private async atStage(district: string, stage: string): Promise<string[]> {
    const where = { kind: 'cycle', stage };
    const rows = await selectRows<ProcessRow>(
      this.db.of(district),
      'processes',
      district,
      where,
      'stream',
    );
    return rows.map((row) => row.stream.slice('cycle/'.length));
  }
}
