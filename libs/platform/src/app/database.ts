import { StoreUnavailable } from '#event-store/errors';
import { DistrictPool } from '#event-store/postgres/district-pool';

export type Query = (
  text: string,
  values?: unknown[],
) => Promise<{ rows: Record<string, unknown>[] }>;

/** Reads of views, by district, and the schema `app`: sessions, tokens, files. The log has its own pools. */
export class Database {
  private readonly pool: DistrictPool;

  constructor(url: string, { max = 8 }: { max?: number } = {}) {
    this.pool = new DistrictPool(url, { max, connectionTimeoutMillis: 5_000 });
  }

  /** Schema `app`, and heads of logs; sees no view. Throws {@link StoreUnavailable} if PostgreSQL cannot be reached. */
  readonly query: Query = (text, values) => answered(() => this.pool.query(text, values));

  /** One district's views. */
  of(district: string): { query: Query } {
    return {
      query: (text, values) => answered(() => this.pool.of(district).query(text, values)),
    };
  }

  districts(): Promise<readonly string[]> {
    return answered(() => this.pool.districts());
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}

async function answered<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw unreachable(error) ? new StoreUnavailable({ cause: error }) : error;
  }
}

function unreachable(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return (
    /^(08|57P0|53300)|^E(CONN|PIPE|HOST|NET|TIMEDOUT|NOTFOUND|AI_AGAIN)/.test(code ?? '') ||
    /^Connection terminated|timeout/.test(message ?? '')
  );
}
