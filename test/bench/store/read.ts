import { randomBytes, randomUUID } from 'node:crypto';
import type { StreamId } from '#domain/streams';
import { DistrictKeys } from '#event-store/district-keys';
import { PostgresEventStore } from '#event-store/postgres/postgres-event-store';
import { noteBodies, request } from '../../contracts/event-store.contract.js';
import { interleaved } from '../load.js';
import { beside, type Measured } from '../measured.js';
import { databaseFor } from '../rivals/database.js';
import type { EmptyDatabase } from '../empty-database.js';
import { emmettOn } from '../rivals/emmett.js';

const events = 1_000;
const anAppend = 50;
const body = { text: 'x'.repeat(300), list: [1, 2, 3] };

/** One reader who reads a stream of 1,000 events and folds them: ours opened from sealed bodies, emmett's plain. */
export async function reads(
  { url, ownerUrl }: EmptyDatabase,
  seconds: number,
): Promise<readonly Measured[]> {
  const keys = new DistrictKeys(randomBytes(32));
  const store = new PostgresEventStore({ url, keys, bodies: noteBodies(url) });
  const district = randomUUID();
  await store.foundDistrict(district);
  const emmett = await emmettOn(await databaseFor(ownerUrl, 'emmett_read'), 1);
  const stream: StreamId = `cycle/${randomUUID()}`;
  const noted = Array.from({ length: anAppend }, () => ({ type: 'Noted', data: body }));
  let version: bigint | 'STREAM_DOES_NOT_EXIST' = 'STREAM_DOES_NOT_EXIST';
  for (let done = 0; done < events; done += anAppend) {
    await store.append(request(keys, { district, stream }, { events: noted }));
    const options = { expectedStreamVersion: version };
    const answer = await emmett.store.appendToStream('cycle-read', noted, options);
    version = answer.nextExpectedStreamVersion;
  }

  const fold = (read: readonly { data: object }[]) => {
    const length = read.reduce((sum, { data }) => sum + (data as typeof body).text.length, 0);
    if (length !== events * body.text.length) throw new Error(`folded ${length} characters`);
  };
  const all = await interleaved(
    [
      {
        name: 'read and fold 1,000 sealed events',
        once: async () => fold((await store.read({ district, stream })).events),
        each: events,
      },
      {
        name: 'emmett, plain',
        once: async () => fold((await emmett.store.readStream('cycle-read')).events),
        each: events,
      },
    ],
    { callers: 1, seconds },
  );
  await Promise.all([store.close(), emmett.close()]);
  const [ours, theirs] = all;
  return [
    { ...theirs!, name: 'emmett, read and fold 1,000 plain events', ratio: null },
    beside(ours!, all, [{ rival: 'emmett, plain', atLeast: 1 }]),
  ];
}
