import { Client, Connection } from '@temporalio/client';
import { parkedCommands, type ParkedCommand } from '#event-store/subscription/parked';
import { Progress, type Lag } from '#event-store/subscription/progress';
import { Database } from '#platform/app/database';
import type { RunningServices } from '#platform/services/running-services';
import { openByKind } from '#read-models/processes/processes.query';
import { countRuns } from './runs.js';

export type DistrictStatus = {
  district: string;
  sandbox: boolean;
  /** The last position of its log. */
  head: number;
  /** Each with its position, how far it is behind, and what is wrong, if something is. */
  subscriptions: readonly Lag[];
  /** Commands that a reactor failed on and went on without: `aimline subscriptions retry` tries one again. */
  parked: readonly ParkedCommand[];
  /** Open processes by kind. */
  open: Readonly<Record<string, number>>;
};

/** What the record and Temporal say of their own state; null where one of them does not answer. */
export type EngineStatus = {
  districts: readonly DistrictStatus[] | null;
  /** Running workflows by name, of all districts. */
  workflows: Readonly<Record<string, number>> | null;
};

export async function engineStatus(services: RunningServices): Promise<EngineStatus> {
  const { databaseUrl, temporalAddress, namespace } = services;
  const [districts, workflows] = await Promise.all([
    databaseUrl && districtsIn(databaseUrl),
    temporalAddress && workflowsAt(temporalAddress, namespace),
  ]);
  return { districts: districts || null, workflows: workflows || null };
}

async function districtsIn(url: string): Promise<DistrictStatus[] | null> {
  const db = new Database(url);
  const progress = new Progress(url);
  try {
    const { rows } = await db.query(
      'select district_id as district, stepped_now is not null as sandbox from es.log order by log_id',
    );
    return await Promise.all(
      (rows as Pick<DistrictStatus, 'district' | 'sandbox'>[]).map(async (row) => ({
        ...row,
        ...(await progress.headsAndLags(row.district)),
        parked: await parkedCommands(url, row.district),
        open: await openByKind(db, row.district),
      })),
    );
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('42')) return null; // schemas of another version, or none yet
    throw error;
  } finally {
    await Promise.all([progress.stop(), db.close()]);
  }
}

async function workflowsAt(address: string, namespace: string) {
  const connection = Connection.lazy({ address });
  try {
    return await countRuns(new Client({ connection, namespace }));
  } catch {
    return null; // it went away, or has no such namespace yet
  } finally {
    await connection.close();
  }
}

/** A line for each district and subscription, for people. */
export function engineInWords({ districts, workflows }: EngineStatus): string[] {
  const counts = (record: Readonly<Record<string, number>>) =>
    Object.entries(record)
      .map(([what, n]) => `${n} ${what}`)
      .join(', ') || 'none';
  return [
    ...(districts ?? []).flatMap(({ district, head, subscriptions, parked, open }) => [
      `district ${district}: ${head} events; open: ${counts(open)}`,
      ...subscriptions.flatMap((lag) => [
        lagInWords(lag),
        ...parked.filter(({ subscription }) => subscription === lag.name).map(parkedInWords),
      ]),
    ]),
    ...(workflows ? [`workflows: ${counts(workflows)}`] : []),
  ];
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
