import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Signed states of each log (event-store.md 9). A copy of every note is kept outside of the database; these rows let the
 * tree be extended without reading the log again.
 */
export class EsCheckpoints1790000000005 implements MigrationInterface {
  name = 'EsCheckpoints1790000000005';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
create table es.checkpoints (
  log_id smallint not null,
  size bigint not null check (size >= 0),  -- events of the log then
  root bytea not null,   -- of the RFC 6962 tree of their leaves
  edge bytea not null,   -- roots of the tree's full subtrees, largest first: where the next checkpoint goes on
  note text not null,    -- size and root, signed
  at timestamptz not null default now(),
  primary key (log_id, size)
);
create function es.refuse_checkpoint_change() returns trigger language plpgsql as $$
begin
  raise exception 'checkpoints are only added: % is refused', tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger no_change before update or delete on es.checkpoints
  for each row execute function es.refuse_checkpoint_change();
create trigger no_truncate before truncate on es.checkpoints
  for each statement execute function es.refuse_checkpoint_change();
alter table es.checkpoints enable always trigger no_change, enable always trigger no_truncate;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table es.checkpoints; drop function es.refuse_checkpoint_change()');
  }
}
