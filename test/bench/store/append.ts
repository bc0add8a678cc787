import { randomBytes, randomUUID } from 'node:crypto';
import type { StreamId } from '#domain/streams';
import { DistrictKeys } from '#event-store/district-keys';
import { PostgresEventStore } from '#event-store/postgres/postgres-event-store';
import { noteBodies, request } from '../../contracts/event-store.contract.js';
import { type Contender, interleaved } from '../load.js';
import { beside, type Measured } from '../measured.js';
import { databaseFor } from '../rivals/database.js';
import { emmettOn } from '../rivals/emmett.js';
import { messageDbOn } from '../rivals/message-db.js';
import type { EmptyDatabase } from '../empty-database.js';
import { pgbenchOn } from '../rivals/pgbench.js';

const callers = 32;
/** About 330 bytes, as most of a year's events have. */
const body = { text: 'x'.repeat(300), list: [1, 2, 3] };

/**
 * Appends of 32 callers, each to a stream of its own with an expected version: ours, sealed and with everything that an append checks, beside
 * the rivals' plain ones on the same server. One connection a caller for the rivals, one lane for us.
 */
export async function appends(
  { url, ownerUrl }: EmptyDatabase,
  seconds: number,
): Promise<readonly Measured[]> {
  const keys = new DistrictKeys(randomBytes(32));
  const store = new PostgresEventStore({ url, keys, bodies: noteBodies(url) });
  const district = randomUUID();
  await store.foundDistrict(district);
  const emmett = await emmettOn(await databaseFor(ownerUrl, 'emmett'), callers);
  const messageDb = await messageDbOn(await databaseFor(ownerUrl, 'message_db'), callers);
  const pgbench = await pgbenchOn(await databaseFor(ownerUrl, 'pgbench'));

  const ours = (events: number, name: string): Contender => {
    const streams = Array.from({ length: callers }, (): StreamId => `cycle/${randomUUID()}`);
    const versions = streams.map(() => 0);
    const noted = Array.from({ length: events }, () => ({ type: 'Noted', data: body }));
    const once = async (caller: number) => {
      const to = { district, stream: streams[caller]! };
      const ask = { expected: versions[caller]!, events: noted };
      versions[caller] = (await store.append(request(keys, to, ask))).version;
    };
    return { name, once, each: events };
  };
  const theirs = (events: number, name: string): Contender => {
    const streams = Array.from({ length: callers }, () => `cycle-${randomUUID()}`);
    const versions: (bigint | 'STREAM_DOES_NOT_EXIST')[] = streams.map(
      () => 'STREAM_DOES_NOT_EXIST',
    );
    const noted = Array.from({ length: events }, () => ({ type: 'Noted', data: body }));
    const once = async (caller: number) => {
      const options = { expectedStreamVersion: versions[caller]! };
      const answer = await emmett.store.appendToStream(streams[caller]!, noted, options);
      versions[caller] = answer.nextExpectedStreamVersion;
    };
    return { name, once, each: events };
  };
  const streams = Array.from({ length: callers }, () => `cycle-${randomUUID()}`);
  const written = streams.map(() => -1);
  const contenders: Contender[] = [
    ours(1, 'append, one event'),
    theirs(1, 'emmett'),
    {
      name: 'message-db',
      once: async (caller) => {
        const version = written[caller]!;
        written[caller] = await messageDb.write(streams[caller]!, 'Noted', body, version);
      },
    },
    ours(10, 'append, ten events'),
    theirs(10, 'emmett, ten'),
  ];
  if (pgbench)
    contenders.push({
      name: 'pgbench INSERT',
      alone: (seconds) => pgbench.insert(callers, seconds),
    });
  const all = await interleaved(contenders, { callers, seconds });
  await Promise.all([store.close(), emmett.close(), messageDb.close()]);

  const [one, , , ten] = all;
  return [
    ...all
      .filter((rival) => rival !== one && rival !== ten)
      .map((rival) => ({ ...rival, ratio: null })),
    beside({ ...one!, name: 'append, 32 callers, sealed' }, all, [
      { rival: 'pgbench INSERT', atLeast: 0.6 },
      { rival: 'emmett', atLeast: 5 },
      { rival: 'message-db', atLeast: 3 },
    ]),
    beside({ ...ten!, name: 'append, ten events each, sealed' }, all, [
      { rival: 'emmett, ten', atLeast: 1.5 },
    ]),
  ];
}
