import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import type { StreamId } from '#domain/streams';
import { DistrictKeys } from '#event-store/district-keys';
import { migrate } from '#event-store/migrate';
import { PostgresEventStore } from '#event-store/postgres/postgres-event-store';
import { openRecord } from '#event-store/record';
import { rebuildProjection } from '#event-store/subscription/rebuild';
import { readModelMigrations } from '#read-models/migrations';
import { rebuildReadModels } from '#read-models/rebuild';
import { noteBodies, request } from '../../contracts/event-store.contract.js';
import { liveSomeWeeks } from '../../support/lived-history.js';
import { beside, median, type Measured, timed, withTarget } from '../measured.js';
import { databaseFor } from '../rivals/database.js';
import type { EmptyDatabase } from '../empty-database.js';
import { emmettOn } from '../rivals/emmett.js';

const events = 100_000;
/** emmett needs a minute for 100,000. */
const rivalEvents = 10_000;
const aStream = 50;
const rounds = 3;
const body = { text: 'x'.repeat(300), list: [1, 2, 3] };
const noted = Array.from({ length: aStream }, () => ({ type: 'Noted', data: body }));

/**
 * A projection that does next to nothing, made anew from a log of sealed bodies that are opened, beside emmett's of plain ones; each with
 * its checkpoint in the transaction, in batches of 1,000.
 */
export async function lightRebuild({ url, ownerUrl }: EmptyDatabase): Promise<readonly Measured[]> {
  const keys = new DistrictKeys(randomBytes(32));
  const store = new PostgresEventStore({ url, keys, bodies: noteBodies(url) });
  const district = randomUUID();
  await store.foundDistrict(district);
  for (let done = 0; done < events; done += 100 * aStream)
    await Promise.all(
      Array.from({ length: 100 }, () => {
        const stream: StreamId = `cycle/${randomUUID()}`;
        return store.append(request(keys, { district, stream }, { events: noted }));
      }),
    );
  const emmettUrl = await databaseFor(ownerUrl, 'emmett_rebuild');
  const emmett = await emmettOn(emmettUrl, 4);
  for (let done = 0; done < rivalEvents; done += aStream)
    await emmett.store.appendToStream(`cycle-${randomUUID()}`, noted, {
      expectedStreamVersion: 'STREAM_DOES_NOT_EXIST',
    });

  const rates: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    let seen = 0;
    const took = await timed(() =>
      rebuildProjection({
        url,
        bodies: store.bodies,
        name: 'light',
        district,
        clear: async () => {
          seen = 0;
        },
        apply: async (batch) => {
          seen += batch.length;
        },
      }),
    );
    if (seen !== events) throw new Error(`the projection saw ${seen} of ${events} events`);
    if (round > 0) rates.push(events / took);
  }
  const theirs = rivalEvents / (await timed(() => emmett.rebuildLight('Noted', 1_000)));
  await Promise.all([store.close(), emmett.close()]);
  const emmettRate = { name: 'emmett, batches of 1,000', perSecond: theirs };
  return [
    { ...emmettRate, name: 'emmett, light rebuild, plain', ratio: null },
    withTarget(
      beside(
        { name: 'light rebuild, sealed', perSecond: median(rates) },
        [emmettRate],
        [{ rival: emmettRate.name, atLeast: 25 }],
      ),
      50_000,
    ),
  ];
}

/** Every read model, made anew from a year that some students have lived. */
export async function wholeRebuild({ url, ownerUrl }: EmptyDatabase): Promise<readonly Measured[]> {
  const owners = await databaseFor(ownerUrl, 'rebuild');
  const own = Object.assign(new URL(url), { pathname: new URL(owners).pathname }).href;
  await migrate(owners, readModelMigrations, own);
  const record = openRecord(own, randomBytes(32));
  const db = new pg.Pool({ connectionString: owners, max: 1 });
  const history = { record, db, passed: () => Promise.resolve() };
  const { district } = await liveSomeWeeks(history, { seed: 5, students: 60, days: 200 });
  const rates: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    let all = 0;
    const took = await timed(async () => {
      all = (await rebuildReadModels(record, own, district)).events;
    });
    if (round > 0) rates.push(all / took);
  }
  await Promise.all([record.store.close(), db.end()]);
  const name = 'rebuild of all read models';
  return [withTarget({ name, perSecond: median(rates), ratio: null }, 20_000)];
}
