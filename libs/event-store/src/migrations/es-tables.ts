import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The record's tables (event-store.md 3). Sealing, roles and row security are added by the record issue. */
export class EsTables1790000000001 implements MigrationInterface {
  name = 'EsTables1790000000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
create schema es;

create table es.log (  -- one row per district
  log_id smallint primary key,
  district_id uuid not null unique,
  last_pos bigint not null default 0,
  last_hash bytea not null check (octet_length(last_hash) = 32),
  last_recorded_at timestamptz not null,
  stepped_now timestamptz,  -- a sandbox's clock; null = live
  created_at timestamptz not null
) with (fillfactor = 10);  -- HOT updates; a small table for vacuum

create table es.streams (
  log_id smallint not null,
  stream_id text not null,
  stream_type text not null,
  version int not null,
  subject_id uuid,
  school_year smallint,
  redacted boolean not null default false,
  primary key (log_id, stream_id)
) with (fillfactor = 70);

create table es.events (
  log_id smallint not null,
  pos bigint not null,
  stream_id text not null,
  version int not null,
  event_id uuid not null,
  type text not null,
  schema_version smallint not null,
  subject_id uuid,  -- these three: null = nothing personal in the body
  record_class smallint,
  key_id uuid,
  recorded_at timestamptz not null,  -- set under the lock, whole milliseconds, never decreasing within a log
  occurred_at timestamptz not null,  -- when it happened, or applies from
  actor_id uuid not null,
  actor_role text not null,
  correlation_id uuid not null,
  causation_id uuid,
  command_id uuid not null,
  command_mac bytea not null,
  body bytea,  -- null only after redaction
  body_digest bytea not null,  -- SHA-256 of the body as first stored
  meta jsonb not null default '{}',  -- small, coded, never personal
  content_hash bytea not null,
  chain_hash bytea not null,
  primary key (log_id, pos),
  unique (log_id, stream_id, version),
  unique (event_id)
);
create index events_by_subject on es.events (log_id, subject_id, pos) where subject_id is not null;
create index events_by_time on es.events using brin (recorded_at);

create table es.claims (  -- what only one stream may hold, as HMAC(district key, text)
  log_id smallint not null,
  claim bytea not null,
  stream_id text not null,
  pos bigint not null,
  primary key (log_id, claim)
);`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop schema es cascade');
  }
}
