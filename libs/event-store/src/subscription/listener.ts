import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/**
 * Hears NOTIFY on a connection of its own. It only wakes: whoever relies on it polls as well, so a lost connection costs a
 * second and nothing else. It reconnects for as long as it is wanted.
 */
export class Listener {
  private client: pg.Client | null = null;
  private stopped = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly url: string,
    private readonly channel: string,
    private readonly heard: (payload: string) => void,
  ) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.client?.end().catch(() => undefined);
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const client = new pg.Client({ connectionString: this.url, keepAlive: true });
      const ended = new Promise<void>((resolve) => {
        client.on('error', () => resolve());
        client.on('end', () => resolve());
      });
      client.on('notification', ({ payload }) => this.heard(payload ?? ''));
      try {
        await client.connect();
        this.client = client;
        if (!this.stopped) {
          await client.query(`listen ${this.channel}`);
          this.heard(''); // something may have been said before
          await ended;
        }
      } catch {
        // PostgreSQL is away; polling goes on and so do we
      }
      await client.end().catch(() => undefined);
      if (!this.stopped) await pause(500, undefined, { ref: false });
    }
  }
}
