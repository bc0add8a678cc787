import { expect, test } from 'vitest';
import { agrees, reconciledInWords, type Reconciled } from './reconciled.js';

const whole: Reconciled = {
  open: 5,
  started: 0,
  surplus: 0,
  ahead: 0,
  behind: [],
  views: { streams: 40, of: 40, differences: [] },
};

test('a night in which nothing differs says so, and how much was compared', () => {
  expect(agrees(whole)).toBe(true);
  expect(reconciledInWords(whole, true)).toBe(
    [
      '5 processes are open; 0 had no workflow; 0 workflows had no open process.',
      'Every subscription is at the head of its log.',
      'The views are what the log says: the rows of all 40 streams were compared.',
    ].join('\n'),
  );
});

test.each<[string, Partial<Reconciled>, string]>([
  ['a missing run', { started: 2 }, '2 had no workflow and were given one'],
  ['a run too many', { surplus: 1 }, '1 workflows had no open process and were told to look again'],
  ['a log that went back', { ahead: 3 }, '3 workflows knew more than the log'],
  [
    'a subscription that has stopped',
    { behind: [{ district: 'd', subscription: 'reactor', events: 7, stopped: true }] },
    'reactor of district d is 7 events behind and has stopped: see `npx aimline status`.',
  ],
  [
    'rows that differ, in a part of a long log',
    {
      views: {
        streams: 10,
        of: 40,
        differences: [{ table: 'cycles', changed: 2, missing: 0, extra: 1 }],
      },
    },
    'and were mended: cycles: 2 changed, 1 too many; the rows of 10 of 40 streams (the rest in other nights) were compared.',
  ],
])('%s is said', (_, part, words) => {
  const found = { ...whole, ...part };
  expect(agrees(found)).toBe(false);
  expect(reconciledInWords(found, true)).toContain(words);
});
