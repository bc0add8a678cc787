import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was written by plain statements until now, as functions: whoever logs in for the application may call them, and may write
 * to `es` and `vault` in no other way (event-store.md 8). Each compares its log with the one that the connection was told
 * (`app.log_id`). Who owns them, as whom they run and who may call them is said in roles/rights.ts, after every migration.
 */
export class EsFunctions1790000000030 implements MigrationInterface {
  name = 'EsFunctions1790000000030';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
create function es.require_own_log(p_log smallint) returns void language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
begin
  if p_log is distinct from nullif(current_setting('app.log_id', true), '')::smallint then
    raise exception 'log % is not the log of this connection', p_log using errcode = 'insufficient_privilege';
  end if;
end $$;

/** Opens a district's log, or leaves it as it is; true if it is a sandbox's. */
create function es.found_district(p_district uuid, p_genesis bytea, p_stepped timestamptz) returns boolean language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
declare
  sandbox boolean;
begin
  perform pg_advisory_xact_lock(1876500002);
  insert into es.log (log_id, district_id, last_hash, last_recorded_at, stepped_now, created_at)
    select coalesce(max(log_id), 0) + 1, p_district, p_genesis, coalesce(p_stepped, clock_timestamp()), p_stepped,
           clock_timestamp()
    from es.log on conflict (district_id) do nothing;
  select stepped_now is not null into sandbox from es.log where district_id = p_district;
  return sandbox;
end $$;

create function es.keep_checkpoint(p_log smallint, p_size bigint, p_root bytea, p_edge bytea, p_note text) returns void
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
begin
  perform es.require_own_log(p_log);
  insert into es.checkpoints (log_id, size, root, edge, note) values (p_log, p_size, p_root, p_edge, p_note);
end $$;

/**
 * The logs whose next checkpoint is due, of all districts: so many events are new, or some are and the last is so old. It looks
 * at each log in turn as that log's own connection would, and tells nothing but which.
 */
create function es.logs_to_seal(p_events bigint, p_ms double precision) returns setof es.log language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
declare
  told text := coalesce(current_setting('app.log_id', true), '');
  l es.log;
  c record;
begin
  for l in select * from es.log order by log_id loop
    perform set_config('app.log_id', l.log_id::text, true);
    select size, at into c from es.checkpoints where log_id = l.log_id order by size desc limit 1;
    if c.size is null or l.last_pos >= c.size + p_events or l.last_pos < c.size
       or (l.last_pos > c.size and c.at < now() - p_ms * interval '1 ms')
       -- a backup of before a destruction must not bring back what it took: said outside at once
       or exists (select from es.events e where e.log_id = l.log_id and e.pos > c.size
                  and e.type in ('RecordDestroyed', 'BodyExpunged')) then
      return next l;
    end if;
  end loop;
  perform set_config('app.log_id', told, true);
end $$;

create function vault.keep_district_key(p_log smallint, p_wrapped bytea) returns void language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
begin
  perform es.require_own_log(p_log);
  insert into vault.district_keys (log_id, wrapped) values (p_log, p_wrapped) on conflict do nothing;
end $$;

/** Whoever comes second inserts nothing; a class that was destroyed gets no key. */
create function vault.keep_class_keys(
  p_log smallint, p_key uuid[], p_subject uuid[], p_class smallint[], p_wrapped bytea[]
) returns void language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
begin
  perform es.require_own_log(p_log);
  insert into vault.class_keys (key_id, log_id, subject_id, record_class, wrapped)
    select u.key, p_log, u.subject, u.class, u.wrapped
    from unnest(p_key, p_subject, p_class, p_wrapped) u(key, subject, class, wrapped)
    where not exists (select from vault.closed c
                      where c.log_id = p_log and c.subject_id = u.subject and c.record_class = u.class)
    order by u.subject, u.class
    on conflict (log_id, subject_id, record_class) do nothing;
end $$;`);
    // Once an event, where setting a path costs a twentieth of the append: so it names its own in full instead.
    await db.query(`
create or replace function es.chain_step(state bytea, head bytea, leaf bytea) returns bytea immutable language plpgsql as
$$ begin return pg_catalog.sha256('\\x01'::pg_catalog.bytea operator(pg_catalog.||) coalesce(state, head) operator(pg_catalog.||) leaf); end $$;`);
    // carry_out as it is, behind the same question.
    await db.query(`
alter function es.carry_out(smallint, bigint) rename to carry_out_in;
create function es.carry_out(p_log smallint, p_after bigint) returns void language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
begin
  perform es.require_own_log(p_log);
  perform es.carry_out_in(p_log, p_after);
end $$;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
drop function es.carry_out(smallint, bigint);
alter function es.carry_out_in(smallint, bigint) rename to carry_out;
drop function es.found_district, es.keep_checkpoint, es.logs_to_seal, vault.keep_district_key, vault.keep_class_keys,
  es.require_own_log;`);
  }
}
