import { Injectable } from '@nestjs/common';
import type { GroupDetail, GroupRow as GroupShown, GroupsQuery } from '#contracts/groups';
import type { Page, TimeQuery } from '#contracts/page';
import type { Recorded } from '#domain/decider';
import type { GroupEvent } from '#domain/group/events';
import { evolve, initial } from '#domain/group/state';
import { streamId } from '#domain/streams';
import { EventStore } from '#event-store/event-store';
import { eventsAt, versionAt } from '#read-models/as-of';
import type { GroupRow } from '#read-models/group-sessions/group-sessions';
import type { Caller } from '../edge/caller.js';
import { ProblemError } from '../edge/problem-error.js';
import { Duties, dutyOnly } from '../shown/duties.js';
import { Moments } from '../shown/moments.js';
import { Names, type NameBook } from '../shown/names.js';
import { cursorOf, pageOf } from '../shown/paging.js';
import { Scoping } from '../shown/scoping.js';
import { Views } from '../views.js';
import { PlannedSessions } from './planned-sessions.js';

/** Groups in lines from their view, and one whole: its plan from the stream, its sessions from the view. */
@Injectable()
export class GroupReader {
  constructor(
    private readonly store: EventStore,
    private readonly views: Views,
    private readonly scoping: Scoping,
    private readonly names: Names,
    private readonly duties: Duties,
    private readonly moments: Moments,
    private readonly sessions: PlannedSessions,
  ) {}

  async page(caller: Caller, query: GroupsQuery): Promise<Page<GroupShown>> {
    const { district } = caller;
    const { schoolId, specialistId, open, after, limit } = query;
    const scope = this.scoping.schools(caller, 'read-groups', schoolId);
    const own = this.scoping.students(caller, 'read-groups').caseloadOf;
    if (!scope || (own !== null && specialistId !== undefined && specialistId !== own))
      return { items: [], next: null };
    const rows = await this.views.groups.groups(
      district,
      {
        ...scope,
        specialist_id: own ?? specialistId,
        ...(open === 'yes' && { dissolved_on: null }),
      },
      { after: cursorOf(after)?.['id'], limit: limit + 1 },
    );
    const names = await this.names.of(district);
    const shown = pageOf(
      rows,
      limit,
      (row) => ({ id: row.group_id }),
      (row) => groupShown(row, names),
    );
    return open === 'no'
      ? { ...shown, items: shown.items.filter((g) => g.dissolvedOn !== null) }
      : shown;
  }

  async read(district: string, id: string, time: TimeQuery): Promise<GroupDetail> {
    const stream = streamId('group', id);
    const [moment, slice, row] = await Promise.all([
      this.moments.of(district, time),
      this.store.read<GroupEvent>({ district, stream }),
      this.views.groups.group(district, id),
    ]);
    const then = eventsAt(slice.events, moment) as Recorded<GroupEvent>[];
    const group = then.reduce(evolve, initial);
    if (group.status === 'none')
      throw new ProblemError('not_found', 'There was no such group at that moment.');
    const { asOf, knownAt } = moment;
    const past = asOf !== null || knownAt !== null;
    const [names, owed, sessions, interventions] = await Promise.all([
      this.names.of(district, { students: group.members.map((m) => m.studentId) }),
      asOf === null ? this.views.duties.next(district, { stream }, knownAt) : [],
      past
        ? this.sessions.at(district, slice.events, moment)
        : row
          ? this.sessions.of(district, [row], { group_id: id })
          : [],
      this.views.ruleSets.interventions(district, { intervention_id: group.interventionId }),
    ]);
    const status = new Map(group.sessions.map((s) => [s.sessionId, s.status]));
    const shown = sessions.filter((s) => status.has(s.sessionId));
    const count = (what: string) => shown.filter((s) => s.status === what).length;
    const dissolved = then.findLast((e) => e.type === 'GroupDissolved');
    const schedule = group.schedules.at(-1);
    return {
      id,
      version: versionAt(slice, then, moment),
      name: group.name,
      school: names.school(group.schoolId),
      area: group.area,
      tier: group.tier,
      intervention: names.intervention(group.interventionId),
      specialist: names.staff(group.specialistId),
      place: group.place,
      slots: [...(schedule?.slots ?? [])],
      dissolvedOn: dissolved?.data.on ?? null,
      calendar: group.calendar,
      ruleSet: group.ruleSet,
      steps: [...(interventions[0]?.entry.steps ?? [])],
      members: group.members.map((m) => ({
        cycleId: m.cycleId,
        student: names.student(m.studentId),
        from: m.from,
        until: m.until,
      })),
      schedules: group.schedules.map(({ from, slots }) => ({ from, slots: [...slots] })),
      sessions: shown,
      totals: {
        planned: shown.length,
        held: count('held'),
        notHeld: count('not-held'),
        unlogged: count('unlogged'),
      },
      next: (await this.duties.shown(district, owed, names)).map(dutyOnly),
    };
  }
}

function groupShown(row: GroupRow, names: NameBook): GroupShown {
  return {
    id: row.group_id,
    name: row.name,
    school: names.school(row.school_id),
    area: row.area as GroupShown['area'],
    tier: row.tier as GroupShown['tier'],
    intervention: names.intervention(row.plan.interventionId),
    specialist: names.staff(row.specialist_id),
    place: row.plan.place,
    members: row.members.length,
    slots: [...(row.schedule.at(-1)?.slots ?? [])],
    dissolvedOn: row.dissolved_on,
    version: row.version,
  };
}
