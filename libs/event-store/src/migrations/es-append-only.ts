import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Nothing is edited: even a superuser under `session_replication_role = replica` is refused (ENABLE ALWAYS). Row triggers
 * do not see TRUNCATE, hence the second one. The table's owner can still switch them off: there evidence begins.
 */
export class EsAppendOnly1790000000002 implements MigrationInterface {
  name = 'EsAppendOnly1790000000002';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
create function es.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the record is append-only: % of es.events is refused', tg_op
    using errcode = 'insufficient_privilege', hint = 'answer a wrong fact by a correcting event';
end $$;
create trigger no_change before update or delete on es.events
  for each row execute function es.refuse_change();
create trigger no_truncate before truncate on es.events
  for each statement execute function es.refuse_change();
alter table es.events enable always trigger no_change, enable always trigger no_truncate;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop function es.refuse_change() cascade');
  }
}
