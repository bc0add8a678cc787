import type { Decider, Reference, Sent } from '../decider.js';
import { escalationOf } from '../ladder.js';
import { stepLadder } from '../obligation.js';
import { RuleBroken } from '../rule-broken.js';
import { same } from '../same.js';
import { claims } from './claims.js';
import type { ImportCommand, ImportEvent } from './events.js';
import { confirmLadder, obligations } from './obligations.js';
import type { Import, Received } from './state.js';
import { recordedName } from './recorded-name.js';
import { evolve, initial, rowKey } from './state.js';

type Of<T extends ImportCommand['type']> = Sent<Extract<ImportCommand, { type: T }>>;

export function decide(
  command: Sent<ImportCommand>,
  state: Import,
  reference: Reference,
): readonly ImportEvent[] {
  switch (command.type) {
    case 'ReceiveFile':
      return receiveFile(command, state);
    case 'ProfileFile':
      return profileFile(command, received(state));
    case 'QuarantineRows':
      return quarantineRows(command, received(state));
    case 'ConfirmImport':
      return confirmImport(received(state));
    case 'ApplyChunk':
      return applyChunk(command, received(state));
    case 'CompleteImport':
      return completeImport(command, received(state));
    case 'RejectImport':
      return rejectImport(command, received(state));
    case 'StepLadder':
      return step(command, state, reference);
  }
}

function receiveFile({ data }: Of<'ReceiveFile'>, state: Import): ImportEvent[] {
  const { kind } = data;
  const files = data.files.map((file, i) => ({
    ...file,
    name: recordedName(kind, file.name, i + 1),
  }));
  const received = { ...data, files };
  if (state.status !== 'none') {
    if (same(state.file, received) || same(state.file, data)) return [];
    throw new RuleBroken('file-already-received');
  }
  if (files.length === 0) throw new RuleBroken('no-file');
  if (files.some((file) => file.bytes === 0)) throw new RuleBroken('file-empty');
  return [{ type: 'FileReceived', data: received }];
}

/** What the file is and how many chunks it makes; `held` says why a person must look first. */
function profileFile({ data }: Of<'ProfileFile'>, state: Received): ImportEvent[] {
  if (same(state.profile, data)) return [];
  requireOpen(state);
  if (state.profile) throw new RuleBroken('file-already-profiled');
  return [{ type: 'FileProfiled', data }];
}

function quarantineRows({ data }: Of<'QuarantineRows'>, state: Received): ImportEvent[] {
  const rows = data.rows.filter((row) => !state.quarantined.has(rowKey(row)));
  if (rows.length === 0) return [];
  requireOpen(state);
  return [{ type: 'RowsQuarantined', data: { rows } }];
}

function confirmImport(state: Received): ImportEvent[] {
  if (state.status === 'running' || state.status === 'completed') return [];
  requireOpen(state);
  if (state.status !== 'held') throw new RuleBroken('import-not-held');
  return [{ type: 'ImportConfirmed', data: {} }];
}

/** Each chunk once: a worker that died after its commit finds the chunk applied. */
function applyChunk({ data }: Of<'ApplyChunk'>, state: Received): ImportEvent[] {
  if (state.applied.has(data.chunk)) return [];
  const profile = requireRunning(state);
  if (!Number.isInteger(data.chunk) || data.chunk < 0 || data.chunk >= profile.chunks)
    throw new RuleBroken('no-such-chunk', { chunk: data.chunk, chunks: profile.chunks });
  return [{ type: 'ChunkApplied', data }];
}

function completeImport({ data }: Of<'CompleteImport'>, state: Received): ImportEvent[] {
  if (state.status === 'completed') return [];
  const { chunks } = requireRunning(state);
  if (state.applied.size < chunks)
    throw new RuleBroken('chunks-missing', { applied: state.applied.size, chunks });
  return [{ type: 'ImportCompleted', data }];
}

/** Nothing was applied, or a person decided against a held file. What chunks have changed can no longer be rejected. */
function rejectImport({ data }: Of<'RejectImport'>, state: Received): ImportEvent[] {
  if (state.status === 'rejected') return [];
  requireOpen(state);
  if (state.applied.size > 0)
    throw new RuleBroken('import-partly-applied', { applied: state.applied.size });
  return [{ type: 'ImportRejected', data }];
}

function step(
  { data, meta }: Of<'StepLadder'>,
  state: Import,
  reference: Reference,
): readonly ImportEvent[] {
  return stepLadder<ImportEvent>(
    obligations(state, reference),
    data.key,
    meta.at,
    () => null,
    () => [], // an activity's own commands do this work
    (duty) => escalationOf(duty, confirmLadder, null),
  );
}

function received(state: Import): Received {
  if (state.status === 'none') throw new RuleBroken('no-such-import');
  return state;
}

function requireOpen(state: Received): void {
  if (state.status === 'completed' || state.status === 'rejected')
    throw new RuleBroken('import-closed', { status: state.status });
}

function requireRunning(state: Received) {
  requireOpen(state);
  if (state.status === 'held') throw new RuleBroken('import-held');
  if (!state.profile) throw new RuleBroken('file-not-profiled');
  return state.profile;
}

export const importDecider: Decider<Import, Sent<ImportCommand>, ImportEvent> = {
  kind: 'import',
  initial,
  evolve,
  decide,
  needs: () => ({}),
  claims,
};
