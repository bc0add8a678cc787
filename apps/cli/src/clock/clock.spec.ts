import { expect, test } from 'vitest';
import { CommandProblem } from '../answer.js';
import { targetOf } from './clock.js';

const zone = 'America/Los_Angeles';
const now = '2025-10-06T22:00:00.000Z'; // three in the afternoon there
const target = (options: { to?: string; days?: string }) => targetOf(options, now, zone);

test('a date means the beginning of that day in the district', () => {
  expect(target({ to: '2025-10-07' })).toBe('2025-10-07T07:00:00.000Z');
});

test('days keep the time of day', () => {
  expect(target({ days: '2' })).toBe('2025-10-08T22:00:00.000Z');
});

test('an instant is taken as it stands', () => {
  expect(target({ to: '2025-10-07T14:30:00Z' })).toBe('2025-10-07T14:30:00.000Z');
});

test.each([
  [{ to: '2025-02-30' }, 'no-such-moment'],
  [{ to: '2025-02-30T10:00:00Z' }, 'no-such-moment'],
  [{ to: 'tomorrow' }, 'no-such-moment'],
  [{ days: '-1' }, 'usage'],
  [{}, 'usage'],
  [{ to: '2025-10-07', days: '1' }, 'usage'],
])('%o is refused as %s, with where it stands', (options, code) => {
  const refused = (() => {
    try {
      return target(options);
    } catch (error) {
      return error;
    }
  })();
  expect(refused).toBeInstanceOf(CommandProblem);
  expect(refused).toMatchObject({
    code,
    exitCode: 2,
    more: { where: expect.stringMatching(/^--/) },
  });
});
