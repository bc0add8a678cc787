import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An operator may ask for a command that a reactor had set aside; whoever holds the lease tries it again. */
export class EsParkedRetry1790000000040 implements MigrationInterface {
  name = 'EsParkedRetry1790000000040';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table es.parked add column retry_asked_at timestamptz');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table es.parked drop column retry_asked_at');
  }
}
