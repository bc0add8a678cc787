import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { DutyKind } from '#domain/obligation';
import type { ProcessKind, StreamRef } from '#domain/streams';
import type { Instant } from '#domain/time';
import type { Reconciled } from './reconciled.js';

/**
 * The one signal: "look again, the log has reached this position". `due` names the rung that a step of a sandbox's clock
 * made due: the run takes it at once, as it does when its own timer fires. `reload` moves a run to the code of a new
 * deploy.
 */
export type Nudge = { position: number; due?: Rung; reload?: boolean };
export const nudge = defineSignal<[Nudge]>('nudge');

/** For operators: what the run waits for. */
export const waitingFor = defineQuery<Looked | null>('waitingFor');

/** A rung by name: `key` is `duty/<kind>/<uuid>/<occurrence>/rung-n`. */
export type Rung = { key: string; kind: DutyKind };

/** A rung that comes next: `waitMs` counts on the district's clock; null in a sandbox until it is due, then 0. */
export type Due = Rung & { at: Instant; waitMs: number | null };

/**
 * What a workflow knows of its process: ids and instants only. `position` is the district's log as it was read, `version`
 * the process's own stream; `chapter` changes with each new phase.
 */
export type Looked = {
  position: number;
  version: number;
  status: 'open' | 'closed';
  stage: string;
  chapter: string;
  duties: readonly Due[];
};

/** Each activity answers with what the process looks like afterwards; none ever carries a student's data. */
export type EngineActivities = {
  lookAt: (ref: StreamRef) => Promise<Looked>;
  /** Takes the rung that is due; "not due any more" is a normal answer. */
  stepDue: (ref: StreamRef, due: { key: string }) => Promise<Looked>;
  notifyGuardian: (ref: StreamRef, due: { key: string }) => Promise<Looked>;
  prepareReview: (ref: StreamRef, due: { key: string }) => Promise<Looked>;
  closeWindow: (ref: StreamRef, due: { key: string }) => Promise<Looked>;
  proposePlacements: (ref: StreamRef, due: { key: string }) => Promise<Looked>;
  /** One step of an import: read and check the file, or apply the next chunk, or complete. */
  advanceImport: (ref: StreamRef, due: { key: string }) => Promise<Looked>;
  /** Compares open streams with open workflows, and the views with the log, and repairs the difference; counts only. */
  reconcile: () => Promise<Reconciled>;
};

/** The workflow of each process kind; its id is the stream's id. */
export const workflowOf: Readonly<Record<ProcessKind, string>> = {
  'screening-window': 'screeningWindow',
  cycle: 'interventionCycle',
  group: 'deliverySchedule',
  referral: 'evaluationReferral',
  import: 'dataImport',
};

export const taskQueue = 'aimline';
