import type { Command } from 'commander';
import { migrate } from '#event-store/migrate';
import { appMigrations } from '#platform/app/app-schema';
import { startServices, type Services } from '#platform/services/start-services';
import { readModelMigrations } from '#read-models/migrations';
import { answering, say, type Answer } from './answer.js';

export function registerDb(program: Command): void {
  const db = program.command('db').description('the database');
  db.command('migrate')
    .description('bring the database’s schemas, roles and rights up to date')
    .action(answering(migrateCommand));
}

/**
 * Brings the record, the read models and the schema of what is no fact up to date, with the roles that the application's login needs;
 * returns the names of the migrations that ran.
 */
export function migrateDatabase({
  migrationUrl,
  databaseUrl,
}: Pick<Services, 'migrationUrl' | 'databaseUrl'>): Promise<readonly string[]> {
  return migrate(migrationUrl, [...readModelMigrations, ...appMigrations], databaseUrl);
}

async function migrateCommand(): Promise<Answer> {
  const services = await startServices({ say, need: ['postgres'], command: 'aimline db migrate' });
  try {
    const ran = await migrateDatabase(services);
    const words = ran.length > 0 ? `Ran ${ran.join(', ')}.` : 'Nothing to do.';
    return { document: { ran }, words };
  } finally {
    await services.stop();
  }
}
