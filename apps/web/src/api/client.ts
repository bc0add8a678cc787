import { ApiProblem, problemOf } from './problem.js';

/** A body with what its headers say: the stream version to send back as `If-Match`, and how far the answer's views had come. */
export type Answer<T> = { body: T; etag: string | null; position: string | null };

export type Query = Readonly<Record<string, string | number | undefined>>;

export type Write = {
  /** Made when the form opens, so that a second try of the same answer is the same command. */
  key: string;
  /** The version that the person judged; without it nothing is compared. */
  ifMatch?: string | null | undefined;
};

/** The furthest own write: later reads wait for it, so that a person always sees what they did. */
let written: bigint | null = null;

/** Reads `path` under `/v1`. Throws `ApiProblem`. */
export async function read<T>(
  path: string,
  query: Query = {},
  signal?: AbortSignal,
): Promise<Answer<T>> {
  const timeTravel = query['knownAt'] !== undefined;
  const wait = written === null || timeTravel ? {} : { minPosition: written.toString() };
  return send<T>(`${path}${search({ ...query, ...wait })}`, signal ? { signal } : {});
}

/** Sends a command to `path` under `/v1`. Throws `ApiProblem`; `mayRetry` says whether the same key may be tried again. */
export async function write<T = undefined>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body: unknown,
  { key, ifMatch }: Write,
): Promise<Answer<T>> {
  const answer = await send<T>(path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: {
      'Idempotency-Key': key,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(ifMatch ? { 'If-Match': ifMatch } : {}),
    },
  });
  remember(answer.position);
  return answer;
}

async function send<T>(path: string, init: RequestInit): Promise<Answer<T>> {
  const headers = new Headers(init.headers);
  headers.set('Accept', 'application/json');
  // A header that no form of another site can set: the second half of the defence against forged requests.
  headers.set('X-Aimline', 'web');
  const response = await fetch(`/v1${path}`, {
    ...init,
    credentials: 'same-origin',
    headers,
  }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiProblem(0, 'network', 'No answer from the server.');
  });
  if (!response.ok) throw await problemOf(response);
  return {
    body: (response.status === 204 ? undefined : await response.json()) as T,
    etag: response.headers.get('ETag'),
    position: response.headers.get('Position'),
  };
}

function remember(position: string | null): void {
  if (position === null || !/^\d+$/.test(position)) return;
  const at = BigInt(position);
  if (written === null || at > written) written = at;
}

function search(query: Query): string {
  const entries = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries).toString()}`;
}
