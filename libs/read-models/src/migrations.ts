import type { MigrationInterface, QueryRunner } from 'typeorm';
import { withoutSamples } from '#event-store/migrations/unsampled';

const tables: Readonly<
  Record<string, { columns: string; key: string; indexes?: readonly string[] }>
> = {
  schools: {
    columns: `school_id text, name text, identifier text, sourced_id text, grades jsonb, calendar_id text, version int`,
    key: 'school_id',
  },
  staff: {
    columns: `staff_id text, given_name text, family_name text, email text, role text, scope jsonb, sourced_id text,
      identities jsonb, version int`,
    key: 'staff_id',
    indexes: ['using gin (identities jsonb_path_ops)'],
  },
  students: {
    columns: `student_id text, given_name text, middle_name text, family_name text, birth_date text, grade text,
      school_id text, local_id text, state_id text, sourced_id text, enrolled_on text, withdrawn_on text, homeroom text,
      classes jsonb, guardians jsonb, demographics jsonb, version int`,
    key: 'student_id',
    indexes: [
      '(district_id, school_id, grade)',
      '(district_id, family_name, given_name, student_id)',
      '(district_id, local_id)',
      '(district_id, state_id)',
      '(district_id, sourced_id)',
    ],
  },
  rule_sets: {
    columns: `rule_set_id text, name text, area text, grades jsonb, status text, published_version int,
      effective_from text, retired_from text, version int`,
    key: 'rule_set_id',
  },
  interventions: {
    columns: `intervention_id text, entry jsonb, version int`,
    key: 'intervention_id',
  },
  imports: {
    columns: `import_id text, kind text, files jsonb, profile text, status text, chunks int, chunks_applied int, rows int,
      counts jsonb, problems jsonb, quarantined int, rejected jsonb, received_at text, version int`,
    key: 'import_id',
  },
  scores: {
    columns: `event_id text, student_id text, school_id text, enrolled_grade text, measure text, on_date text, season text,
      score jsonb, position bigint, ended_position bigint`,
    key: 'event_id',
    indexes: ['(district_id, student_id)', '(district_id, school_id, measure, on_date)'],
  },
  windows: {
    columns: `window_id text, school_id text, area text, season text, school_year int, status text, opens_on text,
      closes_on text, make_ups_until text, rule_sets jsonb, calendar jsonb, closed jsonb, classwide jsonb, proposed int,
      version int`,
    key: 'window_id',
  },
  groups: {
    columns: `group_id text, name text, school_id text, area text, tier int, specialist_id text, plan jsonb, schedule jsonb,
      members jsonb, dissolved_on text, version int`,
    key: 'group_id',
  },
  sessions: {
    columns: `session_id text, group_id text, on_date text, starts_at text, planned_minutes int, cycle_ids jsonb,
      status text, minutes int, late boolean, was_unlogged boolean, reason text, steps text, position bigint`,
    key: 'session_id',
    indexes: ['(district_id, group_id, on_date)', '(district_id, on_date)'],
  },
  cycles: {
    columns: `cycle_id text, student_id text, school_id text, grade text, area text, status text, tier int,
      proposed_tier int, phase_id text, phase_number int, group_id text, specialist_id text, intervention_id text,
      dosage jsonb, starts_on text, goal jsonb, last_probe jsonb, last_outcome text, open_review_id text,
      fading_until text, opened_on text, closed_on text, close_reason text, version int`,
    key: 'cycle_id',
    indexes: ['(district_id, student_id)', '(district_id, school_id, status)'],
  },
  referrals: {
    columns: `referral_id text, student_id text, school_id text, requested_by text, received_on text, status text,
      notice_on text, consent_requested_on text, consent_received_on text, eligibility_on text, iep_meeting_on text,
      clocks jsonb, closed_on text, close_reason text, version int`,
    key: 'referral_id',
    indexes: ['(district_id, student_id)'],
  },
  student_timeline: {
    columns: `event_id text, student_id text, stream text, version int, position bigint, type text, occurred_at text,
      recorded_at text, actor jsonb, causation_id text, data jsonb`,
    key: 'event_id',
    indexes: ['(district_id, student_id, position)'],
  },
  processes: {
    columns: `stream text, kind text, status text, stage text, student_id text, school_id text, area text,
      calendar_id text, calendar_version int, closed_because text, version int, position bigint`,
    key: 'stream',
    indexes: ['(district_id, student_id)', "(district_id, kind) where status = 'open'"],
  },
  duties: {
    columns: `key text, stream text, kind text, owner_kind text, owner_staff_id text, owner_role text,
      owner_school_id text, school_id text, student_id text, due_on text, due_at text, because jsonb, rung_key text,
      rung_act text, rung_at text, from_pos bigint, to_pos bigint`,
    key: 'key, from_pos',
    indexes: [
      '(district_id, stream) where to_pos is null',
      '(district_id, rung_at) where to_pos is null',
      '(district_id, from_pos)',
      '(district_id, to_pos)',
      '(district_id, student_id) where to_pos is null',
    ],
  },
};

