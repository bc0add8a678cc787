import { Body, Controller, Param, Query } from '@nestjs/common';
import {
  addMemberRequest,
  assignSpecialistRequest,
  dissolveGroupRequest,
  formGroupRequest,
  groupDetail,
  groupPage,
  groupsQuery,
  removeMemberRequest,
  setScheduleRequest,
  type AddMemberRequest,
  type AssignSpecialistRequest,
  type DissolveGroupRequest,
  type FormGroupRequest,
  type GroupDetail,
  type GroupRow,
  type GroupsQuery,
  type RemoveMemberRequest,
  type SetScheduleRequest,
} from '#contracts/groups';
import { historyPage, historyQuery, type HistoryPage, type HistoryQuery } from '#contracts/history';
import { timeQuery, type Page, type TimeQuery } from '#contracts/page';
import {
  logSessionRequest,
  notHeldRequest,
  slotParam,
  undoSessionRequest,
  type LogSessionRequest,
  type NotHeldRequest,
  type UndoSessionRequest,
} from '#contracts/sessions';
import { Caller } from '../edge/caller.js';
import { ProblemError } from '../edge/problem-error.js';
import { Commands, Reads } from '../edge/route.js';
import { Histories } from '../history.js';
import { Pins } from '../pins.js';
import { Submit } from '../submit.js';
import { Views } from '../views.js';
import { GroupReader } from './group-reader.js';

const one = { kind: 'group', param: 'groupId' } as const;
const changes = { allow: 'change-group', about: one, judged: true } as const;
const logs = { allow: 'log-session', about: one } as const;

/** Students who get one intervention together: members, schedule, and each session's log. */
@Controller('v1/groups')
export class GroupsController {
  constructor(
    private readonly reader: GroupReader,
    private readonly histories: Histories,
    private readonly pins: Pins,
    private readonly views: Views,
    private readonly submit: Submit,
  ) {}

  @Reads({
    id: 'listGroups',
    says: 'Groups that the caller may see',
    allow: 'read-groups',
    about: 'list',
    answer: groupPage,
  })
  list(
    @Caller() caller: Caller,
    @Query({ schema: groupsQuery }) query: GroupsQuery,
  ): Promise<Page<GroupRow>> {
    return this.reader.page(caller, query);
  }

  @Reads({
    path: ':groupId',
    id: 'readGroup',
    says: 'A group with members, schedule and sessions',
    allow: 'read-groups',
    about: one,
    answer: groupDetail,
  })
  read(
    @Caller() { district }: Caller,
    @Param('groupId') groupId: string,
    @Query({ schema: timeQuery }) time: TimeQuery,
  ): Promise<GroupDetail> {
    return this.reader.read(district, groupId, time);
  }

  @Reads({
    path: ':groupId/history',
    id: 'readGroupHistory',
    says: 'Every event of a group',
    allow: 'read-history',
    about: one,
    answer: historyPage,
  })
  history(
    @Caller() { district }: Caller,
    @Param('groupId') groupId: string,
    @Query({ schema: historyQuery }) query: HistoryQuery,
  ): Promise<HistoryPage> {
    return this.histories.ofStream(district, 'group', groupId, query);
  }

  @Commands({
    id: 'formGroup',
    says: 'Form a group with its schedule',
    allow: 'form-group',
    about: { kind: 'school', body: 'schoolId' },
    makes: true,
  })
  async form(
    @Caller() caller: Caller,
    @Body({ schema: formGroupRequest }) { ruleSet, ...body }: FormGroupRequest,
  ) {
    const { district } = caller;
    const { schoolId, area, schedule } = body;
    const [calendar, found] = await Promise.all([
      this.pins.calendarOf(district, schoolId, null), // its members may be of several grades
      ruleSet ? [] : this.pins.ruleSetsOf(district, schoolId, area, schedule.from),
    ]);
    const pinned = ruleSet ?? found[0]?.ruleSet;
    if (!pinned)
      throw new ProblemError('rule_broken', 'No rule set of this area is in force on that day.', {
        rule: 'rule-set-missing',
        facts: { area, on: schedule.from },
      });
    return this.submit.make(caller, 'group', {
      type: 'FormGroup',
      data: { ...body, calendar, ruleSet: pinned },
    });
  }

