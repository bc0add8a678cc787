import type { StreamId } from '#domain/streams';
import { kindOf } from '#domain/streams';
import type { Expected } from '../errors.js';
import type { Outcome } from '../outcome.js';
import type { PreparedCommand, PreparedEvent } from '../prepare.js';
import type { LogPool } from './pools.js';

type Result = {
  outcome: Outcome['is'][];
  first_pos: number[];
  culprit: StreamId[];
  true_version: number[];
  version_before: number[];
  recorded_ms: number;
};

const parameters = [
  'smallint', 'text[]', 'text[]', 'uuid[]',
  'uuid[]', 'bytea', 'uuid[]', 'int[]', 'uuid[]', 'text[]', 'uuid[]', 'uuid[]', 'timestamptz[]',
  'int[]', 'int[]', 'int[]',
  'int[]', 'int[]', 'int[]',
  'bytea[]', 'int[]', 'boolean[]',
  'int[]', 'int[]', 'int[]', 'int[]', 'uuid[]', 'text[]', 'int[]',
  'timestamptz[]', 'uuid[]', 'int[]', 'uuid[]', 'int[]', 'bytea', 'bytea', 'jsonb[]',
]; // prettier-ignore
const text = `select * from es.append(${parameters.map((type, i) => `$${i + 1}::${type}`).join(', ')})`;

const expectation = (expected: Expected): number =>
  expected === 'any' ? -1 : expected === 'exists' ? -2 : expected === 'none' ? 0 : expected;

/** Gives each distinct value its place, counted from 1 as PostgreSQL's arrays are. */
class Places {
  private readonly places = new Map<string, number>();
  of(key: string): number {
    const place = this.places.get(key) ?? this.places.size + 1;
    this.places.set(key, place);
    return place;
  }
  keys(): string[] {
    return [...this.places.keys()];
  }
}

/** One call of the one SQL function, in autocommit: lock, decide, insert and commit in one round trip. */
export async function callAppend(
  pool: LogPool,
  logId: number,
  commands: readonly PreparedCommand[],
): Promise<Outcome[]> {
  const { rows } = await pool.of(logId).query<Result>({
    name: 'es.append',
    text,
    values: flatten(logId, commands),
  });
  return unflatten(rows[0]!, commands);
}

function flatten(logId: number, commands: readonly PreparedCommand[]): unknown[] {
  const streams = new Places();
  const claims = new Places();
  const lastPlace = new Map<string, number>();
  const targets = commands.flatMap((c) => c.targets);
  const subjects = new Map(targets.map((target) => [target.stream as string, target.subjectId]));
  const tStream = targets.map((target) => streams.of(target.stream));
  const asked = commands.flatMap((c) => c.claims);
  const qClaim = asked.map(({ claim }) => claims.of(claim.toString('hex')));
  const sameAs = commands.map(({ commandId }, i) => {
    const earlier = lastPlace.get(commandId) ?? 0;
    lastPlace.set(commandId, i + 1);
    return earlier;
  });
  let firstTarget = 1;
  let end = 0;
  const events = commands.flatMap((command, c) => {
    const base = firstTarget;
    firstTarget += command.targets.length;
    return command.events.map((event, i) => ({
      event,
      command: c + 1,
      target: base + event.target,
      i,
      end: (end += event.body.length),
    }));
  });
  const perEvent = <T>(pick: (event: PreparedEvent) => T): T[] =>
    events.map(({ event }) => pick(event));
  return [
    logId,
    streams.keys(),
    streams.keys().map((stream) => kindOf(stream as StreamId)),
    list(streams.keys().map((stream) => subjects.get(stream) ?? null)),
    list(commands.map((c) => c.commandId)),
    Buffer.concat(commands.map((c) => c.mac)),
    list(commands.map((c) => c.events[0]!.id)),
    list(sameAs),
    list(commands.map((c) => c.actor.id)),
    commands.map((c) => c.actor.role),
    list(commands.map((c) => c.correlationId)),
    list(commands.map((c) => c.causationId)),
    list(commands.map((c) => c.clockStep)),
    list(commands.map((c) => c.targets.length)),
    list(commands.map((c) => c.claims.length)),
    list(commands.map((c) => c.events.length)),
    list(tStream),
    list(targets.map((target) => expectation(target.expected))),
    list(targets.map((target) => target.count)),
    claims.keys().map((hex) => Buffer.from(hex, 'hex')),
    list(qClaim),
    list(asked.map(({ take }) => take)),
    list(events.map((e) => e.command)),
    list(events.map((e) => e.target)),
    list(perEvent((e) => e.ordinal)),
    list(events.map((e) => e.i)),
    list(perEvent((e) => e.id)),
    perEvent((e) => e.type),
    list(perEvent((e) => e.schemaVersion)),
    list(perEvent((e) => e.occurredAt)),
    list(perEvent((e) => e.subjectId)),
    list(perEvent((e) => e.recordClass)),
    list(perEvent((e) => e.keyId)),
    list(events.map((e) => e.end)),
    Buffer.concat(perEvent((e) => e.body)),
    Buffer.concat(perEvent((e) => e.contentHash)),
    perEvent((e) => JSON.stringify(e.meta)),
  ];
}

/**
 * An array as PostgreSQL reads it, of values in which nothing has to be quoted: uuids, instants in ISO 8601, numbers. The driver looks at
 * every character of every element; of text it has to.
 */
function list(values: readonly (string | number | boolean | null)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}

function unflatten(result: Result, commands: readonly PreparedCommand[]): Outcome[] {
  const recordedAt = new Date(result.recorded_ms).toISOString();
  let firstTarget = 0;
  return commands.map((command, i): Outcome => {
    const versionsBefore = result.version_before.slice(
      firstTarget,
      (firstTarget += command.targets.length),
    );
    const is = result.outcome[i]!;
    switch (is) {
      case 'ok':
        return { is, firstPosition: result.first_pos[i]!, versionsBefore, recordedAt };
      case 'duplicate':
        return { is, firstPosition: result.first_pos[i]! };
      case 'conflict':
        return { is, stream: result.culprit[i]!, actual: result.true_version[i]! };
      case 'claim_taken':
        return { is, holder: result.culprit[i]! };
      case 'redacted':
        return { is, stream: result.culprit[i]! };
      case 'id_reused':
      case 'not_sandbox':
      case 'key_closed':
        return { is };
    }
  });
}
