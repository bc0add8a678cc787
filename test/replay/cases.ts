import type { DutyKind } from '#domain/obligation';
import type { StreamId } from '#domain/streams';
import type { Looked } from '#workflows/messages';
import { due } from '../support/scripted-engine.js';

/** What a process looks like, step by step; the recorder leads a run through it. Ids are invented. */
export type ReplayCase = {
  workflow: string;
  name: string;
  stream: StreamId;
  course: readonly Partial<Looked>[];
  /** Nudges beside those of the course: for a position looked at before, or with a reload. */
  also?: 'stale-nudges' | 'reload';
};

const id = (n: number) => `10000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const now = (kind: DutyKind) => due(kind, { waitMs: 0 });
const soon = (kind: DutyKind) => due(kind, { waitMs: 200 });
const stepped = (kind: DutyKind) => due(kind, { waitMs: null });
const closed = { status: 'closed', duties: [] } as const;

/** Every stage of every workflow, every work, and every way in which a run waits, sleeps, renews itself and ends. */
export const replayCases: readonly ReplayCase[] = [
  {
    workflow: 'interventionCycle',
    name: 'placement-to-exit',
    stream: `cycle/${id(1)}`,
    course: [
      { stage: 'placement', duties: [due('confirm-placement')] },
      { stage: 'placement', duties: [now('confirm-placement')] },
      { stage: 'start', duties: [now('notify-guardian'), due('start-phase')] },
      { stage: 'start', duties: [due('start-phase')] },
      { stage: 'delivery', chapter: '1', duties: [due('give-probe'), due('prepare-review')] },
      { stage: 'delivery', chapter: '1', duties: [now('prepare-review'), due('give-probe')] },
      { stage: 'review', chapter: '1', duties: [due('hold-review'), due('give-probe')] },
      { stage: 'fade', chapter: '1', duties: [soon('end-fade')] },
      closed,
    ],
  },
  {
    workflow: 'interventionCycle',
    name: 'stale-nudges',
    stream: `cycle/${id(2)}`,
    also: 'stale-nudges',
    course: [
      { stage: 'placement', duties: [due('confirm-placement')] },
      { stage: 'placement', duties: [due('confirm-placement')] },
      { stage: 'placement', duties: [due('look-again'), due('confirm-placement')] },
      closed,
    ],
  },
  {
    workflow: 'interventionCycle',
    name: 'reload',
    stream: `cycle/${id(3)}`,
    also: 'reload',
    course: [{ stage: 'placement', duties: [due('confirm-placement')] }, closed],
  },
  {
    workflow: 'interventionCycle',
    name: 'sandbox-and-an-unknown-stage',
    stream: `cycle/${id(4)}`,
    course: [
      { stage: 'sabbatical', duties: [stepped('look-again')] },
      { stage: 'sabbatical', duties: [now('look-again')] },
      closed,
    ],
  },
  {
    workflow: 'screeningWindow',
    name: 'scheduled-to-proposed',
    stream: `screening-window/${id(5)}`,
    course: [
      { stage: 'scheduled', chapter: 'scheduled', duties: [soon('open-window')] },
      { stage: 'screening', chapter: 'screening', duties: [due('screen-student')] },
      { stage: 'screening', chapter: 'screening', duties: [now('close-window')] },
      { stage: 'proposing', chapter: 'proposing', duties: [now('propose-placements')] },
      closed,
    ],
  },
  {
    workflow: 'deliverySchedule',
    name: 'a-session-unlogged',
    stream: `group/${id(6)}`,
    course: [
      { stage: 'meeting', chapter: 'meeting', duties: [now('plan-session')] },
      { stage: 'meeting', chapter: 'meeting', duties: [soon('log-session'), due('plan-session')] },
      { stage: 'meeting', chapter: 'meeting', duties: [due('plan-session')] },
      closed,
    ],
  },
  {
    workflow: 'evaluationReferral',
    name: 'notice-to-iep',
    stream: `referral/${id(7)}`,
    course: [
      { stage: 'notice', chapter: 'notice', duties: [due('give-notice'), due('request-consent')] },
      { stage: 'consent', chapter: 'consent', duties: [now('obtain-consent')] },
      { stage: 'consent', chapter: 'consent', duties: [due('obtain-consent')] },
      { stage: 'evaluation', chapter: 'evaluation', duties: [due('finish-evaluation')] },
      { stage: 'iep', chapter: 'iep', duties: [soon('hold-iep-meeting')] },
      closed,
    ],
  },
  {
    workflow: 'dataImport',
    name: 'received-held-applied',
    stream: `import/${id(8)}`,
    course: [
      { stage: 'received', chapter: 'received', duties: [now('run-import')] },
      { stage: 'held', chapter: 'held', duties: [due('confirm-import')] },
      { stage: 'running', chapter: 'running', duties: [now('run-import')] },
      { stage: 'running', chapter: 'running', duties: [now('run-import')] },
      closed,
    ],
  },
];
