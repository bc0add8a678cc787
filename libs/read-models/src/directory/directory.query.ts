import type { Grade } from '#domain/measure/measure';
import type { DistrictRows } from '../read-model.js';
import type { SchoolRow, StaffRow, StudentRow } from './directory.js';

/** Which students somebody may see; each part narrows, null leaves open. */
export type StudentScope = {
  schoolIds: readonly string[] | null;
  grades: readonly Grade[] | null;
  /** Only students of this person's classes, groups or cycles. */
  caseloadOf: string | null;
};

export type StudentFilter = {
  scope: StudentScope;
  schoolId?: string | undefined;
  grade?: Grade | undefined;
  /** Part of a name, or a whole local id. */
  q?: string | undefined;
  inCycle?: boolean | undefined;
  /** The last row of the page before. */
  after?: { family: string; given: string; id: string } | undefined;
  limit: number;
};

export type StudentIdsRow = {
  studentId: string;
  schoolId: string;
  grade: Grade;
  local: string | null;
  state: string | null;
  sourcedId: string | null;
  isEnrolled: boolean;
};

/** Reads `directory`. Rows come as they are kept; a row that is not there is null. */
export class DirectoryQueries {
  constructor(private readonly db: DistrictRows) {}

  schools(district: string): Promise<SchoolRow[]> {
    return this.rows<SchoolRow>(
      district,
      'select to_jsonb(t) as row from rm.schools t where district_id = $1 order by name, school_id',
    );
  }

  staff(district: string): Promise<StaffRow[]> {
    return this.rows<StaffRow>(
      district,
      'select to_jsonb(t) as row from rm.staff t where district_id = $1 order by family_name, given_name, staff_id',
    );
  }

  staffMember(district: string, staffId: string): Promise<StaffRow | null> {
    return this.one<StaffRow>(
      district,
      'select to_jsonb(t) as row from rm.staff t where district_id = $1 and staff_id = $2',
      [staffId],
    );
  }

  /** Who signs in under (provider, subject), in whichever district. */
  async staffByIdentity(
    provider: string,
    subject: string,
  ): Promise<{ district: string; staff: StaffRow } | null> {
    for (const district of await this.db.districts()) {
      const staff = await this.one<StaffRow>(
        district,
        'select to_jsonb(t) as row from rm.staff t where district_id = $1 and identities @> $2::jsonb',
        [JSON.stringify([{ provider, subject }])],
      );
      if (staff) return { district, staff };
    }
    return null;
  }

  student(district: string, studentId: string): Promise<StudentRow | null> {
    return this.one<StudentRow>(
      district,
      'select to_jsonb(t) as row from rm.students t where district_id = $1 and student_id = $2',
      [studentId],
    );
  }

  studentsById(district: string, ids: readonly string[]): Promise<StudentRow[]> {
    return this.rows<StudentRow>(
      district,
      'select to_jsonb(t) as row from rm.students t where district_id = $1 and student_id = any($2)',
      [ids],
    );
  }

  /** By family and given name, a page at a time. */
  students(district: string, filter: StudentFilter): Promise<StudentRow[]> {
    const { scope, after } = filter;
    return this.rows<StudentRow>(
      district,
      `select to_jsonb(t) as row from rm.students t
       where district_id = $1
         and ($2::text[] is null or school_id = any($2))
         and ($3::text[] is null or grade = any($3))
         and ($4::text is null or ${inCaseload('t', '$4')})
         and ($5::text is null or school_id = $5)
         and ($6::text is null or grade = $6)
         and ($7::text is null or local_id = $7 or position(lower($7) in lower(given_name || ' ' || family_name)) > 0)
         and ($8::boolean is null or $8 = exists (select from rm.cycles c
               where c.district_id = t.district_id and c.student_id = t.student_id and c.status = 'open'))
         and ($9::text is null or (family_name, given_name, student_id) > ($9, $10, $11))
       order by family_name, given_name, student_id limit $12`,
      [
        scope.schoolIds,
        scope.grades,
        scope.caseloadOf,
        filter.schoolId ?? null,
        filter.grade ?? null,
        filter.q ?? null,
        filter.inCycle ?? null,
        after?.family ?? null,
        after?.given ?? null,
        after?.id ?? null,
        filter.limit,
      ],
    );
  }

  /** True if the student is in one of the person's classes, groups or cycles. */
  async onCaseload(district: string, studentId: string, staffId: string): Promise<boolean> {
    const { rows } = await this.db
      .of(district)
      .query(
        `select from rm.students t where district_id = $1 and student_id = $2 and ${inCaseload('t', '$3')}`,
        [district, studentId, staffId],
      );
    return rows.length > 0;
  }

  /** Students of a school in some grades, not withdrawn: those whom a screening window expects. */
  expected(district: string, schoolId: string, grades: readonly Grade[]): Promise<StudentRow[]> {
    return this.rows<StudentRow>(
      district,
      `select to_jsonb(t) as row from rm.students t
       where district_id = $1 and school_id = $2 and grade = any($3) and withdrawn_on is null order by student_id`,
      [schoolId, grades],
    );
  }

  /** Every id under which files may name a student, and where the student is enrolled. */
  async studentIds(district: string): Promise<StudentIdsRow[]> {
    const { rows } = await this.db.of(district).query(
      `select student_id as "studentId", school_id as "schoolId", grade, local_id as local, state_id as state,
         sourced_id as "sourcedId", withdrawn_on is null as "isEnrolled"
       from rm.students where district_id = $1 order by student_id`,
      [district],
    );
    return rows as StudentIdsRow[];
  }

  private async rows<Row>(
    district: string,
    text: string,
    more: readonly unknown[] = [],
  ): Promise<Row[]> {
    const { rows } = await this.db.of(district).query(text, [district, ...more]);
    return rows.map(({ row }) => withoutDistrict(row as Row & { district_id: string }));
  }

  private async one<Row>(
    district: string,
    text: string,
    more: readonly unknown[],
  ): Promise<Row | null> {
    return (await this.rows<Row>(district, text, more))[0] ?? null;
  }
}

function withoutDistrict<Row>({ district_id: _, ...row }: Row & { district_id: string }): Row {
  return row as Row;
}

/** A caseload: the classes that a teacher teaches, the groups and cycles that a specialist holds. */
function inCaseload(student: string, staff: string): string {
  return `(exists (select from jsonb_array_elements(${student}.classes) c where c->'teacherIds' ? ${staff})
    or exists (select from rm.cycles c where c.district_id = ${student}.district_id
               and c.student_id = ${student}.student_id and c.specialist_id = ${staff} and c.status = 'open')
    or exists (select from rm.groups g where g.district_id = ${student}.district_id and g.specialist_id = ${staff}
               and g.dissolved_on is null
               and g.members @> jsonb_build_array(jsonb_build_object('studentId', ${student}.student_id))))`;
}
