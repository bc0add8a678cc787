import { Injectable } from '@nestjs/common';
import type { SchoolsReport, SchoolsReportQuery } from '#contracts/reports';
import type { StreamId } from '#domain/streams';
import { EventStore } from '#event-store/event-store';
import type { Moment } from '#read-models/as-of';
import {
  countsOf,
  nothing,
  reported,
  sum,
  type Counts,
} from '#read-models/school-report/school-report';
import type { Caller } from '../edge/caller.js';
import { Moments } from '../shown/moments.js';
import { Scoping } from '../shown/scoping.js';
import { Settings } from '../settings.js';
import { Views } from '../views.js';

/** Read side by side, so that a report leaves connections for those who are at work. */
const atOnce = 4;

/**
 * Reports are counted from the streams themselves, the present one too: one way of counting, so that two reports of different
 * moments differ by what was recorded and by nothing else.
 */
@Injectable()
export class ReportReader {
  constructor(
    private readonly store: EventStore,
    private readonly views: Views,
    private readonly scoping: Scoping,
    private readonly moments: Moments,
    private readonly settings: Settings,
  ) {}

  async schools(caller: Caller, query: SchoolsReportQuery): Promise<SchoolsReport> {
    const { district } = caller;
    const [moment, clock, schools] = await Promise.all([
      this.moments.of(district, query),
      this.settings.today(district),
      this.schoolsOf(caller, query.schoolId),
    ]);
    const bySchool = new Map<string, Counts>(schools.map(({ id }) => [id, nothing]));
    if (bySchool.size > 0) await this.count(district, moment, bySchool);
    return {
      asOf: moment.asOf,
      knownAt: moment.knownAt,
      drawnUpAt: clock.now,
      schools: schools.map((school) => ({ school, ...bySchool.get(school.id)! })),
      total: [...bySchool.values()].reduce(sum, nothing),
    };
  }

  /** In the order of their names. */
  private async schoolsOf(caller: Caller, asked: string | undefined) {
    const { schoolIds, caseloadOf } = this.scoping.students(caller, 'read-reports');
    if (caseloadOf !== null) return [];
    const rows = await this.views.directory.schools(caller.district);
    return rows
      .filter(({ school_id: id }) => schoolIds === null || schoolIds.includes(id))
      .filter(({ school_id: id }) => asked === undefined || asked === id)
      .map(({ school_id: id, name }) => ({ id, name }));
  }

  /** Adds what every process comes to, to the school at which it stood; other schools are passed over. */
  private async count(
    district: string,
    moment: Moment,
    bySchool: Map<string, Counts>,
  ): Promise<void> {
    for (const kind of reported) {
      const left = [...(await this.store.streamsOf(district, kind))];
      const worker = async () => {
        for (let stream = left.pop(); stream !== undefined; stream = left.pop()) {
          const one = await this.countsOf(district, stream, moment);
          const sofar = one && bySchool.get(one.schoolId);
          if (sofar) bySchool.set(one.schoolId, sum(sofar, one.counts));
        }
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
    }
  }

  private async countsOf(district: string, stream: StreamId, moment: Moment) {
    const known = moment.knownAt === null ? {} : { to: moment.knownAt };
    const { events } = await this.store.read({ district, stream }, known);
    return countsOf(events, moment);
  }
}
