import type pg from 'pg';
import { hashBytes, leafBytes } from './digests.js';

/** What binds one event to the next, as the database packs it: leaf ‖ chain hash. */
const linkBytes = leafBytes + hashBytes;

export type Querier = Pick<pg.Pool | pg.ClientBase, 'query'>;

/** One event's links; the buffers are views into the batch. */
export type Link = {
  position: number;
  recordedMicros: bigint;
  leaf: Buffer;
  chainHash: Buffer;
};

/** A hash in this stretch of the log has another length than 32 bytes, so that the columns do not fit together. */
export class LinksMalformed extends Error {
  constructor(readonly after: number) {
    super(`a hash behind position ${after} does not have 32 bytes`);
    this.name = 'LinksMalformed';
  }
}

/** A moment in whole microseconds since 1970; PostgreSQL's two infinities are the ends of its numbers. */
export const micros = (column: string) =>
  `case when isfinite(${column}) then (extract(epoch from ${column}) * 1000000)::bigint
        when ${column} > 'epoch' then 9223372036854775807 else -9223372036854775807 end`;

const statement = {
  name: 'es.links',
  text: `select count(*)::int as n,
      string_agg(int8send(pos) || int8send(${micros('recorded_at')}) || int4send(version)
                 || content_hash || chain_hash, ''::bytea order by pos) as packed
    from (select * from es.events where log_id = $1 and pos > $2 and pos <= $3 order by pos limit $4) e`,
};

/**
 * The links of a log after a position, in order, a batch at a time; the next batch is fetched while one is looked at.
 * Throws `LinksMalformed`. Positions may be missing: who reads must count.
 */
export async function* linksOf(
  db: Querier,
  logId: number,
  { after = Number.MIN_SAFE_INTEGER, to = Number.MAX_SAFE_INTEGER, batch = 4_000 } = {},
): AsyncGenerator<readonly Link[]> {
  const fetch = async (from: number) => {
    const values = [logId, from, to, batch];
    type Row = { n: number; packed: Buffer | null };
    const { rows } = await db.query<Row>({ ...statement, values });
    const { n, packed } = rows[0]!;
    if (packed && packed.length !== n * linkBytes) throw new LinksMalformed(Math.max(from, 0));
    return packed ? Array.from({ length: n }, (_, i) => linkAt(packed, i * linkBytes)) : [];
  };
  let links = await fetch(after);
  while (links.length > 0) {
    const next = links.length < batch ? null : fetch(links.at(-1)!.position);
    next?.catch(() => undefined); // it is thrown below, unless who reads has had enough
    yield links;
    links = next ? await next : [];
  }
}

function linkAt(packed: Buffer, at: number): Link {
  const leaf = packed.subarray(at, at + leafBytes);
  const hash = at + leafBytes;
  return {
    position: Number(leaf.readBigInt64BE(0)),
    recordedMicros: leaf.readBigInt64BE(8),
    leaf,
    chainHash: packed.subarray(hash, hash + hashBytes),
  };
}
