import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evidenceLog, type EvidenceLog } from '#testing/evidence-log';

/**
 * What a superuser can do to the record with its triggers off, and what `verifyLog` says of it: the position and the
 * column. The log: 40 events, signed at 16 and at 40, each note kept outside as well.
 */
const events = 40;
const signedAt = [16, events];
let log: EvidenceLog;
let restore: () => Promise<void>;

beforeAll(async () => {
  log = await evidenceLog();
  for (const size of signedAt) {
    await log.append(size - (await log.store.head(log.district)));
    await log.seal();
  }
  await log.db.query(
    `insert into es.subscriptions (name, log_id, pos, chain_hash, epoch, status, updated_at)
     select 'read-models', log_id, pos, chain_hash, 1, 'running', now() from es.events where pos = 30`,
  );
  restore = await log.keep();
});
afterAll(() => log.close());

const tampered = async (...sql: string[]) => {
  await log.behindItsBack(...sql);
  try {
    return await log.verify();
  } finally {
    await restore();
  }
};

test('a log that nobody touched matches, and says what speaks for it', async () => {
  expect(await log.verify()).toEqual({
    matches: true,
    events,
    checkpoints: 2,
    outsideNotes: 2,
    signed: events,
    first: null,
    findings: [],
    found: 0,
    remarks: [],
  });
});

const bytea = (bit: number) => (c: string) => `set_bit(${c}, ${bit}, 1 - get_bit(${c}, ${bit}))`;
const uuid = (bit: number) => (c: string) =>
  `coalesce(encode(${bytea(bit)(`decode(replace(${c}::text, '-', ''), 'hex')`)}, 'hex')::uuid, gen_random_uuid())`;
const text = (bit: number) => (c: string) =>
  `convert_from(${bytea(bit)(`convert_to(${c}, 'UTF8')`)}, 'UTF8')`;
const integer = (bit: number, type: string) => (c: string) =>
  `(coalesce(${c}, 0)::bigint # (1::bigint << ${bit}))::${type}`;
const moment = (bit: number) => (c: string) =>
  `'epoch'::timestamptz + ((extract(epoch from ${c}) * 1000000)::bigint # (1::bigint << ${bit})) * interval '1 microsecond'`;

type Flip = (column: string) => string;
/** Every column of `es.events`, and which of its bits are flipped, one at a time. */
const columns: Record<string, Flip[]> = {
  log_id: [integer(5, 'smallint'), integer(9, 'smallint')],
  pos: [integer(7, 'bigint'), integer(40, 'bigint')],
  stream_id: [text(0), text(101), text(290)],
  version: [integer(5, 'int'), integer(15, 'int'), integer(30, 'int')],
  event_id: [uuid(0), uuid(64), uuid(127)],
  type: [text(0), text(17), text(25)],
  schema_version: [integer(0, 'smallint'), integer(5, 'smallint'), integer(14, 'smallint')],
  subject_id: [uuid(0)],
  record_class: [integer(0, 'smallint'), integer(8, 'smallint')],
  key_id: [uuid(0)],
  recorded_at: [moment(0), moment(20), moment(50)],
  occurred_at: [moment(0), moment(20), moment(50)],
  actor_id: [uuid(0), uuid(64), uuid(127)],
  actor_role: [text(0), text(20), text(41)],
  correlation_id: [uuid(0), uuid(64), uuid(127)],
  causation_id: [uuid(0)],
  command_id: [uuid(0), uuid(64), uuid(127)],
  command_mac: [bytea(0), bytea(100), bytea(255)],
  body: [bytea(0), bytea(60), bytea(100)],
  body_digest: [bytea(0), bytea(100), bytea(255)],
  meta: [() => `'{"outcome": "exit"}'`],
  content_hash: [bytea(0), bytea(100), bytea(255)],
  chain_hash: [bytea(0), bytea(100), bytea(255)],
};
const positions = [1, 2, 16, 17, 29, events];

const flips = Object.entries(columns).flatMap(([column, kinds]) =>
  kinds.flatMap((flip, i) => positions.map((position) => ({ column, i, position, flip }))),
);

describe(`a bit flipped in any of the ${Object.keys(columns).length} columns (${flips.length} cases) is found`, () => {
  test('every column of the table is in the list', async () => {
    const { rows } = await log.db.query<{ name: string }>(
      `select column_name as name from information_schema.columns
       where table_schema = 'es' and table_name = 'events' order by ordinal_position`,
    );
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(columns));
  });

  test.each(flips)('$column at position $position ($i)', async ({ column, position, flip }) => {
    const { matches, first } = await tampered(
      `update es.events set ${column} = ${flip(column)} where pos = ${position}`,
    );
    expect(matches).toBe(false);
    expect(first).toMatchObject(expected(column, position));
  });
});

