import { CalendarsController } from './calendars/calendars.controller.js';
import { CycleLists } from './cycles/cycle-lists.js';
import { CycleReader } from './cycles/cycle-reader.js';
import { CyclesController } from './cycles/cycles.controller.js';
import { PlacementsController } from './cycles/placements.controller.js';
import { ProbesController } from './cycles/probes.controller.js';
import { ReviewsController } from './cycles/reviews.controller.js';
import { DistrictController } from './district/district.controller.js';
import { FoundingController } from './district/founding.controller.js';
import { GroupPlaces } from './groups/group-places.js';
import { GroupReader } from './groups/group-reader.js';
import { GroupsController } from './groups/groups.controller.js';
import { SessionsController } from './groups/sessions.controller.js';
import { PlannedSessions } from './groups/planned-sessions.js';
import { AtThatMoment } from './shown/at-that-moment.js';
import { Histories } from './history.js';
import { ImportsController } from './imports/imports.controller.js';
import { InboxController } from './inbox/inbox.controller.js';
import { InterventionsController } from './interventions/interventions.controller.js';
import { MeController } from './me/me.controller.js';
import { PeopleController } from './people/people.controller.js';
import { Pins } from './pins.js';
import { AccessController } from './record/access.controller.js';
import { RecordController } from './record/record.controller.js';
import { RecordReader } from './record/record-reader.js';
import { ReferralReader } from './referrals/referral-reader.js';
import { ReferralsController } from './referrals/referrals.controller.js';
import { ReportReader } from './reports/report-reader.js';
import { ReportsController } from './reports/reports.controller.js';
import { RuleSetsController } from './rule-sets/rule-sets.controller.js';
import { SchoolsController } from './schools/schools.controller.js';
import { ScreeningWindowsController } from './screening-windows/screening-windows.controller.js';
import { Duties } from './shown/duties.js';
import { Moments } from './shown/moments.js';
import { Names } from './shown/names.js';
import { Scoping } from './shown/scoping.js';
import { StudentLists } from './students/student-lists.js';
import { StudentReader } from './students/student-reader.js';
import { StudentsController } from './students/students.controller.js';

/** What the district works with, in the order of the OpenAPI document. */
export const resourceControllers = [
  MeController,
  InboxController,
  StudentsController,
  CyclesController,
  PlacementsController,
  ProbesController,
  ReviewsController,
  GroupsController,
  SessionsController,
  ReferralsController,
  RecordController,
  AccessController,
  ScreeningWindowsController,
  ReportsController,
  ImportsController,
  RuleSetsController,
  InterventionsController,
  CalendarsController,
  SchoolsController,
  PeopleController,
  DistrictController,
  FoundingController,
];

export const resourceProviders = [
  Names,
  Duties,
  Moments,
  Scoping,
  Pins,
  Histories,
  StudentLists,
  StudentReader,
  CycleLists,
  CycleReader,
  GroupPlaces,
  GroupReader,
  PlannedSessions,
  AtThatMoment,
  ReferralReader,
  RecordReader,
  ReportReader,
];
