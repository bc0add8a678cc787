import { CycleQueries } from './cycle/cycle.query.js';
import { DirectoryQueries } from './directory/directory.query.js';
import { DutyQueries } from './duties/duties.query.js';
import { GroupQueries } from './group-sessions/group-sessions.query.js';
import { ImportQueries } from './imports/imports.query.js';
import { ProcessQueries } from './processes/processes.query.js';
import type { EventStore } from '#event-store/event-store';
import type { DistrictRows } from './read-model.js';
import { ReferralQueries } from './referral/referral.query.js';
import { RuleSetQueries } from './rule-sets/rule-sets.query.js';
import { ScreeningQueries } from './screening/screening.query.js';
import { TimelineQueries } from './student-timeline/student-timeline.query.js';

/** Every read model's queries. */
export type Views = {
  cycles: CycleQueries;
  directory: DirectoryQueries;
  duties: DutyQueries;
  groups: GroupQueries;
  imports: ImportQueries;
  processes: ProcessQueries;
  referrals: ReferralQueries;
  ruleSets: RuleSetQueries;
  screening: ScreeningQueries;
  timeline: TimelineQueries;
};

/** Over one pool; `record` is asked for what no view holds. */
export function viewsOf(db: DistrictRows, record: Pick<EventStore, 'read'>): Views {
  return {
    cycles: new CycleQueries(db),
    directory: new DirectoryQueries(db),
    duties: new DutyQueries(db),
    groups: new GroupQueries(db),
    imports: new ImportQueries(db),
    processes: new ProcessQueries(db, record),
    referrals: new ReferralQueries(db),
    ruleSets: new RuleSetQueries(db),
    screening: new ScreeningQueries(db),
    timeline: new TimelineQueries(db),
  };
}
