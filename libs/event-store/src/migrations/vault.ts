import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keys, and what is gone (event-store.md 10). The append that records a destruction carries it out in the same transaction: keys
 * and bodies go with the commit of the event that says so, so there is nothing between them in which anything could die.
 *
 * `vault` holds a district's key wrapped under the master key, and a key a student and record class wrapped under the
 * district's. A row of `vault.closed` outlives its keys: nobody makes new ones for a destroyed class.
 */
export class Vault1790000000010 implements MigrationInterface {
  name = 'Vault1790000000010';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
create schema vault;
create table vault.district_keys (
  log_id smallint primary key,
  wrapped bytea not null,
  created_at timestamptz not null default now()
);
create table vault.class_keys (
  key_id uuid primary key,
  log_id smallint not null,
  subject_id uuid not null,
  record_class smallint not null,
  wrapped bytea not null,
  created_at timestamptz not null default now(),
  unique (log_id, subject_id, record_class)
);
create table vault.closed (
  log_id smallint not null,
  subject_id uuid not null,
  record_class smallint not null,
  pos bigint not null,  -- of the RecordDestroyed
  primary key (log_id, subject_id, record_class)
);
create table es.gone (  -- which bodies may be missing, and by which event
  log_id smallint not null,
  pos bigint not null,
  because bigint not null,
  primary key (log_id, pos)
);`);
    await db.query(
      'create index streams_about on es.streams (log_id, subject_id) where subject_id is not null',
    );
    // Logs of before knew no subjects: their streams are told apart by what their first events, in clear, say.
    await db.query(`
update es.streams s set subject_id = (convert_from(e.body, 'UTF8')::json ->> 'studentId')::uuid
from es.events e
where s.stream_type in ('cycle', 'referral') and e.log_id = s.log_id and e.stream_id = s.stream_id and e.version = 1;`);
    await db.query(redaction);
  }

  /** There is no way back: without its keys the record cannot be read. */
  async down(): Promise<void> {
    throw new Error(
      'the keys of the record are not thrown away: restore a backup of before instead',
    );
  }
}

/** One change of an event passes: its body goes, everything else stays, and `es.gone` names the event that says so. */
const redaction = `
create or replace function es.refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.body is not null and new.body is null
     and exists (select from es.gone g where g.log_id = old.log_id and g.pos = old.pos) then
    old.body := null;
    if new is not distinct from old then return new; end if;
  end if;
  raise exception 'the record is append-only: % of es.events is refused', tg_op
    using errcode = 'insufficient_privilege', hint = 'answer a wrong fact by a correcting event';
end $$;

/** Carries out what the events after a position say was destroyed; harmless when repeated, as after a restore. */
create function es.carry_out(p_log smallint, p_after bigint) returns void language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
begin
  insert into vault.closed (log_id, subject_id, record_class, pos)
    select p_log, e.subject_id, e.record_class, min(e.pos) from es.events e
    where e.log_id = p_log and e.pos > p_after and e.type = 'RecordDestroyed'
    group by e.subject_id, e.record_class
    on conflict do nothing;
  delete from vault.class_keys k using vault.closed c
    where k.log_id = p_log and c.log_id = p_log
      and k.subject_id = c.subject_id and k.record_class = c.record_class;
  delete from es.claims k using vault.closed c  -- with the core goes what the student was known by
    where k.log_id = p_log and c.log_id = p_log and c.pos > p_after and c.record_class = 1
      and k.stream_id = 'student/' || c.subject_id;
  insert into es.gone (log_id, pos, because)
    select p_log, e.pos, c.pos from vault.closed c
    join es.events e on e.log_id = p_log and e.subject_id = c.subject_id and e.record_class = c.record_class
    where c.log_id = p_log and c.pos > p_after and e.key_id is not null and e.pos < c.pos
    on conflict do nothing;
  insert into es.gone (log_id, pos, because)
    select p_log, t.pos, e.pos from es.events e
    join es.events t on t.event_id = (convert_from(e.body, 'UTF8')::json ->> 'eventId')::uuid
    where e.log_id = p_log and e.pos > p_after and e.type = 'BodyExpunged'
      and t.log_id = p_log and t.subject_id = e.subject_id and t.pos < e.pos
    on conflict do nothing;
  update es.events e set body = null from es.gone g
    where g.log_id = p_log and g.because > p_after and e.log_id = p_log and e.pos = g.pos and e.body is not null;
end $$;`;
