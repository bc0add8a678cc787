import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import type { StreamId } from '#domain/streams';
import { DistrictKeys } from '#event-store/district-keys';
import { PostgresEventStore } from '#event-store/postgres/postgres-event-store';
import { noteBodies, notesInClear, request } from '../contracts/event-store.contract.js';
import type { EmptyDatabase } from './empty-database.js';
import { median, type Measured } from './measured.js';

const callers = 32;
const rounds = 3;
const body = { text: 'x'.repeat(300), list: [1, 2, 3] };

/**
 * How many single-event appends a second 32 callers get, beside plain one-row INSERTs by 32 connections of the same
 * process, interleaved in the same run: on a shared machine only the ratio means anything (event-store.md 1, 11).
 *
 * @param seconds of one round; three rounds, the median counts
 */
export async function appendBench(
  { url, ownerUrl, migrate }: EmptyDatabase,
  seconds: number,
): Promise<readonly Measured[]> {
  await migrate();
  const keys = new DistrictKeys(randomBytes(32));
  const district = randomUUID();
  const sealed = new PostgresEventStore({ url, keys, bodies: noteBodies(url) });
  const inClear = new PostgresEventStore({ url, keys, bodies: notesInClear(url) });
  await sealed.foundDistrict(district);
  const plain = new pg.Pool({ connectionString: ownerUrl, max: callers });
  await plain.query('create table plain (id bigserial primary key, stream uuid, body bytea)');

  const append = (store: PostgresEventStore, claiming = false) => {
    const streams = Array.from({ length: callers }, (): StreamId => `cycle/${randomUUID()}`);
    const versions = streams.map(() => 0);
    return async (caller: number) => {
      const answer = await store.append(
        request(
          keys,
          { district, stream: streams[caller]! },
          {
            expected: versions[caller]!,
            events: [{ type: 'Noted', data: body }],
            claims: claiming ? [{ take: [randomUUID()], release: [] }] : [],
          },
        ),
      );
      versions[caller] = answer.version;
    };
  };
  const insert = async () => {
    const values = [randomUUID(), Buffer.from(JSON.stringify(body))];
    const text = 'insert into plain (stream, body) values ($1, $2)';
    await plain.query({ name: 'plain', text, values });
  };

  const contenders = {
    'plain INSERT, 32 connections': insert,
    'append, 32 callers, in clear': append(inClear),
    'append, 32 callers, sealed': append(sealed),
    'sealed, with a claim each': append(sealed, true),
  };
  const results = Object.entries(contenders).map(([name, once]) => ({
    name,
    once,
    rates: [] as number[],
    p99: 0,
  }));
  for (let round = 0; round <= rounds; round += 1)
    for (const result of results) {
      const { rate, p99 } = await load(result.once, seconds);
      if (round === 0) continue; // warming up
      result.rates.push(rate);
      result.p99 = Math.max(result.p99, p99);
    }
  await sealed.close();
  await inClear.close();
  await plain.end();

  const reference = median(results[0]!.rates);
  return results.map(({ name, rates, p99 }) => {
    const perSecond = median(rates);
    return { name, perSecond, ratio: perSecond / reference, p99Ms: p99 };
  });
}

/** All callers in a closed loop; calls a second, and the 99th percentile of one call in ms. */
async function load(once: (caller: number) => Promise<void>, seconds: number) {
  const end = performance.now() + seconds * 1000;
  const times: number[] = [];
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let at = performance.now(); at < end; at = performance.now()) {
        await once(caller);
        times.push(performance.now() - at);
      }
    }),
  );
  times.sort((a, b) => a - b);
  return { rate: times.length / seconds, p99: times[Math.floor(times.length * 0.99)]! };
}
