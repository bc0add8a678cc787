import { Client, Connection } from '@temporalio/client';
import type { StreamId } from '#domain/streams';
import { aheadOfTheLog, type AheadOfTheLog } from '#event-store/evidence/gone-back';
import type { OutsideNotes } from '#event-store/evidence/outside-notes';
import type { ParkedCommand } from '#event-store/subscription/parked';
import { Progress, type Lag } from '#event-store/subscription/progress';
import { Database } from '#platform/app/database';
import type { RunningServices } from '#platform/services/running-services';
import { temporalAccess } from '#platform/temporal-access';
import { DutyQueries } from '#read-models/duties/duties.query';
import { openByKind } from '#read-models/processes/processes.query';
import { countRuns, countStrangers, runsAhead } from './runs.js';
import { standingInWords } from './status-words.js';

export type DistrictStatus = {
  district: string;
  sandbox: boolean;
  /** The last position of its log. */
  head: number;
  /** Each with its position, how far it is behind, and what is wrong, if something is. */
  subscriptions: readonly Lag[];
  /** Commands that a reactor failed on and went on without: `aimline subscriptions retry` tries one again. */
  parked: readonly ParkedCommand[];
  /** Rungs that are due and not taken: what the engine has still to do. */
  due: number;
  /** Duties past their due instant: what people have still to do. */
  overdue: number;
  /** Open processes by kind. */
  open: Readonly<Record<string, number>>;
  /** Who knows more of the log than the database holds: it went back to an earlier point. */
  ahead: readonly (AheadOfTheLog | { who: 'workflows'; runs: number })[];
};

/** What the record and Temporal say of their own state; null where one of them does not answer. */
export type EngineStatus = {
  districts: readonly DistrictStatus[] | null;
  /** Running workflows by name, of all districts. */
  workflows: Readonly<Record<string, number>> | null;
  /** Running on our task queue, of a type that this build does not have; left out where there are none. */
  strangers?: Readonly<Record<string, number>>;
};

/** @param outside the notes that the log is compared with; left out, it is not */
export async function engineStatus(
  services: RunningServices,
  outside?: OutsideNotes,
): Promise<EngineStatus> {
  const { databaseUrl, temporalAddress, namespace } = services;
  const connection = temporalAddress
    ? Connection.lazy({ address: temporalAddress, ...temporalAccess() })
    : null;
  const temporal = connection && new Client({ connection, namespace });
  try {
    const [districts, workflows, strangers] = await Promise.all([
      databaseUrl && districtsIn(databaseUrl, temporal, outside),
      temporal && countRuns(temporal).catch(() => null), // it went away, or has no such namespace yet
      temporal && countStrangers(temporal).catch(() => null),
    ]);
    return {
      districts: districts || null,
      workflows: workflows || null,
      ...(strangers && Object.keys(strangers).length > 0 && { strangers }),
    };
  } finally {
    await connection?.close();
  }
}

async function districtsIn(
  url: string,
  temporal: Client | null,
  outside: OutsideNotes | undefined,
): Promise<DistrictStatus[] | null> {
  const db = new Database(url);
  const progress = new Progress(url);
  const duties = new DutyQueries(db);
  const ahead = async (district: string) => {
    const head = async () => (await progress.headsAndLags(district)).head;
    const runs = temporal ? await runsAhead(temporal, await openIn(db, district), head) : 0;
    return [
      ...(outside ? await aheadOfTheLog(url, district, outside) : []),
      ...(runs > 0 ? [{ who: 'workflows', runs } as const] : []),
    ];
  };
  try {
    const { rows } = await db.query(
      'select district_id as district, stepped_now is not null as sandbox from es.log order by log_id',
    );
    return await Promise.all(
      (rows as Pick<DistrictStatus, 'district' | 'sandbox'>[]).map(async (row) => ({
        ...row,
        ...(await progress.headsAndLags(row.district)),
        parked: await progress.parked(row.district),
        due: await duties.due(row.district),
        overdue: await duties.overdue(row.district),
        open: await openByKind(db.of(row.district), row.district),
        ahead: await ahead(row.district),
      })),
    );
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('42')) return null; // schemas of another version, or none yet
    throw error;
  } finally {
    await Promise.all([progress.stop(), db.close()]);
  }
}

async function openIn(db: Database, district: string): Promise<StreamId[]> {
  const { rows } = await db
    .of(district)
    .query(
      `select stream from rm.processes where district_id = $1 and status = 'open' order by stream limit 1000`,
      [district],
    );
  return rows.map(({ stream }) => stream as StreamId);
}

/** A line for each district and subscription, for people. */
export function engineInWords({ districts, workflows, strangers }: EngineStatus): string[] {
  const counts = (record: Readonly<Record<string, number>>) =>
    Object.entries(record)
      .map(([what, n]) => `${n} ${what}`)
      .join(', ') || 'none';
  return [
    ...(districts ?? []).flatMap((one) => [
      `district ${one.district}: ${one.head} events; open: ${counts(one.open)}; overdue: ${one.overdue} duties`,
      ...standingInWords(one).map((line) => `  ${line}`),
      ...details(one),
    ]),
    ...(workflows ? [`workflows: ${counts(workflows)}`] : []),
    ...Object.entries(strangers ?? {}).map(strangerInWords),
  ];
}

function strangerInWords([type, n]: [string, number]): string {
  return `  UNKNOWN WORKFLOW ${type}: ${n} running, and no worker of this build can carry them on; run the newer Aimline that started them, or end them in Temporal if another program did`;
}

function details({ subscriptions, parked, ahead }: DistrictStatus): string[] {
  return [
    ...subscriptions.flatMap((lag) => [
      lagInWords(lag),
      ...parked.filter(({ subscription }) => subscription === lag.name).map(parkedInWords),
    ]),
    ...ahead.map((one) => `  THE LOG WENT BACK: ${aheadInWords(one)}`),
    ...(ahead.length > 0
      ? ['  see `npx aimline verify`; if a restore was meant, `npx aimline restore --in-place`']
      : []),
  ];
}

function aheadInWords(one: DistrictStatus['ahead'][number]): string {
  switch (one.who) {
    case 'subscription':
      return `${one.name} has read something else, up to position ${one.position}`;
    case 'outside note':
      return `the note of ${one.position} events in ${one.where} was not signed of this log`;
    case 'workflows':
      return `of some workflows that were asked, ${one.runs} know a later position`;
  }
}

function lagInWords(lag: Lag): string {
  const { name, position, head, behind, secondsBehind, owner, status, lastError } = lag;
  const late = behind > 0 ? `, ${behind} behind since ${secondsBehind} s` : '';
  const led = owner === null ? 'nobody follows it' : `led by ${owner}`;
  return `  ${name}: at ${position} of ${head}${late}, ${status}, ${led}${lastError ? `: ${lastError}` : ''}`;
}

/** With what to type to try it again. */
export function parkedInWords(parked: ParkedCommand): string {
  const { subscription, position, type, stream, error, at, retrying } = parked;
  return `    set aside ${at}: ${type} of ${stream}: ${error}${retrying ? ' (being tried again)' : ''}; npx aimline subscriptions retry ${subscription} ${position}`;
}
