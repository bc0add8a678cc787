import { Injectable } from '@nestjs/common';
import type { ActorRef, MeasureRef, Named, StudentRef } from '#contracts/fields';
import type { Actor } from '#domain/decider';
import { measureOf } from '#domain/measure/catalogue';
import type { SchoolRow, StaffRow, StudentRow } from '#read-models/directory/directory';
import { Views } from '../views.js';

/** Who and what ids stand for, for one answer. */
@Injectable()
export class Names {
  constructor(private readonly views: Views) {}

  async of(district: string, ids: { students?: readonly string[]; groups?: boolean } = {}) {
    const { directory, ruleSets, groups } = this.views;
    const [schools, staff, interventions, students, groupRows] = await Promise.all([
      directory.schools(district),
      directory.staff(district),
      ruleSets.interventions(district),
      ids.students?.length ? directory.studentsById(district, [...new Set(ids.students)]) : [],
      ids.groups ? groups.groups(district, {}) : [],
    ]);
    return new NameBook(
      byId(schools, (s) => s.school_id),
      byId(staff, (s) => s.staff_id),
      byId(students, (s) => s.student_id),
      byId(
        interventions,
        (i) => i.intervention_id,
        (i) => i.entry.name,
      ),
      byId(
        groupRows,
        (g) => g.group_id,
        (g) => g.name,
      ),
    );
  }
}

export class NameBook {
  constructor(
    readonly schools: ReadonlyMap<string, SchoolRow>,
    readonly people: ReadonlyMap<string, StaffRow>,
    readonly students: ReadonlyMap<string, StudentRow>,
    private readonly interventions: ReadonlyMap<string, string>,
    private readonly groups: ReadonlyMap<string, string>,
  ) {}

  school(id: string): Named {
    return { id, name: this.schools.get(id)?.name ?? '' };
  }

  intervention(id: string): Named {
    return { id, name: this.interventions.get(id) ?? '' };
  }

  group(id: string): Named {
    return { id, name: this.groups.get(id) ?? '' };
  }

  staff(id: string): ActorRef {
    const row = this.people.get(id);
    return { id, role: row?.role ?? 'specialist', name: row ? nameOf(row) : null };
  }

  /** As the event names them: the role is the one in which they acted then. */
  actor({ id, role }: Actor): ActorRef {
    const row = this.people.get(id);
    return { id, role, name: row ? nameOf(row) : null };
  }

  student(id: string): StudentRef {
    const row = this.students.get(id);
    return {
      id,
      name: row ? nameOf(row) : null,
      grade: row?.grade ?? null,
      schoolId: row?.school_id ?? null,
    };
  }
}

export const nameOf = (row: { given_name: string; family_name: string }) => ({
  given: row.given_name,
  family: row.family_name,
});

/** A measure that this version does not know is shown by its key. */
export function measureRef(key: string): MeasureRef {
  const measure = measureOf(key);
  return measure
    ? { key, name: measure.name, unit: measure.unit, direction: measure.direction }
    : { key, name: key, unit: '', direction: 'increase' };
}

function byId<Row, Value = Row>(
  rows: readonly Row[],
  id: (row: Row) => string,
  value: (row: Row) => Value = (row) => row as unknown as Value,
): ReadonlyMap<string, Value> {
  return new Map(rows.map((row) => [id(row), value(row)]));
}
