import { expect, test, vi } from 'vitest';
import type { Cycle } from '#domain/cycle/state';
import type { Group } from '#domain/group/state';
import type { Import } from '#domain/import/state';
import { processes } from '#domain/registry';
import type { Referral } from '#domain/referral/state';
import type { ScreeningWindow } from '#domain/screening-window/state';
import { processKinds, type ProcessKind, type StreamRef } from '#domain/streams';
import * as workflows from './index.js';
import { workflowOf } from './messages.js';
import type { Stages, Works } from './follow.js';

// What a workflow waits for is known to `follow` alone: here it is caught instead of followed.
const followed = vi.hoisted(() => ({ stages: {} as object, works: {} as object }));
vi.mock('./follow.js', () => ({
  follow: (_ref: unknown, stages: Stages, works: Works = {}) => {
    Object.assign(followed, { stages, works });
  },
}));

const byName = new Map<string, (ref: StreamRef) => Promise<unknown>>(Object.entries(workflows));

async function courseOf(kind: ProcessKind): Promise<typeof followed> {
  await byName.get(workflowOf[kind])!({ district: 'any', stream: `${kind}/any` });
  return followed;
}

type Open<S extends { status: string }> = Extract<S, { status: 'open' }>;
type CycleStage = Open<Cycle>['at']['stage'];
type WindowStage = Exclude<ScreeningWindow['status'], 'none' | 'completed'>;
type ImportStage = Exclude<Import['status'], 'none' | 'completed' | 'rejected'>;

const cycle = (stage: CycleStage) => ({ status: 'open', at: { stage } });
const withStatus = (status: WindowStage | ImportStage) => ({ status });
const referral = (known: Partial<Record<keyof Open<Referral>, object>>) => ({
  status: 'open',
  ...known,
});

/** A state of each stage that an open process can stand in. The compiler holds the lists to the domain's own unions. */
const states: Readonly<Record<ProcessKind, readonly object[]>> = {
  cycle: Object.values({
    placement: cycle('placement'),
    start: cycle('start'),
    delivery: cycle('delivery'),
    review: cycle('review'),
    fade: cycle('fade'),
  } satisfies Record<CycleStage, object>),
  'screening-window': Object.values({
    scheduled: withStatus('scheduled'),
    screening: withStatus('screening'),
    proposing: withStatus('proposing'),
  } satisfies Record<WindowStage, object>),
  import: Object.values({
    received: withStatus('received'),
    held: withStatus('held'),
    running: withStatus('running'),
  } satisfies Record<ImportStage, object>),
  group: [{ status: 'open' } satisfies Partial<Group>],
  referral: [
    referral({}),
    referral({ asked: {} }),
    referral({ asked: {}, consent: {} }),
    referral({ asked: {}, consent: {}, eligibility: {} }),
  ],
};

test.each(processKinds)(
  'the workflow of a %s has every stage of the domain, and no other',
  async (kind) => {
    const stages = states[kind].map((state) => {
      const { status, stage } = processes[kind].course(state);
      expect(status).toBe('open');
      return stage;
    });
    expect(Object.keys((await courseOf(kind)).stages).toSorted()).toEqual(stages.toSorted());
  },
);

test.each(processKinds)(
  'the workflow of a %s does every work that the process owes by itself',
  async (kind) => {
    const works = Object.keys((await courseOf(kind)).works);
    expect(works.toSorted()).toEqual([...processes[kind].workKinds].toSorted());
  },
);
