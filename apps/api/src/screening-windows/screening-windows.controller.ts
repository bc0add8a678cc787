import { Body, Controller, Param, Query } from '@nestjs/common';
import type { Page } from '#contracts/page';
import {
  scheduleWindowRequest,
  windowDetail,
  windowPage,
  windowsQuery,
  type ScheduleWindowRequest,
  type WindowDetail,
  type WindowRow as WindowShown,
  type WindowsQuery,
} from '#contracts/screening-windows';
import type { Pin } from '#domain/decider';
import type { InstructionalDays, WindowDates } from '#domain/screening-window/events';
import { datesOf } from '#domain/screening-window/instructional-days';
import { streamId } from '#domain/streams';
import { ReferenceData } from '#event-store/reference-data';
import type { WindowRow } from '#read-models/screening/screening';
import { Caller } from '../edge/caller.js';
import { ProblemError } from '../edge/problem-error.js';
import { Commands, Reads } from '../edge/route.js';
import { Pins } from '../pins.js';
import { Duties, dutyOnly } from '../shown/duties.js';
import { Names, type NameBook } from '../shown/names.js';
import { cursorOf, pageOf } from '../shown/paging.js';
import { Scoping } from '../shown/scoping.js';
import { Submit } from '../submit.js';
import { Views } from '../views.js';

@Controller('v1/screening-windows')
export class ScreeningWindowsController {
  constructor(
    private readonly views: Views,
    private readonly scoping: Scoping,
    private readonly names: Names,
    private readonly duties: Duties,
    private readonly pins: Pins,
    private readonly submit: Submit,
    private readonly reference: ReferenceData,
  ) {}

  @Reads({
    id: 'listScreeningWindows',
    says: 'Screening windows',
    allow: 'read-windows',
    about: 'list',
    answer: windowPage,
  })
  async list(
    @Caller() caller: Caller,
    @Query({ schema: windowsQuery }) { schoolId, area, season, after, limit }: WindowsQuery,
  ): Promise<Page<WindowShown>> {
    const scope = this.scoping.schools(caller, 'read-windows', schoolId);
    const rows = scope
      ? await this.views.screening.windows(
          caller.district,
          { ...scope, area, season },
          { after: cursorOf(after)?.['id'], limit: limit + 1 },
        )
      : [];
    const names = await this.names.of(caller.district);
    return pageOf(
      rows,
      limit,
      (row) => ({ id: row.window_id }),
      (row) => shown(row, names),
    );
  }

  @Reads({
    path: ':windowId',
    id: 'readScreeningWindow',
    says: 'One screening window and what comes next',
    allow: 'read-windows',
    about: { kind: 'screening-window', param: 'windowId' },
    answer: windowDetail,
  })
  async read(
    @Caller() { district }: Caller,
    @Param('windowId') windowId: string,
  ): Promise<WindowDetail> {
    const row = await this.views.screening.window(district, windowId);
    if (!row) throw new ProblemError('not_found', 'There is no screening window under this id.');
    const stream = streamId('screening-window', windowId);
    const [names, owed] = await Promise.all([
      this.names.of(district),
      this.views.duties.next(district, { stream }),
    ]);
    return {
      ...shown(row, names),
      calendar: row.calendar,
      ruleSets: row.rule_sets.map((r) => ({ ruleSet: r.ruleSet, grades: [...r.grades] })),
      classwide: row.classwide.map((c) => ({ ...c })),
      proposed: row.proposed,
      next: (await this.duties.shown(district, owed, names)).map(dutyOnly),
    };
  }

  @Commands({
    id: 'scheduleScreeningWindow',
    says: 'Schedule a screening window',
    allow: 'schedule-window',
    about: { kind: 'school', body: 'schoolId' },
    makes: true,
  })
  async schedule(
    @Caller() caller: Caller,
    @Body({ schema: scheduleWindowRequest }) body: ScheduleWindowRequest,
  ) {
    const { district } = caller;
    const { opensOn, closesOn, makeUpsUntil, instructionalDays, ...plan } = body;
    const { schoolId, area, schoolYear } = plan;
    const calendar = await this.pins.calendarOfGrades(
      district,
      schoolId,
      plan.ruleSets?.flatMap(({ grades }) => grades),
    );
    // The contract has seen to it that there are dates where there are no days.
    const dates = { opensOn, closesOn, makeUpsUntil } as WindowDates;
    const when = instructionalDays ? { instructionalDays } : dates;
    const ruleSets =
      plan.ruleSets ??
      (await this.pins.ruleSetsOf(
        district,
        schoolId,
        area,
        instructionalDays
          ? (await this.datesOf(district, instructionalDays, schoolYear, calendar)).opensOn
          : dates.opensOn,
      ));
    return this.submit.make(caller, 'screening-window', {
      type: 'ScheduleWindow',
      data: { ...plan, ...when, calendar, ruleSets },
    });
  }

  private async datesOf(
    district: string,
    days: InstructionalDays,
    schoolYear: number,
    pin: Pin,
  ): Promise<WindowDates> {
    const { calendar } = await this.reference.for(district, { calendar: pin });
    return datesOf(days, schoolYear, calendar!);
  }
}

function shown(row: WindowRow, names: NameBook): WindowShown {
  return {
    id: row.window_id,
    school: names.school(row.school_id),
    area: row.area,
    season: row.season,
    schoolYear: row.school_year,
    opensOn: row.opens_on,
    closesOn: row.closes_on,
    makeUpsUntil: row.make_ups_until,
    status: row.status,
    expected: row.closed?.expected ?? null,
    screened: row.closed?.screened ?? null,
    missed: row.closed?.missed ?? null,
    version: row.version,
  };
}
