import type { DistrictRows } from './read-model.js';

/** Those who must have seen everything before the engine is quiet; the worker's three. */
export const followers = ['read-models', 'reactor', 'dispatcher'];

/** What the engine has still to do for a district: subscriptions behind the head, and rungs due and not taken. */
export type Unrest = {
  head: number;
  behind: readonly string[];
  due: number;
  /** Kinds of the duties that are due. */
  kinds: readonly string[];
};

/**
 * One statement, so one snapshot: nothing can slip between the head, the checkpoints and the duties. A subscription that
 * has not begun yet (no worker has run since the district was founded) is behind.
 */
export async function unrest(db: Pick<DistrictRows, 'of'>, district: string): Promise<Unrest> {
  const { rows } = await db.of(district).query(
    `select l.last_pos::int as head,
       array(select f.name from unnest($2::text[]) f(name)
             left join es.subscriptions s on s.log_id = l.log_id and s.name = f.name
             where coalesce(s.pos, 0) < l.last_pos order by 1) as behind,
       coalesce(array_length(d.kinds, 1), 0) as due,
       array(select distinct unnest(d.kinds) order by 1) as kinds
     from es.log l, lateral (
       select array_agg(d.kind) as kinds from rm.duties d
       where d.district_id = l.district_id and d.to_pos is null
         and d.rung_at <= to_char(coalesce(l.stepped_now, clock_timestamp()) at time zone 'UTC',
                                  'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') collate "C") d
     where l.district_id = $1`,
    [district, followers],
  );
  return rows[0] as Unrest;
}

export const isQuiet = (now: Unrest): boolean => now.behind.length === 0 && now.due === 0;

/**
 * Waits until the engine is quiet: every subscription at the head, and nothing due and unmet (architecture.md 4).
 * `changed` resolves when something was projected, or after a moment. Gives up, and answers with the unrest, when for
 * `patienceMs` nothing has moved.
 */
export async function untilQuiet(
  db: Pick<DistrictRows, 'of'>,
  district: string,
  changed: () => Promise<void>,
  patienceMs: number,
): Promise<Unrest> {
  let seen = '';
  let since = Date.now();
  for (;;) {
    const change = changed(); // asked first: what moves while we look must not be missed
    const now = await unrest(db, district);
    if (isQuiet(now)) return now;
    const state = `${now.head} ${now.behind.join()} ${now.due}`;
    if (state !== seen) [seen, since] = [state, Date.now()];
    if (Date.now() - since > patienceMs) return now;
    await change;
  }
}
