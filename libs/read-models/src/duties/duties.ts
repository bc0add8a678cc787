import type { Duty, DutyOwner } from '#domain/obligation';
import { upsert, type ReadModel, type Tx } from '../read-model.js';

/** One duty as it stood between two positions of the log: an inbox can be shown as of a past position. */
export type DutyRow = {
  key: string;
  stream: string;
  kind: string;
  owner_kind: DutyOwner['kind'];
  owner_staff_id: string | null;
  owner_role: string | null;
  owner_school_id: string | null;
  school_id: string | null;
  student_id: string | null;
  due_on: string;
  due_at: string;
  because: Duty['because'];
  rung_key: string;
  rung_act: string;
  rung_at: string;
  from_pos: number;
  /** Position from which it no longer stood so; null while it stands. */
  to_pos: number | null;
};

function rowOf(stream: string, duty: Duty, schoolId: string | null, position: number): DutyRow {
  const { owner } = duty;
  const rung = duty.rungs[0]!;
  return {
    key: duty.key,
    stream,
    kind: duty.kind,
    owner_kind: owner.kind,
    owner_staff_id: owner.kind === 'staff' ? owner.staffId : null,
    owner_role: owner.kind === 'role' ? owner.role : null,
    owner_school_id: owner.kind === 'role' ? owner.schoolId : null,
    school_id: schoolId,
    student_id: duty.studentId,
    due_on: duty.dueOn,
    due_at: duty.dueAt,
    because: duty.because,
    rung_key: rung.key,
    rung_act: rung.act,
    rung_at: rung.at,
    from_pos: position,
    to_pos: null,
  };
}

const sameDuty = (a: DutyRow, b: DutyRow) =>
  a.rung_key === b.rung_key &&
  a.rung_at === b.rung_at &&
  a.due_at === b.due_at &&
  a.owner_kind === b.owner_kind &&
  a.owner_staff_id === b.owner_staff_id &&
  a.owner_role === b.owner_role &&
  a.owner_school_id === b.owner_school_id &&
  a.school_id === b.school_id &&
  a.because.rule === b.because.rule &&
  a.because.trigger === b.because.trigger;

/** What every open process owes: the inbox, `next[]` on a cycle, the legal clocks, and what the dispatcher wakes for. */
export const duties: ReadModel = {
  name: 'duties',
  tables: ['duties'],
  apply: async ({ district, steps }, tx) => {
    if (steps.length === 0) return;
    const standing = await standingOf(tx, district, [...new Set(steps.map((s) => s.stream))]);
    const changed: DutyRow[] = [];
    for (const { stream, duties: owed, about, position } of steps) {
      const before = standing.get(stream) ?? [];
      const after = owed.map((duty) => rowOf(stream, duty, about.schoolId, position));
      const ended = before.filter(
        (row) => !after.some((next) => sameDuty(row, next) && next.key === row.key),
      );
      const begun = after.filter(
        (next) => !before.some((row) => sameDuty(row, next) && next.key === row.key),
      );
      for (const row of ended) row.to_pos = position;
      changed.push(...ended, ...begun);
      standing.set(stream, [...before.filter((row) => row.to_pos === null), ...begun]);
    }
    await upsert(tx, 'duties', district, [...new Set(changed)], ['key', 'from_pos']);
  },
};

async function standingOf(tx: Tx, district: string, streams: readonly string[]) {
  const { rows } = await tx.query(
    `select to_jsonb(d) - 'district_id' as row from rm.duties d
     where district_id = $1 and stream = any($2) and to_pos is null`,
    [district, streams],
  );
  const standing = new Map<string, DutyRow[]>();
  for (const row of rows.map((r) => r.row as DutyRow)) {
    standing.set(row.stream, [...(standing.get(row.stream) ?? []), row]);
  }
  return standing;
}