  @Commands({
    path: ':groupId/schedule',
    id: 'setSchedule',
    says: 'Meet at other times from a day on',
    ...changes,
  })
  setSchedule(
    @Caller() caller: Caller,
    @Param('groupId') groupId: string,
    @Body({ schema: setScheduleRequest }) data: SetScheduleRequest,
  ) {
    return this.submit.to(caller, 'group', groupId, { type: 'SetSchedule', data });
  }

  @Commands({
    path: ':groupId/members',
    id: 'addMember',
    says: 'Add a student’s cycle to the group',
    ...changes,
  })
  async addMember(
    @Caller() caller: Caller,
    @Param('groupId') groupId: string,
    @Body({ schema: addMemberRequest }) data: AddMemberRequest,
  ) {
    const cycle = await this.views.cycles.one(caller.district, data.cycleId);
    if (!cycle) throw new ProblemError('not_found', 'There is no cycle under this id.');
    return this.submit.to(caller, 'group', groupId, {
      type: 'AddMember',
      data: { ...data, studentId: cycle.student_id },
    });
  }

  @Commands({
    path: ':groupId/members/:cycleId/remove',
    id: 'removeMember',
    says: 'Let a student leave the group',
    ...changes,
  })
  removeMember(
    @Caller() caller: Caller,
    @Param('groupId') groupId: string,
    @Param('cycleId') cycleId: string,
    @Body({ schema: removeMemberRequest }) body: RemoveMemberRequest,
  ) {
    return this.submit.to(caller, 'group', groupId, {
      type: 'RemoveMember',
      data: { cycleId, ...body },
    });
  }

  @Commands({
    path: ':groupId/specialist',
    id: 'assignSpecialist',
    says: 'Hand the group to another specialist',
    ...changes,
  })
  assign(
    @Caller() caller: Caller,
    @Param('groupId') groupId: string,
    @Body({ schema: assignSpecialistRequest }) data: AssignSpecialistRequest,
  ) {
    return this.submit.to(caller, 'group', groupId, { type: 'AssignSpecialist', data });
  }

  @Commands({
    path: ':groupId/dissolve',
    id: 'dissolveGroup',
    says: 'Dissolve the group',
    ...changes,
  })
  dissolve(
    @Caller() caller: Caller,
    @Param('groupId') groupId: string,
    @Body({ schema: dissolveGroupRequest }) data: DissolveGroupRequest,
  ) {
    return this.submit.to(caller, 'group', groupId, { type: 'DissolveGroup', data });
  }

  @Commands({
    path: ':groupId/sessions/:slot/log',
    id: 'logSession',
    says: 'Log a session: minutes, and each student’s part',
    ...logs,
  })
  log(
    @Caller() caller: Caller,
    @Param('groupId') groupId: string,
    @Param('slot', { schema: slotParam }) slot: string,
    @Body({ schema: logSessionRequest }) body: LogSessionRequest,
  ) {
    return this.submit.to(caller, 'group', groupId, {
      type: 'LogSession',
      data: { sessionId: `${groupId}/${slot}`, ...body },
    });
  }

  @Commands({
    path: ':groupId/sessions/:slot/not-held',
    id: 'declareSessionNotHeld',
    says: 'Say that a session was not held, and why',
    ...logs,
  })
  notHeld(
    @Caller() caller: Caller,
    @Param('groupId') groupId: string,
    @Param('slot', { schema: slotParam }) slot: string,
    @Body({ schema: notHeldRequest }) { reason }: NotHeldRequest,
  ) {
    return this.submit.to(caller, 'group', groupId, {
      type: 'DeclareSessionNotHeld',
      data: { sessionId: `${groupId}/${slot}`, reason },
    });
  }

  @Commands({
    path: ':groupId/sessions/:slot/undo',
    id: 'undoSessionLog',
    says: 'Withdraw the log of a session',
    ...logs,
  })
  undo(
    @Caller() caller: Caller,
    @Param('groupId') groupId: string,
    @Param('slot', { schema: slotParam }) slot: string,
    @Body({ schema: undoSessionRequest }) { reason }: UndoSessionRequest,
  ) {
    return this.submit.to(caller, 'group', groupId, {
      type: 'VoidSessionLog',
      data: { sessionId: `${groupId}/${slot}`, reason },
    });
  }
}
