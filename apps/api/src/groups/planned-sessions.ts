import { Injectable } from '@nestjs/common';
import type { SessionShown } from '#contracts/sessions';
import type { Recorded } from '#domain/decider';
import { streamId, type StreamId, uuidOf } from '#domain/streams';
import { EventStore } from '#event-store/event-store';
import { Database } from '#platform/app/database';
import { eventsAt, type Moment } from '#read-models/as-of';
import { cycleRows, type CycleRow } from '#read-models/cycle/cycle';
import type { DutyRow } from '#read-models/duties/duties';
import {
  groups,
  sessions,
  type GroupRow,
  type SessionRow,
} from '#read-models/group-sessions/group-sessions';
import { rowsAt } from '#read-models/rows-at';
import { selectRows, type Where } from '#read-models/rows-query';
import { Names } from '../shown/names.js';
import { Views } from '../views.js';

type Attendance = Pick<SessionShown['members'][number], 'attendance' | 'minutes' | 'reason'>;

type Found = {
  rows: readonly SessionRow[];
  cycles: readonly CycleRow[];
  /** By session and cycle. */
  attendance: ReadonlyMap<string, Attendance>;
  probes: readonly DutyRow[];
};

const notLogged: Attendance = { attendance: null, minutes: null, reason: null };

/** Planned sessions with who is expected, what each works towards, and what became of it. */
@Injectable()
export class PlannedSessions {
  constructor(
    private readonly db: Database,
    private readonly views: Views,
    private readonly names: Names,
    private readonly store: EventStore,
  ) {}

  async of(district: string, groups: readonly GroupRow[], where: Where): Promise<SessionShown[]> {
    const rows = await this.views.groups.sessions(district, {
      group_id: groups.map((g) => g.group_id),
      ...where,
    });
    const cycleIds = cyclesOf(rows);
    const cycles = await this.views.cycles.list(district, { cycle_id: cycleIds });
    const [attendance, probes] = await Promise.all([
      this.attendance(district, rows, cycles),
      selectRows<DutyRow>(
        this.db.of(district),
        'duties',
        district,
        { stream: cycleIds.map((id) => `cycle/${id}`), kind: 'give-probe', to_pos: null },
        'due_at',
      ),
    ]);
    return this.shown(district, groups, { rows, cycles, attendance, probes });
  }

  /** A group's sessions as they stood at a moment, from the group's stream and those of its members' cycles. */
  async at(district: string, events: readonly Recorded[], moment: Moment): Promise<SessionShown[]> {
    const rows = rowsAt(sessions, events, moment);
    const held = new Set(rows.filter((s) => s.status === 'held').map((s) => s.session_id));
    const streams = cyclesOf(rows).map((id) => streamId('cycle', id));
    const [histories, due] = await Promise.all([
      Promise.all(streams.map((stream) => this.store.read({ district, stream }))),
      // A day of the past owes nothing any more.
      moment.asOf === null ? this.views.duties.of(district, streams, moment.knownAt) : [],
    ]);
    return this.shown(district, rowsAt(groups, events, moment), {
      rows,
      cycles: histories.flatMap((history) => rowsAt(cycleRows, history.events, moment)),
      attendance: new Map(
        histories
          .flatMap((history) => [...attendanceIn(eventsAt(history.events, moment))])
          .filter(([key]) => held.has(key.slice(0, key.lastIndexOf(' ')))),
      ),
      probes: due.filter(({ kind }) => kind === 'give-probe'),
    });
  }

