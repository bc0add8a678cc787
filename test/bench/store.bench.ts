import { migrate } from '#event-store/migrate';
import type { Measured } from './measured.js';
import { appends } from './store/append.js';
import { bulk } from './store/bulk.js';
import { reads } from './store/read.js';
import { lightRebuild, wholeRebuild } from './store/rebuild.js';

/**
 * The record beside its rivals, in one run on one server: what is asked of it stands in each line, with MISSED where it is not
 * met. Rivals are installed once, into the user's cache.
 *
 * @param url an empty database, as somebody who may create others
 * @param superuserUrl the same, as somebody who may read files of the server
 */
export async function storeBench(
  url: string,
  superuserUrl: string,
  seconds: number,
): Promise<readonly Measured[]> {
  await migrate(url);
  return [
    ...(await appends(url, seconds)),
    ...(await bulk(url, superuserUrl)),
    ...(await reads(url, seconds)),
    ...(await lightRebuild(url)),
    ...(await wholeRebuild(url)),
  ];
}
