import { describe, expect, test } from 'vitest';
import { type Answered, type Asked, type History, judge, type Seen } from './history.js';

// Two commands, one after the other, of one and two events; and a third whose writer died.
const asked: readonly Asked[] = [
  { commandId: 'a', invoked: 1n, streams: [{ stream: 's', expected: 0, events: 1 }] },
  {
    commandId: 'b',
    invoked: 3n,
    streams: [
      { stream: 's', expected: null, events: 1 },
      { stream: 't', expected: 0, events: 1 },
    ],
  },
  { commandId: 'c', invoked: 4n, streams: [{ stream: 't', expected: null, events: 1 }] },
];
const answered: readonly Answered[] = [
  { commandId: 'a', at: 2n, outcome: { is: 'ok', position: 1 } },
  { commandId: 'b', at: 5n, outcome: { is: 'ok', position: 2 } },
];
const event = (position: number, stream: string, version: number, commandId: string): Seen => ({
  position,
  stream,
  version,
  commandId,
});
const log = [event(1, 's', 1, 'a'), event(2, 's', 2, 'b'), event(3, 't', 1, 'b')];
const kept: History = { asked, answered, log, read: log.slice(0, 2) };

test('a log that kept every promise is found whole, with or without the command of unknown outcome', () => {
  expect(judge(kept)).toEqual({
    commands: 3,
    acknowledged: 2,
    refused: 0,
    unknownWhole: 0,
    unknownAbsent: 1,
    events: 3,
    broken: [],
  });
  const wentIn = judge({ ...kept, log: [...log, event(4, 't', 2, 'c')] });
  expect(wentIn).toMatchObject({ unknownWhole: 1, unknownAbsent: 0, broken: [] });
});

describe('a promise that is broken is named', () => {
  const [a, b1, b2] = log as [Seen, Seen, Seen];
  const moved = (seen: Seen, position: number) => ({ ...seen, position });
  const cases: [what: string, history: Partial<History>, sentence: string][] = [
    ['an acknowledged command lost', { log: [], read: [] }, 'a was acknowledged and is lost'],
    ['a position missing', { log: [a, moved(b1, 3), moved(b2, 4)] }, 'position 2 is missing'],
    ['a command half in', { log: [a, b1] }, 'b is not whole: 1 of 2'],
    ['a command twice in', { log: [...log, event(4, 's', 3, 'b'), event(5, 't', 2, 'b')] }, 'b is not whole: 4 of 2'],
    ['a version twice', { log: [a, { ...b1, version: 1 }, b2] }, 's has version 1 where 2 comes next'],
    ['a told position that is another', { answered: [answered[0]!, { ...answered[1]!, outcome: { is: 'ok', position: 7 } }] }, 'b was told position 7 and is at 2'],
    ['a refused command in the log', { answered: [{ commandId: 'a', at: 2n, outcome: { is: 'refused' } }] }, 'a was refused and is in the log'],
    ['an event of nobody', { log: [...log, event(4, 'u', 1, 'z')] }, 'z was never asked'],
    ['an event seen and gone', { read: [a, { ...b1, commandId: 'c' }] }, 'the reader saw c at 2'],
    ['a reader that skipped', { read: [a, b2] }, 'the reader saw b at 3'],
    ['an expectation passed over', { asked: [{ ...asked[0]!, streams: [{ stream: 's', expected: 1, events: 1 }] }, ...asked.slice(1)] }, 'a expected version 1 of s'],
    ['a later command before an earlier one', { asked: [{ ...asked[0]!, invoked: 9n }, ...asked.slice(1)] }, 'a is at 1, before 2'],
  ]; // prettier-ignore

  test.each(cases)('%s', (_, history, sentence) => {
    expect(judge({ ...kept, ...history }).broken).toContainEqual(expect.stringContaining(sentence));
  });
});
