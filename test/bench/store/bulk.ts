import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { StreamId } from '#domain/streams';
import { DistrictKeys } from '#event-store/district-keys';
import { PostgresEventStore } from '#event-store/postgres/postgres-event-store';
import { noteBodies, request } from '../../contracts/event-store.contract.js';
import type { EmptyDatabase } from '../empty-database.js';
import { beside, median, type Measured, timed } from '../measured.js';

const events = 50_000;
const ofOneStream = 20;
/** As many rows as an importer has on their way at a time. */
const inFlight = 512;
const rounds = 3;
const body = { text: 'x'.repeat(300), list: [1, 2, 3] };

/**
 * A file's worth of events through the append, as an importer hands them over, beside COPY of the very rows that came of it, into a
 * table with the same columns and indexes: what PostgreSQL needs for the rows without any of what the append checks.
 */
export async function bulk({ url, superuserUrl }: EmptyDatabase): Promise<readonly Measured[]> {
  const keys = new DistrictKeys(randomBytes(32));
  const store = new PostgresEventStore({ url, keys, bodies: noteBodies(url) });
  const district = randomUUID();
  await store.foundDistrict(district);
  const db = new pg.Pool({ connectionString: superuserUrl, max: 1 });
  const folder = await mkdtemp(join(tmpdir(), 'aimline-copy-'));
  await chmod(folder, 0o777); // PostgreSQL runs as a user of its own
  await db.query('create table copied (like es.events including all)');
  const rates = { append: [] as number[], copy: [] as number[] };
  for (let round = 0; round <= rounds; round += 1) {
    const from = await store.head(district);
    const appended = await timed(async () => {
      let left = events / ofOneStream;
      const importer = async () => {
        while (left > 0) {
          left -= 1;
          const stream: StreamId = `cycle/${randomUUID()}`;
          const noted = Array.from({ length: ofOneStream }, () => ({ type: 'Noted', data: body }));
          await store.append(request(keys, { district, stream }, { events: noted }));
        }
      };
      await Promise.all(Array.from({ length: inFlight }, importer));
    });
    const file = join(folder, `${round}.copy`);
    await writeFile(file, '', { mode: 0o666 });
    await chmod(file, 0o666);
    await db.query(
      `copy (select e.* from es.events e join es.log l using (log_id)
             where l.district_id = '${district}' and e.pos > ${from}) to '${file}' (format binary)`,
    );
    const copied = await timed(() => db.query(`copy copied from '${file}' (format binary)`));
    await rm(file);
    if (round === 0) continue;
    rates.append.push(events / appended);
    rates.copy.push(events / copied);
  }
  await Promise.all([store.close(), db.end(), rm(folder, { recursive: true })]);
  const copy = { name: 'COPY', perSecond: median(rates.copy) };
  return [
    { ...copy, name: 'COPY of the same rows', ratio: null },
    beside(
      { name: 'bulk append, 20 events each', perSecond: median(rates.append) },
      [copy],
      [{ rival: 'COPY', atLeast: 0.5 }],
    ),
  ];
}
