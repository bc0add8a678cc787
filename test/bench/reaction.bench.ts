import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { operatorActor } from '#domain/decider';
import { deciders } from '#domain/registry';
import { defaultRuleSets } from '#domain/rule-set/defaults';
import { kindOf, streamId, type StreamId } from '#domain/streams';
import { migrate } from '#event-store/migrate';
import { openRecord, type OpenRecord } from '#event-store/record';
import { AppSchema1791000000001 } from '#platform/app/app-schema';
import { checkoutRoot } from '#platform/services/aimline-home';
import { anyFreePort } from '#platform/services/ports';
import { readModelMigrations } from '#read-models/migrations';
import type { ServicesForTests } from '../support/services-for-tests.js';
import type { Measured } from './measured.js';

/** A quiet afternoon, and what is asked for. */
const paces = [10, 50];
const asked = { p50Ms: 100, p99Ms: 500 };
/** Until caches are warm; not counted. */
const warmUpSeconds = 2;

/**
 * From the commit of a person's command to what the process records by itself because of it: a placement is confirmed, and
 * the workflow, woken through the views and the dispatcher, has the guardian told. Both moments are those that the log
 * gives under its lock. Commands come at a steady pace, whether the last is answered or not; worker, Temporal and
 * PostgreSQL are the real ones, in processes of their own.
 */
export async function reactionBench(
  services: ServicesForTests,
  seconds: number,
): Promise<readonly Measured[]> {
  const { databaseUrl: url, ownerUrl } = services;
  await migrate(ownerUrl, [...readModelMigrations, AppSchema1791000000001], url);
  const masterKey = randomBytes(32);
  const record = openRecord(url, masterKey);
  const connection = Connection.lazy({ address: services.temporalAddress });
  const client = new Client({ connection, namespace: services.temporalNamespace });
  const home = await mkdtemp(join(tmpdir(), 'aimline-bench-'));
  const worker = await aWorker(services, masterKey, home);
  try {
    const district = await ADistrict.found(record);
    const measured: Measured[] = [];
    for (const pace of paces) {
      const count = pace * (seconds + warmUpSeconds);
      const cycles = await district.proposeMany(count);
      await untilAsleep(client, cycles);
      const begun = performance.now();
      await district.atPace(pace, cycles, (cycle) => district.confirm(cycle));
      const rate = count / ((performance.now() - begun) / 1_000);
      const waits = await reactions(record, district.id, cycles);
      measured.push(inWords(pace, waits.slice(pace * warmUpSeconds), rate));
    }
    return measured;
  } finally {
    await stop(worker);
    await record.store.close();
    await connection.close();
    await rm(home, { recursive: true });
  }
}

function inWords(pace: number, waits: readonly number[], rate: number): Measured {
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)]!;
  const [p50, p99] = [at(0.5), at(0.99)];
  const missed = p50 >= asked.p50Ms || p99 >= asked.p99Ms ? ', MISSED' : '';
  return {
    name: `commit to reaction, ${pace} commands a second`,
    perSecond: rate,
    ratio: null,
    p99Ms: p99,
    note: `p50 ${p50} ms, p95 ${at(0.95)} ms, worst ${sorted.at(-1)} ms of ${waits.length} (asked: p50 < ${asked.p50Ms}, p99 < ${asked.p99Ms}${missed})`,
  };
}

/** Of each cycle in order, milliseconds from the confirmation to the guardian's notice, by the log's own moments. */
async function reactions(record: OpenRecord, district: string, cycles: readonly StreamId[]) {
  const waits: number[] = [];
  for (const stream of cycles) {
    const deadline = performance.now() + 60_000;
    for (;;) {
      const { events } = await record.store.read({ district, stream });
      const at = (type: string) => events.find((event) => event.type === type)?.recordedAt;
      const [confirmed, notified] = [at('PlacementConfirmed'), at('GuardianNotified')];
      if (confirmed && notified) {
        waits.push(Date.parse(notified) - Date.parse(confirmed));
        break;
      }
      if (performance.now() > deadline)
        throw new Error(`no reaction of ${stream}: ${events.map(({ type }) => type).join(' ')}`);
      await pause(50);
    }
  }
  return waits;
}

/** Until each run has looked at its process and set its timer: twelve events of history. */
async function untilAsleep(client: Client, cycles: readonly StreamId[]): Promise<void> {
  for (const cycle of cycles) {
    for (;;) {
      const run = await client.workflow
        .getHandle(cycle)
        .describe()
        .catch(() => null); // not started yet
      if (run && run.historyLength >= 12) break;
      await pause(100);
    }
  }
}

/** A live district, whose clock is the real one, with cycles that wait for a team's decision. */
class ADistrict {
  readonly id = randomUUID();
  private told = 0;

  private constructor(private readonly record: OpenRecord) {}

  static async found(record: OpenRecord): Promise<ADistrict> {
    const district = new ADistrict(record);
    await district.found();
    return district;
  }

