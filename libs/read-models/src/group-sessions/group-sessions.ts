import type { Recorded } from '#domain/decider';
import type { GroupEvent, GroupPlan, Slot } from '#domain/group/events';
import { kindOf, uuidOf } from '#domain/streams';
import { applyRows, type ReadModel, type RowModel } from '../read-model.js';

export type GroupRow = {
  group_id: string;
  name: string;
  school_id: string;
  area: string;
  tier: number;
  specialist_id: string;
  plan: GroupPlan;
  schedule: readonly { from: string; slots: readonly Slot[] }[];
  members: readonly { cycleId: string; studentId: string; from: string }[];
  dissolved_on: string | null;
  version: number;
};

export type SessionRow = {
  session_id: string;
  group_id: string;
  on_date: string;
  starts_at: string;
  planned_minutes: number;
  cycle_ids: readonly string[];
  status: 'planned' | 'held' | 'not-held' | 'unlogged';
  minutes: number | null;
  late: boolean;
  /** Nobody had said anything in time: what stands again where a late log is withdrawn. */
  was_unlogged: boolean;
  reason: string | null;
  steps: string | null;
  position: number;
};

export const groups: RowModel<GroupRow> = {
  table: 'groups',
  id: 'group_id',
  idsOf: (event) => (kindOf(event.stream) === 'group' ? [uuidOf(event.stream)] : []),
  evolve: (row, recorded, id) => {
    const event = recorded as Recorded<GroupEvent>;
    const version = event.version;
    if (event.type === 'GroupFormed') {
      const plan = event.data;
      return {
        group_id: id,
        name: plan.name,
        school_id: plan.schoolId,
        area: plan.area,
        tier: plan.tier,
        specialist_id: plan.specialistId,
        plan,
        schedule: [],
        members: [],
        dissolved_on: null,
        version,
      };
    }
    if (!row) return null;
    switch (event.type) {
      case 'ScheduleSet':
        return { ...row, schedule: [...row.schedule, event.data], version };
      case 'MemberAdded':
        return { ...row, members: [...row.members, event.data], version };
      case 'MemberRemoved':
        return {
          ...row,
          members: row.members.filter((m) => m.cycleId !== event.data.cycleId),
          version,
        };
      case 'SpecialistAssigned':
        return { ...row, specialist_id: event.data.to, version };
      case 'GroupDissolved':
        return { ...row, dissolved_on: event.data.on, version };
      default:
        return { ...row, version };
    }
  },
};

const sessionOf = (event: Recorded<GroupEvent>): string | null => {
  switch (event.type) {
    case 'SessionPlanned':
    case 'SessionHeld':
    case 'SessionNotHeld':
    case 'SessionUnlogged':
      return event.data.sessionId;
    case 'FactVoided':
      return event.data.eventId; // the log of a session is withdrawn by the session's id
    default:
      return null;
  }
};

export const sessions: RowModel<SessionRow> = {
  table: 'sessions',
  id: 'session_id',
  idsOf: (recorded) => {
    if (kindOf(recorded.stream) !== 'group') return [];
    const id = sessionOf(recorded as Recorded<GroupEvent>);
    return id === null ? [] : [id];
  },
  evolve: (row, recorded, id) => {
    const event = recorded as Recorded<GroupEvent>;
    const position = event.position;
    switch (event.type) {
      case 'SessionPlanned':
        return {
          session_id: id,
          group_id: uuidOf(event.stream),
          on_date: event.data.on,
          starts_at: event.data.startsAt,
          planned_minutes: event.data.minutes,
          cycle_ids: event.data.cycleIds,
          status: 'planned',
          minutes: null,
          late: false,
          was_unlogged: false,
          reason: null,
          steps: null,
          position,
        };
      case 'SessionHeld':
        return (
          row && {
            ...row,
            status: 'held',
            minutes: event.data.minutes,
            late: event.data.late,
            reason: null,
            steps: event.data.steps,
            position,
          }
        );
      case 'SessionNotHeld':
        return (
          row && {
            ...row,
            status: 'not-held',
            late: event.data.late,
            reason: event.data.reason,
            position,
          }
        );
      case 'SessionUnlogged':
        return row && { ...row, status: 'unlogged', was_unlogged: true, position };
      case 'FactVoided':
        return row && withdrawn(row, position);
      default:
        return row;
    }
  },
};

function withdrawn(row: SessionRow, position: number): SessionRow {
  const status = row.was_unlogged ? 'unlogged' : 'planned';
  return { ...row, status, minutes: null, late: false, reason: null, steps: null, position };
}

/** Groups with their members and schedule, and every session that was planned, with what became of it. */
export const groupSessions: ReadModel = {
  name: 'group-sessions',
  tables: ['groups', 'sessions'],
  apply: async (batch, tx) => {
    await applyRows(groups, batch, tx);
    await applyRows(sessions, batch, tx);
  },
};
