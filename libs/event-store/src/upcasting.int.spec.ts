import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { EventUnknown, eventTypes, shapesOf } from '#domain/upcast';
import { PostgresEventStore } from '#event-store/postgres/postgres-event-store';
import type { RunnerOptions } from '#event-store/subscription/subscription-runner';
import { FollowedLog, keys, noting, upTo } from '#testing/followed-log';
import {
  newStream,
  noteBodies,
  noted,
  request,
} from '../../../test/contracts/event-store.contract.js';

/** A later version of Aimline: notes have a language, and there is a type more. */
const laterShapes = shapesOf([...eventTypes, 'Noted', 'Underlined'], {
  Noted: [(data) => ({ ...data, language: 'en' })],
});

let log: FollowedLog;
let later: PostgresEventStore;

beforeAll(async () => {
  log = await FollowedLog.open();
  later = new PostgresEventStore({ url: log.url, keys, bodies: noteBodies(log.url, laterShapes) });
});
afterEach(() => log.stopAll());
afterAll(async () => {
  await later.close();
  await log.close();
});

const bytes = async (district: string) => {
  const { rows } = await log.db.query(
    'select pos, schema_version, body, content_hash from es.events where log_id = $1 order by pos',
    [await log.logId(district)],
  );
  return rows;
};

test('what was recorded in an older shape is read in today’s, and its bytes stay as they were', async () => {
  const district = await log.founded();
  const stream = newStream();
  await log.store.append(request(keys, { district, stream }, { events: [noted('old')] }));
  const before = await bytes(district);
  await later.append(
    request(
      keys,
      { district, stream },
      { expected: 1, events: [{ type: 'Noted', data: { text: 'new', language: 'es' } }] },
    ),
  );
  const { events } = await later.read({ district, stream });
  expect(events.map(({ schemaVersion, data }) => [schemaVersion, data])).toEqual([
    [1, { text: 'old', language: 'en' }],
    [2, { text: 'new', language: 'es' }],
  ]);
  expect(await later.readLog(district, 0, 10)).toEqual(events);
  expect((await bytes(district)).slice(0, 1)).toEqual(before);
  await expect(log.store.read({ district, stream })).rejects.toThrow(EventUnknown);
});

test.each([
  ['a version', { type: 'Noted', data: { text: 'new', language: 'es' } }, 'Noted in version 2'],
  ['a type', { type: 'Underlined', data: {} }, 'Underlined in version 1'],
])(
  'whoever follows the log stops before %s that it does not know, and the later version goes on',
  async (name, event, named) => {
    const district = await log.founded();
    await log.appendMany(district, 5);
    await later.append(request(keys, { district, stream: newStream() }, { events: [event] }));
    await later.append(request(keys, { district, stream: newStream() }, { events: [event] }));
    const stopped = vi.fn<NonNullable<RunnerOptions['stopped']>>();
    const older = log.run([noting(name)], { stopped });
    const here = () => stopped.mock.calls.filter(([, of]) => of === district);
    await vi.waitFor(() => expect(here()).toHaveLength(1), 10_000);
    expect(here()[0]![2]).toMatchObject({ reason: 'EVENT_UNKNOWN', position: 6 });
    expect(await log.status(name, district)).toMatchObject({
      status: 'stopped',
      position: 5,
      lastError: expect.stringContaining(named),
    });
    expect(await log.seen(name, district)).toEqual(upTo(5));
    await older.stop();
    log.run([noting(name)], { bodies: later.bodies });
    expect(await log.until(name, district, 7)).toBe(true);
    expect(await log.seen(name, district)).toEqual(upTo(7));
  },
);
