import type { StreamId } from '#domain/streams';
import { ProjectionBeside } from '#event-store/subscription/projection-beside';
import { mendProjection } from '#event-store/subscription/rebuild';
import { differencesIn, type Difference, makeTemporaryTables } from './differences.js';
import { madeAgain, type RowSources } from './made-again.js';
import { readModelsSubscription } from './read-models.js';
import { deleteRowsOf, streamsWithoutLog } from './rows-of-stream.js';

/** Rows of one table that are not what the log says: other than they should be, not there, or of nothing in the log. */
export type TableDifferences = { table: string; changed: number; missing: number; extra: number };

export type ComparedViews = {
  /** Streams whose rows were compared; of a large log a part every night. */
  streams: number;
  /** Streams of the whole log. */
  of: number;
  /** Rows that differ, by table; none: the views are what the log says. */
  differences: readonly TableDifferences[];
  /** Whose rows they are. */
  concerned: readonly StreamId[];
};

export type ComparisonOptions = RowSources & {
  url: string;
  district: string;
  /**
   * Events that one night may read; left out: all. A longer log is compared in as many nights as it takes, each stream
   * in one of them.
   */
  eventsANight?: number;
  /** Which night: days since 1970. */
  night?: number;
};

/** Streams of one look: a second or so of one snapshot, and their rows in temporary tables. */
const page = 250;

/**
 * Compares every row of a district's views with what its log says. The rows of some streams at a time are made again in
 * temporary tables and laid beside the real ones in one snapshot, so the projector goes on, nobody waits, and nothing is
 * written that a vacuum must clean up. What differs is looked at twice before it is said.
 */
export async function compareViews(options: ComparisonOptions): Promise<ComparedViews> {
  const { url, district } = options;
  const beside = await ProjectionBeside.open({ url, district, name: readModelsSubscription });
  try {
    await makeTemporaryTables(beside.tx);
    const compared = (streams: readonly StreamId[]) =>
      beside.look(async (tx, position) => {
        await madeAgain(options, district, streams, position, temporary(tx));
        return differencesIn(tx, district, streams);
      });
    const { nights, of } = await nightsOf(beside, options);
    const tonight = (options.night ?? 0) % nights;
    const found: Difference[] = [];
    let streams = 0;
    for (let after: StreamId | undefined; ;) {
      const ids = await streamsAfter(beside, after, nights, tonight);
      if (ids.length === 0) break;
      streams += ids.length;
      after = ids.at(-1);
      found.push(...(await twice(compared, ids)));
    }
    const orphans = await beside.look((tx) => streamsWithoutLog(tx, district, beside.logId));
    found.push(...orphans.map((one) => ({ ...one, how: 'extra' as const })));
    const concerned = [...new Set(found.map(({ stream }) => stream))];
    return { streams, of, differences: byTable(found), concerned };
  } finally {
    await beside.close();
  }
}

/** Makes the rows of these streams again from the log, in one transaction, while the projector stands still. */
export async function mendViews(
  sources: RowSources,
  url: string,
  district: string,
  streams: readonly StreamId[],
): Promise<void> {
  if (streams.length === 0) return;
  await mendProjection({ url, district, name: readModelsSubscription }, async (tx, position) => {
    await deleteRowsOf(tx, district, streams);
    await madeAgain(sources, district, streams, position, tx);
  });
}

/** A difference may be of the moment (a body destroyed between snapshot and reading): it counts if it is there again. */
async function twice(
  compared: (streams: readonly StreamId[]) => Promise<Difference[]>,
  ids: readonly StreamId[],
): Promise<Difference[]> {
  const suspected = new Set((await compared(ids)).map(({ stream }) => stream));
  return suspected.size === 0 ? [] : compared([...suspected]);
}

/** The same statements, aimed at the temporary tables of the same names. */
function temporary(tx: Parameters<typeof differencesIn>[0]): typeof tx {
  return { query: (text, values) => tx.query(text.replaceAll(/\brm\./g, 'pg_temp.'), values) };
}

async function nightsOf({ tx, logId }: ProjectionBeside, { eventsANight }: ComparisonOptions) {
  const { rows } = await tx.query(
    `select last_pos::int as head, (select count(*)::int from es.streams s where s.log_id = l.log_id) as of
     from es.log l where log_id = $1`,
    [logId],
  );
  const { head, of } = rows[0] as { head: number; of: number };
  return { of, nights: eventsANight ? Math.max(1, Math.ceil(head / eventsANight)) : 1 };
}

async function streamsAfter(
  { tx, logId }: ProjectionBeside,
  after: StreamId | undefined,
  nights: number,
  tonight: number,
): Promise<StreamId[]> {
  const { rows } = await tx.query(
    `select stream_id from es.streams
     where log_id = $1 and stream_id > $2 and (hashtext(stream_id) & 2147483647) % $3 = $4
     order by stream_id limit $5`,
    [logId, after ?? '', nights, tonight, page],
  );
  return rows.map((row) => row['stream_id'] as StreamId);
}

function byTable(found: readonly Difference[]): TableDifferences[] {
  const tables = Map.groupBy(found, ({ table }) => table);
  return [...tables].map(([table, rows]) => {
    const count = (how: Difference['how']) => rows.filter((row) => row.how === how).length;
    return { table, changed: count('changed'), missing: count('missing'), extra: count('extra') };
  });
}
