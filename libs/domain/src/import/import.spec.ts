import { describe, expect, test } from 'vitest';
import { given } from '#testing/given';
import { processRun } from '#testing/process-run';
import { aReference, sent } from '#testing/school-year';
import { claims } from './claims.js';
import { importDecider } from './decide.js';
import type { ImportCommand, ImportCounts, ImportEvent } from './events.js';
import { dataImport } from './process.js';

const concept = dataImport;
const reference = { district: aReference.district };

const received: ImportEvent = {
  type: 'FileReceived',
  data: {
    kind: 'scores',
    profile: null,
    files: [
      { name: 'b.csv', sha256: 'bb', bytes: 10 },
      { name: 'a.csv', sha256: 'aa', bytes: 10 },
    ],
  },
};
const profiled = (held: string | null): ImportEvent => ({
  type: 'FileProfiled',
  data: { profile: 'dibels-8', rows: 40, chunks: 2, held },
});
const counts: ImportCounts = { read: 20, accepted: 20, unchanged: 0, quarantined: 0, new: {} };
const applied = (chunk: number): ImportEvent => ({ type: 'ChunkApplied', data: { chunk, counts } });
const completed: ImportEvent = { type: 'ImportCompleted', data: { counts, problems: [] } };

const monday = '2025-09-15T14:00:00.000Z';
const send = (command: ImportCommand, at = monday) => sent(command, at);
const reject = send({
  type: 'RejectImport',
  data: { code: 'wrong-header', message: 'The header is unknown.', problems: [] },
});
const complete = send({ type: 'CompleteImport', data: { counts, problems: [] } });
const apply = (chunk: number) => send({ type: 'ApplyChunk', data: { chunk, counts } });
const of = (...events: ImportEvent[]) => given(importDecider, ...events).with(reference);

describe('an import', () => {
  test('applies each chunk once, however often a worker tries', () => {
    of(received, profiled(null)).when(apply(0)).decides(applied(0));
    of(received, profiled(null), applied(0)).when(apply(0)).decides();
    of(received, profiled(null)).when(apply(2)).refuses('no-such-chunk', { chunks: 2 });
    of(received).when(apply(0)).refuses('file-not-profiled');
  });

  test('is completed when no chunk is missing', () => {
    of(received, profiled(null), applied(0)).when(complete).refuses('chunks-missing');
    of(received, profiled(null), applied(0), applied(1)).when(complete).decides(completed);
    of(received, profiled(null), applied(0), applied(1), completed).when(complete).decides();
  });

  test('can be rejected as long as nothing was applied', () => {
    of(received).when(reject).decidesLike({ type: 'ImportRejected' });
    of(received, profiled('mass-disappearance'))
      .when(reject)
      .decidesLike({ type: 'ImportRejected' });
    of(received, profiled(null), applied(0)).when(reject).refuses('import-partly-applied');
    of(received, profiled(null), applied(0), applied(1), completed)
      .when(reject)
      .refuses('import-closed');
  });

  test('held waits for a person, and goes on when one confirms', () => {
    const confirm = send({ type: 'ConfirmImport', data: {} });
    const held = [received, profiled('mass-disappearance')];
    of(...held)
      .when(apply(0))
      .refuses('import-held');
    of(...held)
      .when(confirm)
      .decides({ type: 'ImportConfirmed', data: {} });
    of(received).when(confirm).refuses('import-not-held');
    of(...held, { type: 'ImportConfirmed', data: {} })
      .when(apply(0))
      .decides(applied(0));
  });

  test('a row is quarantined once', () => {
    const row = {
      file: 'a.csv',
      row: 7,
      column: 'date',
      code: 'date-does-not-exist',
      message: 'No such day.',
    };
    const other = { ...row, row: 9 };
    const quarantine = send({ type: 'QuarantineRows', data: { rows: [row, other] } });
    of(received, { type: 'RowsQuarantined', data: { rows: [row] } })
      .when(quarantine)
      .decides({ type: 'RowsQuarantined', data: { rows: [other] } });
  });

  test('refuses no file and an empty one', () => {
    const receive = (files: { name: string; sha256: string; bytes: number }[]) =>
      send({ type: 'ReceiveFile', data: { kind: 'roster', profile: null, files } });
    of().when(receive([])).refuses('no-file');
    of()
      .when(receive([{ name: 'a.csv', sha256: 'aa', bytes: 0 }]))
      .refuses('file-empty');
  });
});

test('the same files are one import; a rejected one lets them go, a completed one keeps them', () => {
  const run = processRun(concept, reference);
  run.tell(send({ type: 'ReceiveFile', data: received.data as never }));
  const [event] = run.events;
  expect(claims(event!, importDecider.initial)).toEqual({ take: ['file:aa,bb'], release: [] });
  const before = run.state();
  run.tell(reject);
  expect(claims(run.events[1]!, before)).toEqual({ take: [], release: ['file:aa,bb'] });
});

describe('what an import owes', () => {
  test('the work at once; while it is held a confirmation; after that the work again', () => {
    const run = processRun(concept, reference);
    run.tell(send({ type: 'ReceiveFile', data: received.data as never }));
    expect(run.duties()[0]).toMatchObject({
      kind: 'run-import',
      rungs: [{ act: 'do', at: monday }],
    });
    const firstKey = run.duties()[0]!.key;
    run.tell(send({ type: 'ProfileFile', data: profiled('mapping-needed').data as never }));
    expect(run.duties()).toMatchObject([
      { kind: 'confirm-import', owner: { role: 'district-admin' }, dueOn: '2025-09-16' },
    ]);
    run.until('2025-09-30T14:00:00.000Z', () => undefined);
    expect(run.types().slice(2)).toEqual([
      'ReminderSent',
      'ReminderSent',
      'ObligationMissed',
      'ReminderSent',
      'ReminderSent',
    ]);
    run.tell(send({ type: 'ConfirmImport', data: {} }, '2025-09-30T15:00:00.000Z'));
    expect(run.duties()[0]!.kind).toBe('run-import');
    expect(run.duties()[0]!.key).not.toBe(firstKey);
    run.until('2025-09-30T16:00:00.000Z', () => {
      run.tell(apply(0));
      run.tell(apply(1));
      run.tell(complete);
    });
    expect(run.duties()).toEqual([]);
  });
});