/** An event whose place was changed leaves a gap. */
function expected(column: string, position: number) {
  if (column === 'log_id')
    return { position, check: position === events ? expect.any(String) : 'pos' };
  return { position, check: column };
}

/** What the other tables of the record hold, and what is said of it when it is changed. */
const beside: [what: string, sql: string, position: number | null, check: string][] = [
  ['the head’s position', 'update es.log set last_pos = last_pos + 1', 41, 'es.log.last_pos'],
  ['the head’s hash', `update es.log set last_hash = sha256('x')`, 41, 'es.log.last_hash'],
  ['the head’s moment', `update es.log set last_recorded_at = last_recorded_at + '1 ms'`, 41, 'es.log.last_recorded_at'],
  ['a stream’s version', 'update es.streams set version = version + 1', 37, 'es.streams.version'],
  ['a stream’s type', `update es.streams set stream_type = 'school'`, 37, 'es.streams.stream_type'],
  ['a stream’s row', 'delete from es.streams', 37, 'es.streams.stream_id'],
  ['a row of a stream that has no events', `insert into es.streams values (1, 'cycle/none', 'cycle', 1)`, null, 'es.streams.stream_id'],
  ['what a subscription has read', `update es.subscriptions set chain_hash = sha256('x')`, 30, 'es.subscriptions.chain_hash'],
  ['how far a subscription has read', 'update es.subscriptions set pos = 50', 41, 'es.subscriptions.pos'],
  ['a checkpoint’s size', 'update es.checkpoints set size = 17 where size = 16', 17, 'es.checkpoints.note'],
  ['a checkpoint’s root', `update es.checkpoints set root = sha256('x') where size = 16`, 16, 'es.checkpoints.root'],
  ['a checkpoint’s edge', `update es.checkpoints set edge = sha256('x') where size = 16`, 16, 'es.checkpoints.edge'],
  ['a checkpoint’s note', `update es.checkpoints set note = replace(note, '16', '15') where size = 16`, 16, 'es.checkpoints.note'],
  ['a checkpoint', 'delete from es.checkpoints where size = 16', 16, 'es.checkpoints.size'],
]; // prettier-ignore

test.each(beside)('%s, changed, is found', async (_, sql, position, check) => {
  const { findings } = await tampered(sql);
  expect(findings).toContainEqual(expect.objectContaining({ position, check }));
});

/** Makes the chain anew from a position on, as somebody would who knows how it is made. */
const rechain = (from: number) => `
  with made as (
    select pos, es.chain((select chain_hash from es.events where pos = ${from} - 1),
      int8send(pos) || int8send((extract(epoch from recorded_at) * 1000000)::bigint) || int4send(version) || content_hash)
      over (order by pos) as hash
    from es.events where pos >= ${from})
  update es.events e set chain_hash = made.hash from made where made.pos = e.pos;
  update es.log set last_hash = (select chain_hash from es.events order by pos desc limit 1)`;
const truncate = (last: number) => `
  delete from es.events where pos > ${last};
  update es.log set last_pos = ${last},
    last_hash = (select chain_hash from es.events where pos = ${last}),
    last_recorded_at = (select recorded_at from es.events where pos = ${last});
  update es.streams s set version = (select count(*) from es.events e where e.stream_id = s.stream_id);
  delete from es.subscriptions where pos > ${last}`;
const forgetNotes = (above: number) => `delete from es.checkpoints where size > ${above}`;

