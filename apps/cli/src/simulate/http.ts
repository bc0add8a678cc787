import { Agent, request as send, type OutgoingHttpHeaders } from 'node:http';
import type { Problem } from '#contracts/problem';
import { isConnectionLost, patiently } from './patience.js';

/** What the API refused, in its own words. */
export class Refused extends Error {
  constructor(
    readonly method: string,
    readonly path: string,
    readonly problem: Pick<Problem, 'status' | 'code' | 'detail'> & Partial<Problem>,
  ) {
    const { status, rule, code, detail } = problem;
    super(`${method} ${path}: ${status} ${rule ?? code} (${detail})`);
    this.name = 'Refused';
  }

  get isConflict(): boolean {
    return this.problem.code === 'version_conflict';
  }
}

/** The API is there but cannot answer now: its database is away, or it has just been restarted. */
class NotNow extends Error {
  override readonly name = 'NotNow';
}

export type Sent = { json?: unknown; file?: { name: string; bytes: Uint8Array } };
export type CommandOptions = Sent & {
  /** Names the fact: the same one for a retry, so that nothing is done twice. */
  key: string;
  /** The version that the person saw. */
  version?: number;
};

/** Kept open: a year is tens of thousands of calls. */
const agent = new Agent({ keepAlive: true, maxSockets: 32 });

/** A 500 may be a database that died in mid-sentence; one that stays is a fault. */
const faultsForgiven = 8;

/** HTTP as one person, through restarts of whatever is behind it. Counts its calls. */
export class Http {
  calls = 0;
  retries = 0;

  constructor(private readonly base: () => string) {}

  as(token: string): Caller {
    return new Caller(this, token);
  }

  /** One answered call: tried again until the API has answered. */
  async call(method: 'GET' | 'POST', path: string, headers: OutgoingHttpHeaders, body?: Buffer) {
    this.calls += 1;
    let faults = 0;
    let first = true;
    return patiently(
      async () => {
        if (!first) this.retries += 1;
        first = false;
        const answer = await exchange(new URL(path, this.base()), method, headers, body);
        if (answer.status === 502 || answer.status === 503 || answer.status === 429)
          throw new NotNow();
        if (answer.status === 500 && (faults += 1) <= faultsForgiven) throw new NotNow();
        return answer;
      },
      { isOutage: (error) => error instanceof NotNow || isConnectionLost(error) },
    );
  }
}

/** One person at work, or a machine that acts for them. */
export class Caller {
  constructor(
    private readonly http: Http,
    private readonly token: string,
  ) {}

  async get<T>(path: string): Promise<T> {
    return this.done<T>('GET', path, await this.http.call('GET', path, this.headers()));
  }

  /** A command; a race that was lost without a judgement is run again. */
  async post<T = void>(path: string, { key, version, json, file }: CommandOptions): Promise<T> {
    const boundary = 'aimline-simulated-upload';
    const headers: OutgoingHttpHeaders = {
      ...this.headers(),
      'idempotency-key': idempotencyKey(key),
      ...(version !== undefined && { 'if-match': `"${version}"` }),
      'content-type': file ? `multipart/form-data; boundary=${boundary}` : 'application/json',
    };
    const body = file ? multipart(boundary, file) : Buffer.from(JSON.stringify(json ?? {}));
    for (let tries = 1; ; tries += 1) {
      try {
        return this.done<T>('POST', path, await this.http.call('POST', path, headers, body));
      } catch (error) {
        const lost = error instanceof Refused && error.isConflict && version === undefined;
        if (!lost || tries === 20) throw error;
      }
    }
  }

  private headers(): OutgoingHttpHeaders {
    return { authorization: `Bearer ${this.token}`, accept: 'application/json' };
  }

  private done<T>(method: string, path: string, { status, text }: HttpAnswer): T {
    if (status >= 200 && status < 300) return (text ? JSON.parse(text) : undefined) as T;
    throw new Refused(method, path.split('?')[0]!, problemIn(status, text));
  }
}

type HttpAnswer = { status: number; text: string };

function exchange(
  url: URL,
  method: string,
  headers: OutgoingHttpHeaders,
  body?: Buffer,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const length = body && { 'content-length': body.length };
    const request = send(url, { method, agent, headers: { ...headers, ...length } }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', reject);
      response.on('aborted', () =>
        reject(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })),
      );
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(pieces).toString('utf8') }),
      );
    });
    // A server that was killed with our request in its hands never answers on this connection.
    request.setTimeout(60_000, () =>
      request.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })),
    );
    request.on('error', reject);
    request.end(body);
  });
}

function problemIn(status: number, text: string): Refused['problem'] {
  try {
    return { ...(JSON.parse(text) as Problem), status };
  } catch {
    return { status, code: 'internal_error', detail: text.slice(0, 200) };
  }
}

function multipart(boundary: string, { name, bytes }: NonNullable<Sent['file']>): Buffer {
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
}

/** Of a fact's name, what a header may hold. */
export function idempotencyKey(fact: string): string {
  return `sim:${fact}`.replace(/[^A-Za-z0-9._:-]/g, '.').slice(0, 200);
}
