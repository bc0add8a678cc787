import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { streamId } from '#domain/streams';
import { spreadOf } from './spread.js';

const zone = 'America/Chicago';
const sevenInTheMorning = '2025-09-02T12:00:00.000Z';
const someStreams = Array.from({ length: 9_000 }, () => streamId('cycle', randomUUID()));

test('a herd of nine thousand is spread evenly over a quarter of an hour', () => {
  const minutes = new Map<number, number>();
  for (const stream of someStreams) {
    const minute = Math.floor(spreadOf(stream, sevenInTheMorning, zone) / 60_000);
    minutes.set(minute, (minutes.get(minute) ?? 0) + 1);
  }
  expect(minutes.size).toBe(15);
  expect(Math.max(...minutes.keys())).toBe(14);
  for (const n of minutes.values()) expect(n).toBeLessThan(2 * (someStreams.length / 15));
});

test('a process always has its own moment', () => {
  const [stream] = someStreams;
  expect(spreadOf(stream!, sevenInTheMorning, zone)).toBe(
    spreadOf(stream!, '2026-01-05T13:00:00.000Z', zone),
  );
});

test('no rung is taken on another day than its own, by the district’s calendar', () => {
  const lastMinute = '2025-09-03T04:59:30.000Z'; // 23:59:30 in Chicago
  const taken = someStreams.map(
    (stream) => Date.parse(lastMinute) + spreadOf(stream, lastMinute, zone),
  );
  expect(Math.max(...taken)).toBeLessThan(Date.parse('2025-09-03T05:00:00.000Z'));
});
