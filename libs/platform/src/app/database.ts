import pg from 'pg';
import { StoreUnavailable } from '#event-store/errors';

export type Query = (
  text: string,
  values?: unknown[],
) => Promise<{ rows: Record<string, unknown>[] }>;

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: string) =>
    // Positions and counts are bigint in PostgreSQL and stay far below 2^53.
    oid === 20 ? Number : pg.types.getTypeParser(oid, format as 'text'),
};

/** Reads of views, and the schema `app`: sessions, tokens, files. The log has its own pools. */
export class Database {
  private readonly pool: pg.Pool;

  constructor(url: string) {
    this.pool = new pg.Pool({
      connectionString: url,
      max: 8,
      types,
      connectionTimeoutMillis: 5_000,
    });
    this.pool.on('error', () => undefined);
  }

  /** Throws {@link StoreUnavailable} if PostgreSQL cannot be reached. */
  readonly query: Query = async (text, values) => {
    try {
      return await this.pool.query<Record<string, unknown>>(text, values);
    } catch (error) {
      throw unreachable(error) ? new StoreUnavailable({ cause: error }) : error;
    }
  };

  close(): Promise<void> {
    return this.pool.end();
  }
}

function unreachable(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return (
    /^(08|57P0|53300)|^E(CONN|PIPE|HOST|NET|TIMEDOUT|NOTFOUND|AI_AGAIN)/.test(code ?? '') ||
    /^Connection terminated|timeout/.test(message ?? '')
  );
}
