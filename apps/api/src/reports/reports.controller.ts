import { Controller, Query } from '@nestjs/common';
import {
  schoolsReport,
  schoolsReportQuery,
  type SchoolsReport,
  type SchoolsReportQuery,
} from '#contracts/reports';
import { Caller } from '../edge/caller.js';
import { Reads } from '../edge/route.js';
import { ReportReader } from './report-reader.js';

@Controller('v1/reports')
export class ReportsController {
  constructor(private readonly reports: ReportReader) {}

  @Reads({
    path: 'schools',
    id: 'reportOnSchools',
    says: 'What was planned, done and left undone, by school: now, on a day, or as it was known then',
    allow: 'read-reports',
    about: 'list',
    answer: schoolsReport,
  })
  schools(
    @Caller() caller: Caller,
    @Query({ schema: schoolsReportQuery }) query: SchoolsReportQuery,
  ): Promise<SchoolsReport> {
    return this.reports.schools(caller, query);
  }
}
