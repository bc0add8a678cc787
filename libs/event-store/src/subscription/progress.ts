import { setTimeout as pause } from 'node:timers/promises';
import { DistrictNotFound } from '../errors.js';
import { LogPool } from '../postgres/pools.js';
import { advancedChannel } from './checkpoint.js';
import { Listener } from './listener.js';
import { askToRetry, type ParkedCommand, parkedCommands } from './parked.js';
import type { Tx } from './subscriber.js';

export type Lag = {
  name: string;
  position: number;
  /** Of the log when this was read. */
  head: number;
  /** Events that it has not seen yet. */
  behind: number;
  /** How long the oldest of them has waited, by the district's clock; 0 at the head. */
  secondsBehind: number;
  /** `<machine>/<process>/<run>` that holds the lease; null: nobody. */
  owner: string | null;
  status: 'running' | 'stopped';
  lastError: string | null;
  attempts: number;
  /** Commands that a reactor has set aside. */
  parked: number;
  updatedAt: string;
};

/** How far a district's log and those who follow it have come. */
export type Lags = { head: number; subscriptions: readonly Lag[] };

export type WaitOptions = { subscriptions: readonly string[]; timeoutMs: number };

const pollMs = 1_000;

/** A subscription has stopped by itself: waiting for it is in vain. */
export class NeverQuiet extends Error {
  constructor(
    readonly subscription: string,
    readonly why: string | null,
  ) {
    super(`subscription ${subscription} has stopped: ${why}`);
    this.name = 'NeverQuiet';
  }
}

/**
 * Knows how far every subscription has come, and waits for one to reach a position: told at once by the runner in the
 * same process, by NOTIFY from another, and by a poll every second whatever happens.
 */
export class Progress {
  /** Heads and checkpoints are readable for all; it needs no district. */
  private readonly pool: LogPool;
  private readonly listener: Listener;
  private readonly logIds = new Map<string, number>();
  private readonly positions = new Map<string, number>();
  private readonly waiting = new Set<() => void>();

  constructor(url: string) {
    this.pool = new LogPool(url);
    this.listener = new Listener(url, advancedChannel, (payload) => this.heard(payload));
  }

  start(): void {
    this.listener.start();
  }

  async stop(): Promise<void> {
    await this.listener.stop();
    await this.pool.end();
  }

  /** True when every named subscription has passed the position; false when the time is over. */
  async waitForPosition(
    district: string,
    position: number,
    { subscriptions, timeoutMs }: WaitOptions,
  ): Promise<boolean> {
    const logId = await this.logIdOf(district);
    const passed = () =>
      subscriptions.every((name) => (this.positions.get(`${logId} ${name}`) ?? 0) >= position);
    if (passed()) return true;
    const deadline = performance.now() + timeoutMs;
    await this.look(logId);
    while (!passed()) {
      const left = deadline - performance.now();
      if (left <= 0) return false;
      if (!(await this.toldWithin(Math.min(left, pollMs)))) await this.look(logId);
    }
    return true;
  }

  /**
   * Resolves when the named subscriptions have seen everything that the log holds now; throws `NeverQuiet` if one of
   * them never will, and false when the time is over.
   */
  async quiet(district: string, { subscriptions, timeoutMs }: WaitOptions): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    const { head } = await this.headsAndLags(district);
    for (;;) {
      const now = await this.headsAndLags(district);
      const dead = now.subscriptions.find(
        ({ name, status }) => status === 'stopped' && subscriptions.includes(name),
      );
      if (dead) throw new NeverQuiet(dead.name, dead.lastError);
      const left = deadline - performance.now();
      const step = { subscriptions, timeoutMs: Math.min(pollMs, left) };
      if (await this.waitForPosition(district, head, step)) return true;
      if (left <= pollMs) return false;
    }
  }

  /** Resolves when a subscription has moved, or after `ms`. */
  async moved(ms: number): Promise<void> {
    await this.toldWithin(ms);
  }

  async headsAndLags(district: string): Promise<Lags> {
    const logId = await this.logIdOf(district);
    const { rows } = await this.pool.of(logId).query<Lags>(
      `select l.last_pos as head, coalesce((
         select json_agg(json_build_object(
           'name', s.name, 'position', s.pos, 'head', l.last_pos, 'behind', l.last_pos - s.pos,
           'secondsBehind', coalesce((
             select greatest(0, round(extract(epoch from
                      coalesce(l.stepped_now, clock_timestamp()) - e.recorded_at)))::int
             from es.events e where e.log_id = s.log_id and e.pos = s.pos + 1), 0),
           'owner', case when s.lease_until > clock_timestamp() then s.owner end, 'status', s.status,
           'lastError', s.last_error, 'attempts', s.attempts,
           'parked', (select count(*) from es.parked p where p.name = s.name and p.log_id = s.log_id),
           'updatedAt', to_char(s.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by s.name)
         from es.subscriptions s where s.log_id = l.log_id), '[]') as subscriptions
       from es.log l where l.log_id = $1`,
      [logId],
    );
    return rows[0]!;
  }

  /** What the district's reactors have set aside. */
  async parked(district: string): Promise<ParkedCommand[]> {
    return parkedCommands(await this.connections(district), district);
  }

  /** Asks for one of them to be tried again; false: nothing is set aside there. */
  async askToRetry(
    district: string,
    which: Pick<ParkedCommand, 'subscription' | 'position'>,
  ): Promise<boolean> {
    return askToRetry(await this.connections(district), district, which);
  }

  /** Of the district's own log: row security shows and takes nothing else. */
  private async connections(district: string): Promise<Tx> {
    const log = this.pool.of(await this.logIdOf(district));
    return { query: (text, values) => log.query(text, values) };
  }

  /** Told by the runner of this process, without a way through the database. */
  advanced(logId: number, name: string, position: number): void {
    const key = `${logId} ${name}`;
    if (position <= (this.positions.get(key) ?? 0)) return;
    this.positions.set(key, position);
    for (const wake of this.waiting) wake();
  }

  private heard(payload: string): void {
    const [, logId, position, name] = /^(\d+) (\d+) (.+)$/.exec(payload) ?? [];
    if (name) this.advanced(Number(logId), name, Number(position));
  }

  private async look(logId: number): Promise<void> {
    const { rows } = await this.pool.any.query<{ name: string; pos: number }>({
      name: 'es.positions',
      text: 'select name, pos from es.subscriptions where log_id = $1',
      values: [logId],
    });
    for (const { name, pos } of rows) this.advanced(logId, name, pos);
  }

  private async toldWithin(ms: number): Promise<boolean> {
    let wake = () => undefined as void;
    const told = new Promise<boolean>((resolve) => (wake = () => resolve(true)));
    this.waiting.add(wake);
    const timer = new AbortController();
    const late = pause(ms, false, { signal: timer.signal }).catch(() => false);
    const result = await Promise.race([told, late]);
    timer.abort();
    this.waiting.delete(wake);
    return result;
  }

  private async logIdOf(district: string): Promise<number> {
    const known = this.logIds.get(district);
    if (known !== undefined) return known;
    const { rows } = await this.pool.any.query<{ log_id: number }>(
      'select log_id from es.log where district_id::text = $1',
      [district],
    );
    if (!rows[0]) throw new DistrictNotFound(district);
    this.logIds.set(district, rows[0].log_id);
    return rows[0].log_id;
  }
}
