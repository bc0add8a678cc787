import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Schema `app`: what is no fact (architecture.md 2). Losing it signs people out and asks for files again; history stands.
 * Secrets are kept as SHA-256 of 256 random bits: whoever reads a row cannot use it.
 */
export class AppSchema1791000000001 implements MigrationInterface {
  name = 'AppSchema1791000000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
create schema if not exists app;
create table app.sign_ins (
  state_hash bytea primary key,
  verifier text not null,
  nonce text not null,
  return_to text not null,
  expires_at timestamptz not null
);
create table app.sessions (
  id_hash bytea primary key,
  provider text not null,
  subject text not null,
  district_id uuid,   -- null: signed in, and known to no district yet
  staff_id uuid,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  locked_at timestamptz
);
create index on app.sessions (expires_at);
create table app.tokens (
  token_hash bytea primary key,
  district_id uuid not null,
  staff_id uuid not null,
  label text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz
);
create table app.files (
  district_id uuid not null,
  sha256 bytea not null,
  bytes bytea not null,
  created_at timestamptz not null default now(),
  primary key (district_id, sha256)
);`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop schema app cascade');
  }
}

/** Files that were kept before they were sealed: what is sealed begins with 0x01, which neither a zip nor a text does. */
export class ForgetClearFiles1791000000002 implements MigrationInterface {
  name = 'ForgetClearFiles1791000000002';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`delete from app.files where substring(bytes from 1 for 1) <> '\\x01'::bytea`);
  }

  /** What was deleted is asked for again. */
  async down(): Promise<void> {}
}

/** For `aimline db migrate`, beside those of the record and of the read models. */
export const appMigrations = [AppSchema1791000000001, ForgetClearFiles1791000000002];