  private async shown(
    district: string,
    groups: readonly GroupRow[],
    { rows, cycles, attendance, probes }: Found,
  ): Promise<SessionShown[]> {
    const names = await this.names.of(district, { students: cycles.map((c) => c.student_id) });
    const cycleOf = new Map(cycles.map((c) => [c.cycle_id, c]));
    const groupOf = new Map(groups.map((g) => [g.group_id, g]));
    const probeDueOn = new Map<string, string>();
    for (const duty of probes)
      if (!probeDueOn.has(duty.stream)) probeDueOn.set(duty.stream, duty.due_on);
    return rows.toSorted(byStart).flatMap((row) => {
      const group = groupOf.get(row.group_id);
      if (!group) return [];
      return {
        sessionId: row.session_id,
        slot: row.session_id.slice(row.session_id.indexOf('/') + 1),
        group: { id: group.group_id, name: group.name },
        school: names.school(group.school_id),
        specialist: names.staff(group.specialist_id),
        intervention: names.intervention(group.plan.interventionId),
        place: group.plan.place,
        on: row.on_date,
        startsAt: row.starts_at,
        plannedMinutes: row.planned_minutes,
        status: row.status,
        minutes: row.minutes,
        steps: row.steps as SessionShown['steps'],
        notHeldReason: row.reason as SessionShown['notHeldReason'],
        loggedLate: row.late,
        members: row.cycle_ids.map((cycleId) => {
          const cycle = cycleOf.get(cycleId);
          return {
            cycleId,
            student: names.student(cycle?.student_id ?? cycleId),
            ...(attendance.get(`${row.session_id} ${cycleId}`) ?? notLogged),
            target: targetOf(cycle, probeDueOn.get(`cycle/${cycleId}`) ?? null),
          };
        }),
        version: group.version,
      };
    });
  }

  /** Each student's part is a fact of their cycle; the last one that stands counts. */
  private async attendance(
    district: string,
    sessions: readonly SessionRow[],
    cycles: readonly CycleRow[],
  ): Promise<ReadonlyMap<string, Attendance>> {
    const ids = sessions.filter((s) => s.status === 'held').map((s) => s.session_id);
    if (ids.length === 0) return new Map();
    const { rows } = await this.db.of(district).query(
      `select t.stream, t.type, t.data from rm.student_timeline t
       where t.district_id = $1 and t.student_id = any($2)
         and t.type in ('SessionAttended', 'SessionMissed') and t.data->>'sessionId' = any($3)
         and not exists (select from rm.student_timeline v where v.district_id = $1
           and v.student_id = t.student_id and v.type = 'FactVoided' and v.data->>'eventId' = t.event_id)
       order by t.position`,
      [district, cycles.map((c) => c.student_id), ids],
    );
    return new Map(rows.map((row) => partOf(row.stream as StreamId, row.data as AttendanceFact)));
  }
}

type AttendanceFact = {
  sessionId: string;
  attendance?: 'here' | 'late';
  minutes?: number;
  reason?: string;
};

/** What one fact says of a session and a cycle. */
function partOf(stream: StreamId, data: AttendanceFact): [string, Attendance] {
  const part: Attendance = {
    attendance: data.attendance ?? 'out',
    minutes: data.minutes ?? 0,
    reason: (data.reason as Attendance['reason']) ?? null,
  };
  return [`${data.sessionId} ${uuidOf(stream)}`, part];
}

/** From a cycle's own facts; the last one that stands counts. */
function attendanceIn(events: readonly Recorded[]): ReadonlyMap<string, Attendance> {
  const parts = new Map<string, Attendance>();
  const keys = new Map<string, string>();
  for (const { id, type, stream, data } of events) {
    if (type === 'SessionAttended' || type === 'SessionMissed') {
      const [key, part] = partOf(stream, data as AttendanceFact);
      parts.set(key, part);
      keys.set(id, key);
    }
    // The log of a session is withdrawn by the session's id; what is logged after that stands.
    const { eventId } = data as { eventId?: string };
    if (type === 'FactVoided') parts.delete(keys.get(eventId!) ?? `${eventId} ${uuidOf(stream)}`);
  }
  return parts;
}

const cyclesOf = (rows: readonly SessionRow[]): string[] => [
  ...new Set(rows.flatMap((row) => row.cycle_ids)),
];

const byStart = (a: SessionRow, b: SessionRow): number =>
  a.on_date + a.starts_at < b.on_date + b.starts_at ? -1 : 1;

function targetOf(
  cycle: CycleRow | undefined,
  probeDueOn: string | null,
): SessionShown['members'][number]['target'] {
  if (!cycle?.goal) return null;
  return {
    goal: cycle.goal.value,
    goalOn: cycle.goal.on,
    lastScore: cycle.last_probe?.value ?? null,
    lastOn: cycle.last_probe?.on ?? null,
    probeDueOn,
  };
}
