import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who listens to the log, how far each has come, and what a reactor had to set aside (event-store.md 6). */
export class EsSubscriptions1790000000004 implements MigrationInterface {
  name = 'EsSubscriptions1790000000004';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
create table es.subscriptions (
  name text not null,
  log_id smallint not null,
  pos bigint not null,
  chain_hash bytea not null,  -- of the event at pos: a log that was restored or rewritten no longer has it
  epoch bigint not null,      -- counts owners: who lost the lease writes nothing more
  owner text,
  lease_until timestamptz,
  status text not null check (status in ('running', 'stopped')),
  last_error text,
  attempts int not null default 0,
  updated_at timestamptz not null,
  primary key (name, log_id)
);
create table es.parked (
  name text not null,
  log_id smallint not null,
  pos bigint not null,
  error text not null,
  at timestamptz not null,
  primary key (name, log_id, pos)
);`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table es.subscriptions, es.parked');
  }
}
