import { Injectable } from '@nestjs/common';
import { CycleQueries } from '#read-models/cycle/cycle.query';
import { DirectoryQueries } from '#read-models/directory/directory.query';
import { DutyQueries } from '#read-models/duties/duties.query';
import { GroupQueries } from '#read-models/group-sessions/group-sessions.query';
import { ImportQueries } from '#read-models/imports/imports.query';
import { ProcessQueries } from '#read-models/processes/processes.query';
import { ReferralQueries } from '#read-models/referral/referral.query';
import { RuleSetQueries } from '#read-models/rule-sets/rule-sets.query';
import { ScreeningQueries } from '#read-models/screening/screening.query';
import { TimelineQueries } from '#read-models/student-timeline/student-timeline.query';
import { Database } from '#platform/app/database';

/** The read models' queries over one connection pool. */
@Injectable()
export class Views {
  readonly directory: DirectoryQueries;
  readonly cycles: CycleQueries;
  readonly groups: GroupQueries;
  readonly referrals: ReferralQueries;
  readonly screening: ScreeningQueries;
  readonly ruleSets: RuleSetQueries;
  readonly imports: ImportQueries;
  readonly duties: DutyQueries;
  readonly processes: ProcessQueries;
  readonly timeline: TimelineQueries;

  constructor(db: Database) {
    this.directory = new DirectoryQueries(db);
    this.cycles = new CycleQueries(db);
    this.groups = new GroupQueries(db);
    this.referrals = new ReferralQueries(db);
    this.screening = new ScreeningQueries(db);
    this.ruleSets = new RuleSetQueries(db);
    this.imports = new ImportQueries(db);
    this.duties = new DutyQueries(db);
    this.processes = new ProcessQueries(db);
    this.timeline = new TimelineQueries(db);
  }
}
