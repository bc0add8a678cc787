import type { Command } from 'commander';
import { migrate } from '#event-store/migrate';
import { appMigrations } from '#platform/app/app-schema';
import { startServices } from '#platform/services/start-services';
import { readModelMigrations } from '#read-models/migrations';
import { answering, say, type Answer } from './answer.js';

export function registerDb(program: Command): void {
  const db = program.command('db').description('the database');
  db.command('migrate')
    .description('bring the database’s schemas up to date')
    .action(answering(migrateCommand));
}

/** Brings the record, the read models and the schema of what is no fact up to date; returns the names of the migrations that ran. */
export function migrateDatabase(databaseUrl: string): Promise<readonly string[]> {
  return migrate(databaseUrl, [...readModelMigrations, ...appMigrations]);
}

async function migrateCommand(): Promise<Answer> {
  const services = await startServices({ say, need: ['postgres'], command: 'aimline db migrate' });
  try {
    const ran = await migrateDatabase(services.databaseUrl);
    const words = ran.length > 0 ? `Ran ${ran.join(', ')}.` : 'Nothing to do.';
    return { document: { ran }, words };
  } finally {
    await services.stop();
  }
}
