import { Body, Controller, Param, Query } from '@nestjs/common';
import type { Page } from '#contracts/page';
import {
  authoriseStaffRequest,
  changeScopeRequest,
  linkIdentityRequest,
  peopleQuery,
  person,
  personPage,
  type AuthoriseStaffRequest,
  type ChangeScopeRequest,
  type LinkIdentityRequest,
  type PeopleQuery,
  type Person,
} from '#contracts/people';
import type { StaffRow } from '#read-models/directory/directory';
import { Database } from '#platform/app/database';
import { Caller } from '../edge/caller.js';
import { ProblemError } from '../edge/problem-error.js';
import { Commands, Reads } from '../edge/route.js';
import { nameOf } from '../shown/names.js';
import { cursorOf, pageOf } from '../shown/paging.js';
import { Submit } from '../submit.js';
import { Views } from '../views.js';

type Load = ReadonlyMap<string, { caseload: number; duties: number }>;

/** The staff: who may be assigned, who was present, who may sign in. */
@Controller('v1/people')
export class PeopleController {
  constructor(
    private readonly views: Views,
    private readonly submit: Submit,
    private readonly db: Database,
  ) {}

  @Reads({ id: 'listPeople', says: 'The staff, by name', allow: 'read-people', answer: personPage })
  async list(
    @Caller() { district }: Caller,
    @Query({ schema: peopleQuery }) { after, limit, role, schoolId, q }: PeopleQuery,
  ): Promise<Page<Person>> {
    const [staff, load] = await Promise.all([
      this.views.directory.staff(district),
      this.load(district),
    ]);
    const text = q?.toLocaleLowerCase();
    const found = staff.filter(
      (row) =>
        (!role || row.role === role) &&
        (!schoolId || row.scope.kind === 'district' || row.scope.schoolIds.includes(schoolId)) &&
        (!text || `${row.given_name} ${row.family_name}`.toLocaleLowerCase().includes(text)),
    );
    const last = cursorOf(after)?.['id'];
    const from = last === undefined ? 0 : found.findIndex((row) => row.staff_id === last) + 1;
    return pageOf(
      found.slice(from, from + limit + 1),
      limit,
      (row) => ({ id: row.staff_id }),
      (row) => shown(row, load),
    );
  }

  @Reads({
    path: ':staffId',
    id: 'readPerson',
    says: 'One member of staff',
    allow: 'read-people',
    answer: person,
  })
  async read(@Caller() { district }: Caller, @Param('staffId') staffId: string): Promise<Person> {
    const row = await this.views.directory.staffMember(district, staffId);
    if (!row) throw new ProblemError('not_found', 'Nobody of the staff has this id.');
    return shown(row, await this.load(district));
  }

  @Commands({
    id: 'authoriseStaff',
    says: 'Add somebody to the staff',
    allow: 'authorise-staff',
    makes: true,
  })
  authorise(
    @Caller() caller: Caller,
    @Body({ schema: authoriseStaffRequest }) data: AuthoriseStaffRequest,
  ) {
    return this.submit.make(caller, 'staff', { type: 'AuthoriseStaff', data });
  }

  @Commands({
    path: ':staffId/scope',
    id: 'changeStaffScope',
    says: 'Change role and scope',
    allow: 'authorise-staff',
    judged: true,
  })
  changeScope(
    @Caller() caller: Caller,
    @Param('staffId') staffId: string,
    @Body({ schema: changeScopeRequest }) data: ChangeScopeRequest,
  ) {
    return this.submit.to(caller, 'staff', staffId, { type: 'ChangeStaffScope', data });
  }

  @Commands({
    path: ':staffId/identities',
    id: 'linkIdentity',
    says: 'Let somebody sign in under one more identity',
    allow: 'authorise-staff',
  })
  link(
    @Caller() caller: Caller,
    @Param('staffId') staffId: string,
    @Body({ schema: linkIdentityRequest }) data: LinkIdentityRequest,
  ) {
    return this.submit.to(caller, 'staff', staffId, { type: 'LinkIdentity', data });
  }

  /** What each carries: open cycles as their specialist, and open duties by name. */
  private async load(district: string): Promise<Load> {
    const { rows } = await this.db.of(district).query(
      `select s.staff_id,
         (select count(*)::int from rm.cycles c where c.district_id = $1 and c.specialist_id = s.staff_id and c.status = 'open') as caseload,
         (select count(*)::int from rm.duties d where d.district_id = $1 and d.owner_staff_id = s.staff_id and d.to_pos is null) as duties
       from rm.staff s where s.district_id = $1`,
      [district],
    );
    return new Map(
      rows.map((row) => [
        row.staff_id as string,
        { caseload: row.caseload as number, duties: row.duties as number },
      ]),
    );
  }
}

function shown(row: StaffRow, load: Load): Person {
  return {
    id: row.staff_id,
    name: nameOf(row),
    role: row.role,
    scope: row.scope as Person['scope'],
    email: row.email,
    caseload: load.get(row.staff_id)?.caseload ?? 0,
    openDuties: load.get(row.staff_id)?.duties ?? 0,
    version: row.version,
  };
}
