import { expect, test } from 'vitest';
import { type Append, check, type Held, type Operation, type Page } from './history-checker.js';

const held: Held[] = [
  { position: 1, stream: 's', version: 1, value: 'a' },
  { position: 2, stream: 's', version: 2, value: 'b' },
  { position: 3, stream: 't', version: 1, value: 'c' },
];
const ok = (value: string, [invoked, completed]: [number, number], more: object = {}): Append => {
  const { position, stream, version } = held.find((event) => event.value === value)!;
  const base = { kind: 'append', process: `of ${value}`, stream, values: [value] } as const;
  const times = { invoked, completed, expected: version - 1 };
  return { ...base, ...times, outcome: 'ok', version, position, ...more };
};
const page = (after: number, ...positions: number[]): Page => ({
  kind: 'page',
  process: 'a reader',
  after,
  positions,
  completed: 9,
});
const fine: Operation[] = [
  ok('a', [0, 1]),
  ok('b', [0, 3]),
  ok('c', [2, 4]),
  page(0, 1, 2),
  page(2, 3),
];

test('a history that one log could have had is none to complain of', () => {
  expect(check(fine, held)).toEqual([]);
});

test.each<[string, Operation[], Held[], string]>([
  ['a lost acknowledgement', fine, held.slice(0, 2), 'is lost'],
  ['a gap', fine, [held[0]!, held[1]!, { ...held[2]!, position: 4 }], 'position 3 is missing'],
  ['an event recorded twice', fine, [...held, { ...held[2]!, position: 4, version: 2 }], 'doubled'],
  ['a version left out', fine, [held[0]!, { ...held[1]!, version: 3 }, held[2]!], 'from 1 to 3'],
  ['a version taken that was not expected', [ok('a', [0, 1], { expected: 5 })], held, 'expected 5'],
  ['a false answer', [ok('a', [0, 1], { position: 2 })], held, 'was told 1@2'],
  [
    'a refusal that was recorded',
    [ok('a', [0, 1], { outcome: 'fail' })],
    held,
    'recorded all the same',
  ],
  [
    'half of an unknown outcome',
    [ok('a', [0, 1], { outcome: 'info', values: ['a', 'x'] })],
    held,
    'in part',
  ],
  [
    'a command torn apart',
    [ok('a', [0, 1], { values: ['a', 'c'], expected: null })],
    held,
    'torn apart',
  ],
  ['an event that nobody sent', fine.slice(1), held, 'nobody sent a'],
  [
    'an order that time denies',
    [ok('c', [0, 1]), ok('a', [2, 3])],
    held,
    'after 3 had been acknowledged',
  ],
  ['a reader who skips', [...fine, page(0, 1, 3)], held, 'without all before it'],
  ['a reader who saw what is gone', [...fine, page(3, 4)], held, 'which is gone'],
])('%s is found', (_, history, log, named) => {
  expect(check(history, log).join('\n')).toContain(named);
});