  /** With the commands' answers awaited together in the end. */
  async atPace(
    pace: number,
    cycles: readonly StreamId[],
    command: (cycle: StreamId) => Promise<unknown>,
  ) {
    const begun = performance.now();
    const answers = [];
    for (const [n, cycle] of cycles.entries()) {
      const wait = begun + (n * 1_000) / pace - performance.now();
      if (wait > 0) await pause(wait);
      answers.push(command(cycle));
    }
    await Promise.all(answers);
  }

  async proposeMany(count: number): Promise<readonly StreamId[]> {
    const cycles: StreamId[] = [];
    const propose = async () => {
      while (cycles.length < count) {
        const cycle = streamId('cycle', randomUUID());
        cycles.push(cycle);
        await this.propose(cycle);
      }
    };
    await Promise.all(Array.from({ length: 10 }, propose));
    return cycles;
  }

  async confirm(cycle: StreamId): Promise<void> {
    const { events } = await this.record.store.read({ district: this.id, stream: cycle });
    const proposed = events.find(({ type }) => type === 'PlacementProposed')!;
    const { placementId } = proposed.data as { placementId: string };
    await this.tell(cycle, 'ConfirmPlacement', { placementId, present: [] });
  }

  private readonly pins = {
    ruleSet: { id: randomUUID(), version: 1 },
    calendar: { id: randomUUID(), version: 1 },
  };
  private readonly school = randomUUID();

  private async found(): Promise<void> {
    const today = new Date().toISOString().slice(0, 10);
    const year = Number(today.slice(0, 4));
    await this.record.store.foundDistrict(this.id);
    await this.tell(streamId('district', this.id), 'FoundDistrict', {
      name: 'Lindenfield',
      mode: 'live',
      timeZone: 'UTC',
      identifier: null,
      clockStartsAt: null,
    });
    await this.tell(streamId('calendar', this.pins.calendar.id), 'PublishCalendar', {
      name: 'every day is a school day',
      because: 'of the bench',
      calendar: {
        timeZone: 'UTC',
        dayStarts: '00:00',
        dayEnds: '23:59',
        years: [year - 1, year, year + 1].map((one) => ({
          firstDay: `${one}-01-01`,
          lastDay: `${one}-12-31`,
          weekdays: [1, 2, 3, 4, 5, 6, 7],
          closed: [],
          days: [],
        })),
      },
    });
    const rules = streamId('rule-set', this.pins.ruleSet.id);
    await this.tell(rules, 'DraftRuleSet', { document: defaultRuleSets.reading });
    await this.tell(rules, 'PublishRuleSet', { effectiveFrom: `${year - 1}-01-01` });
    await this.tell(streamId('school', this.school), 'OpenSchool', {
      name: 'Alder Elementary',
      identifier: null,
      sourcedId: null,
      grades: ['2'],
      calendarId: this.pins.calendar.id,
    });
  }

  private async propose(cycle: StreamId): Promise<void> {
    const studentId = randomUUID();
    await this.tell(streamId('student', studentId), 'EnrolStudent', {
      name: { given: 'Robin', middle: null, family: 'Ember' },
      birthDate: null,
      grade: '2',
      schoolId: this.school,
      ids: { local: studentId.slice(0, 8), state: null, sourcedId: null },
      on: new Date().toISOString().slice(0, 10),
    });
    await this.tell(cycle, 'OpenCycle', {
      studentId,
      schoolId: this.school,
      grade: '2',
      area: 'reading',
      origin: { kind: 'guardian', concern: 'reads slowly' },
      previousCycleId: null,
      propose: { tier: 2, evidence: null, reason: 'guardian' },
      ...this.pins,
    });
  }

  private tell(stream: StreamId, type: string, data: object) {
    const submission = { type, data, key: `bench/${this.told++}`, actor: operatorActor };
    return this.record.handler.handle(
      deciders[kindOf(stream)],
      { district: this.id, stream },
      submission,
    );
  }
}

/** The worker as it is deployed. */
async function aWorker(
  services: ServicesForTests,
  masterKey: Buffer,
  home: string,
): Promise<ChildProcess> {
  const port = await anyFreePort();
  const program = join(checkoutRoot(import.meta.dirname), 'dist/apps/worker/src/main.js');
  const worker = fork(program, {
    env: {
      ...process.env,
      DATABASE_URL: services.databaseUrl,
      TEMPORAL_ADDRESS: services.temporalAddress,
      TEMPORAL_NAMESPACE: services.temporalNamespace,
      AIMLINE_MASTER_KEY: masterKey.toString('hex'),
      AIMLINE_HOME: home,
      WORKER_HEALTH_PORT: String(port),
    },
  });
  for (let tries = 0; tries < 300; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null);
    if (answer?.status === 200) return worker;
    if (worker.exitCode !== null) break;
    await pause(100);
  }
  await stop(worker);
  throw new Error('the worker did not become ready');
}

async function stop(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null) return;
  worker.kill('SIGTERM');
  await once(worker, 'exit');
}
