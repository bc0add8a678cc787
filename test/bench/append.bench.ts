import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import type { StreamId } from '#domain/streams';
import { DistrictKeys } from '#event-store/district-keys';
import { migrate } from '#event-store/migrate';
import { PostgresEventStore } from '#event-store/postgres/postgres-event-store';
import { request } from '../contracts/event-store.contract.js';

/**
 * How many single-event appends a second 32 callers get, beside a plain one-row INSERT by 32 connections of the same
 * process, interleaved in the same run: only the ratio means anything (event-store.md 1, 11).
 * `AIMLINE_TEST_DATABASE_URL=postgres://… node dist/test/bench/append.bench.js [seconds]`
 */
const callers = 32;
const rounds = 3;
const seconds = Number(process.argv[2] ?? 2);
const body = { text: 'x'.repeat(300), list: [1, 2, 3] };

const base = new URL(process.env['AIMLINE_TEST_DATABASE_URL'] ?? '');
const admin = new pg.Client({ connectionString: base.href });
await admin.connect();
const name = `bench_${randomUUID().slice(0, 8)}`;
await admin.query(`create database ${name}`);
const url = new URL(base);
url.pathname = `/${name}`;
await migrate(url.href);

const keys = new DistrictKeys(randomBytes(32));
const store = new PostgresEventStore({ url: url.href, keys });
const district = randomUUID();
await store.foundDistrict(district);
const plain = new pg.Pool({ connectionString: url.href, max: callers });
plain.on('error', () => undefined); // the server ends idle connections at the drop below
await plain.query('create table plain (id bigserial primary key, stream uuid, body bytea)');

async function perSecond(once: (caller: number) => Promise<unknown>) {
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

const streams = Array.from({ length: callers }, (): StreamId => `cycle/${randomUUID()}`);
const versions = streams.map(() => 0);
const append = async (caller: number, claims = false) => {
  const expected = versions[caller]!;
  const events = [{ type: 'Noted', data: body }];
  const taken = claims ? [{ take: [randomUUID()], release: [] }] : [];
  const ref = { district, stream: streams[caller]! };
  versions[caller] = (
    await store.append(request(keys, ref, { expected, events, claims: taken }))
  ).version;
};
const insert = () =>
  plain.query({
    name: 'plain',
    text: 'insert into plain (stream, body) values ($1, $2)',
    values: [randomUUID(), Buffer.from(JSON.stringify(body))],
  });

await perSecond(insert);
await perSecond((caller) => append(caller));
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const results = { insert: [] as number[], append: [] as number[], claims: [] as number[] };
let p99 = 0;
for (let round = 0; round < rounds; round += 1) {
  results.insert.push((await perSecond(insert)).rate);
  const appended = await perSecond((caller) => append(caller));
  results.append.push(appended.rate);
  p99 = Math.max(p99, appended.p99);
  results.claims.push((await perSecond((caller) => append(caller, true))).rate);
}
const inserts = median(results.insert);
const line = (what: string, rate: number) =>
  console.log(
    `${what.padEnd(28)} ${rate.toFixed(0).padStart(7)}/s  ${(rate / inserts).toFixed(2)}`,
  );
line('plain INSERT, 32 connections', inserts);
line('append, 32 callers', median(results.append));
line('append with a claim', median(results.claims));
console.log(`append p99 ${p99.toFixed(1)} ms`);

await store.close();
await plain.end();
await admin.query(`drop database ${name} with (force)`);
await admin.end();
