import type { EmptyDatabase } from './empty-database.js';
import type { Measured } from './measured.js';
import { appends } from './store/append.js';
import { bulk } from './store/bulk.js';
import { reads } from './store/read.js';
import { lightRebuild, wholeRebuild } from './store/rebuild.js';

/**
 * The record beside its rivals, in one run on one server: what is asked of it stands in each line, with MISSED where it is not
 * met. Rivals are installed once, into the user's cache.
 */
export async function storeBench(
  database: EmptyDatabase,
  seconds: number,
): Promise<readonly Measured[]> {
  await database.migrate();
  return [
    ...(await appends(database, seconds)),
    ...(await bulk(database)),
    ...(await reads(database, seconds)),
    ...(await lightRebuild(database)),
    ...(await wholeRebuild(database)),
  ];
}