/** Every table of schema `rm`, so that a rebuild or a check can walk them. */
export const readModelTables: readonly string[] = Object.keys(tables);

/** The columns by which a table's rows are told apart within a district. */
export function keyOf(table: string): readonly string[] {
  return tables[table]!.key.split(', ');
}

/**
 * Days and moments are ISO text under collation C: text order is time order, and no driver turns them into a Date.
 * The app's role and row-level security come with the record issue.
 */
export class CreateReadModels1764000000000 implements MigrationInterface {
  readonly name = 'CreateReadModels1764000000000';

  async up(run: QueryRunner): Promise<void> {
    await run.query('create schema if not exists rm');
    for (const [table, { columns, key, indexes = [] }] of Object.entries(tables)) {
      const typed = columns.replace(/\btext\b/g, 'text collate "C"');
      await run.query(
        `create table rm.${table} (district_id uuid not null, ${typed}, primary key (district_id, ${key}))`,
      );
      for (const index of indexes) await run.query(`create index on rm.${table} ${index}`);
    }
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('drop schema if exists rm cascade');
  }
}

/** Grades of a school may follow a calendar of their own; until now none did. */
export class AddGradeCalendars1795500000000 implements MigrationInterface {
  readonly name = 'AddGradeCalendars1795500000000';

  async up(run: QueryRunner): Promise<void> {
    await run.query(
      `alter table rm.schools add column grade_calendars jsonb not null default '{}'`,
    );
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('alter table rm.schools drop column grade_calendars');
  }
}

/** Columns of text in which a person's words, name, birth or number may stand; of the jsonb ones, each may. */
const personal: Readonly<Record<string, readonly string[]>> = {
  students: [
    'given_name',
    'middle_name',
    'family_name',
    'birth_date',
    'local_id',
    'state_id',
    'sourced_id',
    'homeroom',
  ],
  sessions: ['reason', 'steps'],
};

/**
 * What is said of a student is never copied into PostgreSQL's own statistics, which outlive a destruction. The few queries that look for
 * a name or a number have an index that begins with the district.
 */
export class UnsampledReadModels1796000000020 implements MigrationInterface {
  readonly name = 'UnsampledReadModels1796000000020';

  async up(run: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(personal))
      for (const column of columns)
        await run.query(withoutSamples(`rm.${table}`, column, 'text collate "C"'));
    for (const { table, column } of await documents(run))
      await run.query(withoutSamples(`rm.${table}`, column, 'jsonb'));
  }

  async down(run: QueryRunner): Promise<void> {
    const texts = Object.entries(personal).flatMap(([table, columns]) =>
      columns.map((column) => ({ table, column })),
    );
    for (const { table, column } of [...texts, ...(await documents(run))])
      await run.query(`alter table rm.${table} alter column ${column} set statistics -1`);
  }
}

function documents(run: QueryRunner): Promise<{ table: string; column: string }[]> {
  return run.query(
    `select table_name as table, quote_ident(column_name) as column from information_schema.columns
     where table_schema = 'rm' and data_type = 'jsonb' order by 1, 2`,
  ) as Promise<{ table: string; column: string }[]>;
}

export const readModelMigrations = [
  CreateReadModels1764000000000,
  AddGradeCalendars1795500000000,
  UnsampledReadModels1796000000020,
];
