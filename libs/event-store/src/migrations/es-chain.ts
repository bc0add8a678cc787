import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The chain over a district's events (event-store.md 9), as an aggregate, so that a batch is chained by the statement that inserts it. */
export class EsChain1790000000003 implements MigrationInterface {
  name = 'EsChain1790000000003';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
create function es.chain_step(state bytea, head bytea, leaf bytea) returns bytea immutable language plpgsql as
$$ begin return sha256('\\x01'::bytea || coalesce(state, head) || leaf); end $$;
create aggregate es.chain(bytea, bytea) (sfunc = es.chain_step, stype = bytea);`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
drop aggregate es.chain(bytea, bytea);
drop function es.chain_step(bytea, bytea, bytea);`);
  }
}
