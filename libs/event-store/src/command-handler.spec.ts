import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  type Actor,
  type Command,
  type Decider,
  processActor,
  type Recorded,
} from '#domain/decider';
import { RuleBroken } from '#domain/rule-broken';
import type { StreamId } from '#domain/streams';
import { shapesOf } from '#domain/upcast';
import { CommandHandler } from './command-handler.js';
import { DistrictKeys } from './district-keys.js';
import { ClaimTaken, IdReused, VersionConflict } from './errors.js';
import { InMemoryEventStore } from './in-memory/in-memory-event-store.js';
import { StoredReferenceData } from './reference-data.js';

type Opened = { type: 'Opened'; data: { area: string } };
type Counted = { type: 'Counted'; data: { by: number; at: string } };
type Closed = { type: 'Closed'; data: object };
type Fact = Opened | Counted | Closed;
type Ask = Command &
  (
    | { type: 'Open'; data: { area: string } }
    | { type: 'Count'; data: { by: number } }
    | { type: 'Close'; data: object }
  );
type State = { open: boolean; area: string; total: number };

/** A tally that is opened for an area, counted up and closed; one open tally an area. */
const tally: Decider<State, Ask, Fact> = {
  kind: 'cycle',
  initial: { open: false, area: '', total: 0 },
  needs: () => ({}),
  evolve: (state, event: Recorded<Fact>) => {
    switch (event.type) {
      case 'Opened':
        return { ...state, open: true, area: event.data.area };
      case 'Counted':
        return { ...state, total: state.total + event.data.by };
      case 'Closed':
        return { ...state, open: false };
    }
  },
  decide: (command, state) => {
    if (command.type === 'Open') {
      if (state.open) throw new RuleBroken('tally-open');
      return [{ type: 'Opened', data: command.data }];
    }
    if (!state.open) throw new RuleBroken('tally-not-open');
    if (command.type === 'Close') return [{ type: 'Closed', data: {} }];
    if (command.data.by === 0) return [];
    return [{ type: 'Counted', data: { by: command.data.by, at: command.meta.at } }];
  },
  claims: (event, state) => ({
    take: event.type === 'Opened' ? [event.data.area] : [],
    release: event.type === 'Closed' ? [state.area] : [],
  }),
};

const keys = new DistrictKeys(Buffer.alloc(32, 7));
const ada: Actor = { id: randomUUID(), role: 'specialist' };
const district = randomUUID();
let store: InMemoryEventStore;
let commands: CommandHandler;
let stream: StreamId;

beforeEach(async () => {
  store = new InMemoryEventStore(
    keys,
    undefined,
    () => null,
    shapesOf(['Opened', 'Counted', 'Closed'], {}),
  );
  await store.foundDistrict(district, { startsAt: '2026-09-01T15:00:00.000Z' });
  const reference = new StoredReferenceData(store, {
    calendar: () => new Map(),
    ruleSet: () => new Map(),
  });
  commands = new CommandHandler(store, reference, keys);
  stream = `cycle/${randomUUID()}`;
});

const to = () => ({ district, stream });
const open = (key: string, at = to()) =>
  commands.handle(tally, at, { type: 'Open', data: { area: 'reading' }, key, actor: ada });
const count = (key: string, by = 1, actor = ada, expected?: number) =>
  commands.handle(tally, to(), { type: 'Count', data: { by }, key, actor }, { expected });

describe('a command', () => {
  test('is decided on what its stream says, at the moment of the district’s clock', async () => {
    expect(await open('1')).toMatchObject({ stream, version: 1, position: 1, replayed: false });
    const answer = await count('2', 3);
    expect(answer.version).toBe(2);
    expect(answer.events[0]!.data).toEqual({ by: 3, at: '2026-09-01T15:00:00.000Z' });
  });

  test('that was taken before gets the same answer, though the state would now refuse it', async () => {
    const first = await open('1');
    expect(await open('1')).toEqual({ ...first, replayed: true });
    expect(await store.head(district)).toBe(1);
  });

  test('under a key that served another one is refused', async () => {
    await open('1');
    await count('2', 1);
    await expect(count('2', 5)).rejects.toThrow(IdReused);
  });

  test('is asked for what else it needs once, and its repeat never', async () => {
    const full = () => Promise.reject(new RuleBroken('group-full'));
    const ask = { type: 'Open', data: { area: 'reading' }, key: '1', actor: ada } as const;
    const submit = (provided: () => Promise<void>) =>
      commands.handle(tally, to(), ask, { provided });
    await expect(submit(full)).rejects.toThrow('group-full');
    expect(await store.head(district)).toBe(0);
    await submit(() => Promise.resolve());
    expect(await submit(full)).toMatchObject({ version: 1, replayed: true });
  });

  test('meets the log as it is after a restore to an earlier point, once the memory was proved wrong', async () => {
    await open('1');
    await count('2');
    await store.close();
    await store.foundDistrict(district, { startsAt: '2026-09-01T15:00:00.000Z' });
    await expect(count('3')).rejects.toThrow(VersionConflict);
    expect(await open('4')).toMatchObject({ version: 1, position: 1 });
  });

  test('that the rules forbid leaves nothing', async () => {
    await expect(count('1')).rejects.toThrow(RuleBroken);
    expect(await store.head(district)).toBe(0);
  });

  test('that decides nothing names the version and position that it looked at', async () => {
    await open('1');
    expect(await count('2', 0)).toMatchObject({ version: 1, position: 1, events: [] });
    expect(await store.head(district)).toBe(1);
  });

  test('given for a version that is no longer true meets a conflict', async () => {
    await open('1');
    await count('2');
    await expect(count('3', 1, ada, 1)).rejects.toMatchObject({ expected: 1, actual: 2 });
    expect((await count('4', 1, ada, 2)).version).toBe(3);
  });

  test('takes what only one may hold, and gives it back', async () => {
    const other = { district, stream: `cycle/${randomUUID()}` as StreamId };
    await open('1');
    await expect(open('2', other)).rejects.toThrow(ClaimTaken);
    await commands.handle(tally, to(), { type: 'Close', data: {}, key: '3', actor: ada });
    expect((await open('2', other)).version).toBe(1);
  });

  test('names itself as the correlation unless it belongs to another', async () => {
    const [event] = (await open('1')).events;
    expect(event).toMatchObject({ correlationId: event!.commandId, causationId: null });
  });

  test('in decomposed letters is the same command in composed ones', async () => {
    const ask = (area: string) =>
      commands.handle(tally, to(), { type: 'Open', data: { area }, key: 'k', actor: ada });
    const first = await ask('e\u0301criture');
    expect(first.events[0]!.data).toEqual({ area: '\u00e9criture' });
    expect((await ask('\u00e9criture')).replayed).toBe(true);
  });
});

describe('of two commands at once', () => {
  /** Lets another command in between reading and appending, as often as asked. */
  const disturb = (times: number) => {
    const append = store.append.bind(store);
    let n = 0;
    store.append = async (request) => {
      if (request.command.meta.actor === processActor && n < times) {
        n += 1;
        await count(`between ${n}`, 1, { ...ada });
      }
      return append(request);
    };
  };

  test('a process decides again, until it fits', async () => {
    await open('1');
    disturb(2);
    const answer = await count('p', 10, processActor);
    expect(answer.version).toBe(4);
  });

  test('and gives up after three tries', async () => {
    await open('1');
    disturb(3);
    await expect(count('p', 10, processActor)).rejects.toThrow(VersionConflict);
  });

  test('of people, one wins and the other is told', async () => {
    await open('1');
    const both = await Promise.allSettled([count('a'), count('b')]);
    expect(both.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