const schemes: [what: string, sql: string[], position: number, check: string][] = [
  ['an event deleted', ['delete from es.events where pos = 20'], 20, 'pos'],
  ['three events deleted', ['delete from es.events where pos between 20 and 22'], 20, 'pos'],
  ['the first event deleted', ['delete from es.events where pos = 1'], 1, 'pos'],
  ['the tail cut off', ['delete from es.events where pos > 35'], 36, 'checkpoint'],
  ['the tail cut off and the head set back', [truncate(35)], 36, 'checkpoint'],
  ['the tail cut off, the head set back and the notes forgotten', [truncate(35), forgetNotes(16)], 36, 'outside note'],
  ['two events swapped', ['update es.events set pos = -1 where pos = 20', 'update es.events set pos = 20 where pos = 30', 'update es.events set pos = 30 where pos = -1'], 20, 'version'],
  ['two neighbours swapped', ['update es.events set pos = -1 where pos = 20', 'update es.events set pos = 20 where pos = 21', 'update es.events set pos = 21 where pos = -1'], 20, 'version'],
  ['two bodies swapped', ['update es.events e set body = o.body from es.events o where e.pos in (20, 30) and o.pos = 50 - e.pos'], 20, 'body'],
  ['a body taken out that no destruction covers', ['update es.events set body = null where pos = 25'], 25, 'body'],
  ['a body and its digest exchanged', [`update es.events set body = 'x', body_digest = sha256('x') where pos = 25`], 25, 'content_hash'],
  ['an actor exchanged for another of the log', ['update es.events set actor_id = (select actor_id from es.events where pos = 20) where pos = 27'], 27, 'actor_id'],
  ['an event exchanged and the chain made anew', [`update es.events set content_hash = sha256('x') where pos = 25`, rechain(25)], 25, 'content_hash'],
  ['a moment exchanged and the chain made anew', [`update es.events set recorded_at = recorded_at + '1 ms' where pos = 40`, rechain(40), `update es.log set last_recorded_at = (select recorded_at from es.events where pos = 40)`], 17, 'checkpoint'],
  ['the same with the notes of the database forgotten', [`update es.events set recorded_at = recorded_at + '1 ms' where pos = 40`, rechain(40), `update es.log set last_recorded_at = (select recorded_at from es.events where pos = 40)`, forgetNotes(-1)], 17, 'outside note'],
  ['a second event at the end of the log', [`insert into es.events select log_id, 41, stream_id, 99, gen_random_uuid(), type, schema_version, subject_id, record_class, key_id, recorded_at, occurred_at, actor_id, actor_role, correlation_id, causation_id, command_id, command_mac, body, body_digest, meta, content_hash, chain_hash from es.events where pos = 40`], 41, 'event_id'],
]; // prettier-ignore

test.each(schemes)('%s is found', async (_, sql, position, check) => {
  const { first } = await tampered(...sql);
  expect(first).toMatchObject({ position, check });
});

/** What the fast pass owes: everything that is not hidden behind a content hash left as it was. */
const structural = schemes.filter(
  ([what]) => /event|tail|neighbours|moment/.test(what) && !what.startsWith('an event exchanged'),
);

test.each(structural)('%s is found by the fast pass too', async (_, sql, position) => {
  await log.behindItsBack(...sql);
  try {
    expect((await log.verify({ quick: true })).first).toMatchObject({ position });
  } finally {
    await restore();
  }
});

/** Values that no hash and no clock ever gave, so that the verification itself must not stumble. */
const monsters: [what: string, set: string, check: string][] = [
  ['a chain hash of 100 bytes', `chain_hash = decode(repeat('ab', 100), 'hex')`, 'chain_hash'],
  ['an empty chain hash', `chain_hash = ''`, 'chain_hash'],
  ['a content hash of 5 bytes', `content_hash = '12345'`, 'content_hash'],
  [
    'a content hash of 100 bytes',
    `content_hash = decode(repeat('ab', 100), 'hex')`,
    'content_hash',
  ],
  ['a digest of 5 bytes', `body_digest = '12345'`, 'body_digest'],
  ['an empty body', `body = ''`, 'body'],
  ['an infinite moment of recording', `recorded_at = 'infinity'`, 'recorded_at'],
  ['a moment of recording before all time', `recorded_at = '-infinity'`, 'recorded_at'],
  ['an infinite moment of happening', `occurred_at = 'infinity'`, 'occurred_at'],
  ['the largest version', `version = 2147483647`, 'version'],
  ['a type with quotes', `type = '","v":2,"x":"'`, 'type'],
  ['a stream of no kind', `stream_id = ''`, 'stream_id'],
  ['meta that is a list', `meta = '[1]'`, 'meta'],
  ['meta that is nothing', `meta = 'null'`, 'meta'],
  ['meta that is an empty list', `meta = '[]'`, 'meta'],
  ['meta with a number beyond counting', `meta = '{"n": 9007199254740993}'`, 'meta'],
];

test.each(monsters)('%s is found', async (_, set, check) => {
  const { first } = await tampered(`update es.events set ${set} where pos = 20`);
  expect(first).toMatchObject({ position: 20, check });
});

test('hashes of another length are found by the fast pass', async () => {
  await log.behindItsBack(`update es.events set content_hash = '12345' where pos = 20`);
  const { matches, first } = await log.verify({ quick: true });
  await restore();
  expect(matches).toBe(false);
  expect(first!.check).toBe('content_hash, chain_hash');
});

test('behind the first change it goes on, and names every other', async () => {
  const { findings } = await tampered(
    `update es.events set type = 'ReviewHeld' where pos = 3`,
    `update es.events set body = 'x' where pos = 19`,
    'delete from es.events where pos = 23',
    `update es.events set occurred_at = occurred_at + '1 us' where pos = 38`,
  );
  expect(findings.map(({ position, check }) => [position, check])).toEqual(
    expect.arrayContaining([
      [3, 'type'],
      [19, 'body'],
      [23, 'pos'],
      [38, 'occurred_at'],
    ]),
  );
});
