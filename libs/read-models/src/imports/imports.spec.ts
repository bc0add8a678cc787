import { expect, test } from 'vitest';
import type { ImportEvent } from '#domain/import/events';
import { rowsOf, told } from '#testing/told-rows';
import { importRows } from './imports.js';

const received: ImportEvent = {
  type: 'FileReceived',
  data: {
    kind: 'scores',
    files: [{ name: 'fall.csv', sha256: 'ab', bytes: 10 }],
    profile: null,
  },
};
const profiled = (held: string | null): ImportEvent => ({
  type: 'FileProfiled',
  data: { profile: 'dibels-8', rows: 20, chunks: 2, held },
});
const counts = { read: 20, accepted: 19, unchanged: 0, quarantined: 1, new: { score: 19 } };
const applied = (chunk: number): ImportEvent => ({ type: 'ChunkApplied', data: { chunk, counts } });
const row = (...events: ImportEvent[]) =>
  rowsOf(importRows, told('import/fall', received, ...events))['fall'];

test('a file shows how far it has come, and what it came to', () => {
  expect(row()).toMatchObject({ status: 'received', chunks: 0 });
  expect(row(profiled(null), applied(0))).toMatchObject({
    status: 'running',
    profile: 'dibels-8',
    chunks: 2,
    chunks_applied: 1,
  });
  const faulty = { file: 'fall.csv', row: 3, column: null, code: 'no_score', message: 'empty' };
  const done: ImportEvent = { type: 'ImportCompleted', data: { counts, problems: [] } };
  expect(
    row({ type: 'RowsQuarantined', data: { rows: [faulty] } }, profiled(null), applied(0), done),
  ).toMatchObject({ status: 'completed', quarantined: 1, counts });
});

test('a file that a person must look at is held until it is confirmed, or is rejected with the reason', () => {
  expect(row(profiled('mass-disappearance'))).toMatchObject({ status: 'held' });
  expect(row(profiled('mass-disappearance'), { type: 'ImportConfirmed', data: {} })).toMatchObject({
    status: 'running',
  });
  const why = { code: 'not-a-zip', message: 'The file is no zip.' };
  expect(row({ type: 'ImportRejected', data: { ...why, problems: [] } })).toMatchObject({
    status: 'rejected',
    rejected: why,
  });
});
