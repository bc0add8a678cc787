import { genesis } from '../hash.js';
import { onLog } from '../postgres/on-log.js';
import { treeLeafHash } from './digests.js';
import { linksOf, type Querier } from './links.js';
import type { OutsideNotes } from './outside-notes.js';
import { RightEdge } from './right-edge.js';

/** Who remembers more of a district's log than the database holds, or something else. */
export type AheadOfTheLog =
  | { who: 'subscription'; name: string; position: number }
  | { who: 'outside note'; position: number; where: string };

/**
 * Whether the log is older than, or another than, the one that subscriptions have read and notes outside were signed of: a database
 * that was restored to an earlier point, or one that lived on elsewhere. Cheap, for whoever looks at the status: it reads no more of
 * the log than what came after the last checkpoint. It believes what it reads; `aimline verify` does not.
 */
export function aheadOfTheLog(
  url: string,
  district: string,
  outside: OutsideNotes,
): Promise<AheadOfTheLog[]> {
  return onLog(url, district, 'transaction', async ({ db, logId }) => [
    ...(await subscriptionsAhead(db, district, logId)),
    ...(await noteAhead(db, district, logId, outside)),
  ]);
}

async function subscriptionsAhead(
  db: Querier,
  district: string,
  logId: number,
): Promise<AheadOfTheLog[]> {
  const { rows } = await db.query<{ name: string; position: number }>(
    `select s.name, s.pos::int as position from es.subscriptions s
     left join es.events e on e.log_id = s.log_id and e.pos = s.pos
     where s.log_id = $1 and s.chain_hash is distinct from case when s.pos = 0 then $2 else e.chain_hash end
     order by s.name`,
    [logId, genesis(district)],
  );
  return rows.map((row) => ({ who: 'subscription', ...row }));
}

type Row = { head: number; size: number | null; edge: Buffer | null };

/** The first note that the log cannot have been signed with. */
async function noteAhead(
  db: Querier,
  district: string,
  logId: number,
  outside: OutsideNotes,
): Promise<AheadOfTheLog[]> {
  // First: whatever a note speaks of that is listed here is in the database when that is read.
  const sizes = await outside.sizes(district);
  const { rows } = await db.query<Row>(
    `select l.last_pos::int as head, c.size::int, c.edge from es.log l
     left join lateral (select size, edge from es.checkpoints c
                        where c.log_id = l.log_id order by size desc limit 1) c on true
     where l.log_id = $1`,
    [logId],
  );
  const { head, size, edge: bytes } = rows[0]!;
  const edge = size === null || !bytes ? RightEdge.empty() : RightEdge.of(size, bytes);
  for (const noted of sizes.filter((one) => one > (size ?? -1))) {
    const ahead = { who: 'outside note', position: noted, where: outside.where(district) } as const;
    if (noted > head || !edge) return [ahead];
    for await (const links of linksOf(db, logId, { after: edge.size, to: noted }))
      for (const { leaf } of links) edge.append(treeLeafHash(leaf));
    const [, , root] = (await outside.read(district, noted)).split('\n');
    if (root !== edge.root().toString('base64')) return [ahead];
  }
  return [];
}
