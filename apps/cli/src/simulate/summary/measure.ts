import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { temporalAccess } from '#platform/temporal-access';
import { isProcess, kindOf, type StreamId } from '#domain/streams';
import type { EventStore } from '#event-store/event-store';
import type { Database } from '#platform/app/database';
import { unrest } from '#read-models/quiet';
import { openByKind } from '#read-models/processes/processes.query';
import { workflowOf } from '#workflows/messages';
import { openStreams, summaryOf, type Measured, type Summary, type Task } from './summary.js';
import { wakesOf, type Wakes } from './wakes.js';
import { emptyTally, tally, type Tally } from './tally.js';

export type Sources = {
  district: string;
  store: EventStore;
  db: Database;
  temporal: { address: string; namespace: string };
};

const page = 2_000;
/** Runs whose stream has closed end a moment after it. */
const settleTries = 40;

/** The whole log of a district, counted. */
export async function tallyLog(store: EventStore, district: string): Promise<Tally> {
  const sum = emptyTally();
  for (;;) {
    const events = await store.readLog(district, sum.lastPosition, page);
    for (const event of events) tally(sum, event);
    if (events.length === 0) return sum;
  }
}

/** The summary of a year, measured from the log, the views and Temporal, and what the year asked of Temporal. */
export async function measure(
  sources: Sources,
  measured: Measured,
): Promise<{ summary: Summary; wakes: Wakes | null }> {
  const { district, store, db, temporal } = sources;
  const sum = await tallyLog(store, district);
  const connection = await Connection.connect({ address: temporal.address, ...temporalAccess() });
  try {
    const client = new Client({ connection, namespace: temporal.namespace });
    const { rows } = await db.query(
      `select count(*)::int as n from es.parked p join es.log l on l.log_id = p.log_id
       where l.district_id = $1`,
      [district],
    );
    const { behind, due } = await unrest(db, district);
    const summary = summaryOf(measured, sum, {
      tasks: await tasksOf(db, district),
      running: await settled(client, sum),
      workflowTypes: workflowOf,
      viewOpen: await openByKind(db.of(district), district),
      parked: rows[0]!['n'] as number,
      behind,
      due,
    });
    const isOurs = (workflowId: string) => sum.folds.has(workflowId as StreamId);
    return { summary, wakes: await wakesOf(temporal, isOurs) };
  } finally {
    await connection.close();
  }
}

/** Every duty that a person has owed, as it stood last. */
async function tasksOf(db: Database, district: string): Promise<Task[]> {
  const { rows } = await db.of(district).query(
    `select distinct on (key) key, kind, stream, due_on as "dueOn", to_pos is null as open
     from rm.duties where district_id = $1 and owner_kind <> 'process'
     order by key, from_pos desc`,
    [district],
  );
  return rows as Task[];
}

async function settled(client: Client, sum: Tally): Promise<Set<string>> {
  const open = new Set<string>(openStreams(sum));
  for (let tries = 1; ; tries += 1) {
    const running = await runningOf(client, sum);
    const same = running.size === open.size && [...running].every((id) => open.has(id));
    if (same || tries === settleTries) return running;
    await pause(250);
  }
}

/** A namespace may serve several districts: only runs of this log's streams are counted. */
async function runningOf(client: Client, { folds }: Tally): Promise<Set<string>> {
  const running = new Set<string>();
  for await (const { workflowId } of client.workflow.list({
    query: `ExecutionStatus = 'Running'`,
    pageSize: 1_000,
  })) {
    const stream = workflowId as StreamId;
    if (workflowId.includes('/') && isProcess(kindOf(stream)) && folds.has(stream))
      running.add(workflowId);
  }
  return running;
}
