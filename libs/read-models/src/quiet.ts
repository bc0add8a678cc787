import type { Tx } from './read-model.js';

/** What the engine has still to do for a district: subscriptions behind the head, and rungs due and not taken. */
export type Unrest = { head: number; behind: readonly string[]; due: number };

/** One statement, so one snapshot: nothing can slip between the head, the checkpoints and the duties. */
export async function unrest(db: Tx, district: string): Promise<Unrest> {
  const { rows } = await db.query(
    `select l.last_pos::int as head,
       array(select s.name from es.subscriptions s where s.log_id = l.log_id and s.pos < l.last_pos order by 1) as behind,
       (select count(*)::int from rm.duties d where d.district_id = l.district_id and d.to_pos is null
          and d.rung_at <= to_char(coalesce(l.stepped_now, clock_timestamp()) at time zone 'UTC',
                                   'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') collate "C") as due
     from es.log l where l.district_id = $1`,
    [district],
  );
  return rows[0] as Unrest;
}

/**
 * Waits until the engine is quiet: every subscription at the head, and nothing due and unmet (architecture.md 4).
 * `changed` resolves when something was projected, or after a moment; `patienceMs` names the limit of the wait.
 */
export async function untilQuiet(
  db: Tx,
  district: string,
  changed: () => Promise<void>,
  patienceMs: number,
): Promise<Unrest> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const now = await unrest(db, district);
    if (now.behind.length === 0 && now.due === 0) return now;
    if (Date.now() > until) return now;
    await changed();
  }
}
