import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { StreamId } from '#domain/streams';
import { DistrictKeys } from '#event-store/district-keys';
import { originOf } from '#event-store/evidence/checkpoint-note';
import { Findings } from '#event-store/evidence/findings';
import { FolderNotes } from '#event-store/evidence/folder-notes';
import { linksOf } from '#event-store/evidence/links';
import { rowsOf } from '#event-store/evidence/log-evidence';
import { signerFromSeed } from '#event-store/evidence/note';
import { Sealer } from '#event-store/evidence/sealer';
import { verifyDistrict } from '#event-store/evidence/verify-district';
import { PostgresEventStore } from '#event-store/postgres/postgres-event-store';
import { ChainWalk } from '#event-store/evidence/verify-links';
import { noteBodies, request } from '../contracts/event-store.contract.js';
import type { EmptyDatabase } from './empty-database.js';
import { median, type Measured } from './measured.js';

const events = 100_000;
const aCommand = 50;
const aNote = 1_000;
const rounds = 3;
const body = { text: 'x'.repeat(300), list: [1, 2, 3] };

/**
 * How many events a second a log of 100,000 is verified at, with a note every 1,000: the chain alone, chain with tree and
 * notes (`aimline verify --quick`), and everything from the columns (`aimline verify`). Beside each what it costs only to
 * read the same rows; interleaved in one run, medians of three.
 *
 * @param url an empty database
 */
export async function verifyBench({
  url,
  ownerUrl,
  migrate,
}: EmptyDatabase): Promise<readonly Measured[]> {
  await migrate();
  const keys = new DistrictKeys(randomBytes(32));
  const store = new PostgresEventStore({ url, keys, bodies: noteBodies(url) });
  const district = randomUUID();
  await store.foundDistrict(district);
  const folder = await mkdtemp(join(tmpdir(), 'aimline-bench-'));
  const outside = new FolderNotes(folder);
  const sealer = new Sealer({ url, keys, outside, say: console.error });
  const db = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  const { rows } = await db.query<{ log_id: number }>('select log_id from es.log');
  const logId = rows[0]!.log_id;
  const { verifier } = signerFromSeed(originOf(district), keys.checkpointSeed(district));
  const streams = Array.from({ length: 200 }, (_): StreamId => `cycle/${randomUUID()}`);
  let sealing = 0;
  for (let done = 0; done < events; done += aNote) {
    const commands = Array.from({ length: aNote / aCommand }, (_, i) =>
      store.append(
        request(
          keys,
          { district, stream: streams[(done / aCommand + i) % streams.length]! },
          { events: Array.from({ length: aCommand }, () => ({ type: 'Noted', data: body })) },
        ),
      ),
    );
    await Promise.all(commands);
    const begun = performance.now();
    await sealer.seal(district, logId);
    sealing += performance.now() - begun;
  }

  const verify = async (quick: boolean) => {
    const verdict = await verifyDistrict({ url, district, verifier, outside, quick });
    if (!verdict.matches || verdict.events !== events) throw new Error(JSON.stringify(verdict));
  };
  const contenders: Record<string, () => Promise<void>> = {
    'reading the links': () => through(linksOf(db, logId), () => undefined),
    'the chain alone': async () => {
      const findings = new Findings();
      const chain = new ChainWalk(district, findings);
      await through(linksOf(db, logId), (link) => chain.take(link));
      if (findings.count > 0 || chain.position !== events) throw new Error('the chain differs');
    },
    'verify --quick': () => verify(true),
    'reading all columns': () => through(rowsOf(db, logId), () => undefined),
    verify: () => verify(false),
  };
  const results = Object.entries(contenders).map(([name, once]) => ({
    name,
    once,
    rates: [] as number[],
    cpuRates: [] as number[],
  }));
  for (let round = 0; round <= rounds; round += 1)
    for (const { once, rates, cpuRates } of results) {
      const begun = performance.now();
      const cpu = process.cpuUsage();
      await once();
      if (round === 0) continue; // warming up
      rates.push(events / ((performance.now() - begun) / 1_000));
      const { user, system } = process.cpuUsage(cpu);
      cpuRates.push(events / ((user + system) / 1_000_000));
    }
  await Promise.all([store.close(), sealer.stop(), db.end(), rm(folder, { recursive: true })]);

  const reference = median(results[0]!.rates);
  const measured = results.map(({ name, rates, cpuRates }): Measured => {
    const perSecond = median(rates);
    const note = `${median(cpuRates).toFixed(0)} a second of its own CPU`;
    return { name, perSecond, ratio: perSecond / reference, note };
  });
  const perNote = sealing / (events / aNote);
  const note = `${perNote.toFixed(1)} ms a note of ${aNote}`;
  return [
    ...measured,
    { name: 'sealing', perSecond: aNote / (perNote / 1_000), ratio: null, note },
  ];
}

async function through<T>(batches: AsyncIterable<readonly T[]>, each: (one: T) => void) {
  for await (const batch of batches) for (const one of batch) each(one);
}
