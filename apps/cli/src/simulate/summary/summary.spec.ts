import { expect, test } from 'vitest';
import type { Recorded } from '#domain/decider';
import { summaryOf, type Found } from './summary.js';
import { emptyTally, tally } from './tally.js';

const group = '11111111-1111-4111-8111-111111111111';
const sessionAt = (day: string) => `${group}/${day}T09:00`;

let position = 0;
function fact(type: string, data: object, more: Partial<Recorded> = {}): Recorded {
  position += 1;
  return {
    type,
    data,
    id: `${position}`,
    stream: `student/${group}`,
    version: position,
    position,
    schemaVersion: 1,
    occurredAt: '2025-10-06T16:00:00.000Z',
    recordedAt: '2025-10-06T16:00:00.000Z',
    actor: { id: 'p', role: 'process' },
    commandId: 'c',
    correlationId: 'c',
    causationId: null,
    ...more,
  };
}

function tallied(facts: readonly Recorded[]) {
  position = 0;
  const sum = emptyTally();
  for (const one of facts) tally(sum, one);
  return sum;
}

const found: Found = {
  tasks: [],
  running: new Set(),
  workflowTypes: {
    'screening-window': 'screeningWindow',
    cycle: 'interventionCycle',
    group: 'deliverySchedule',
    referral: 'evaluationReferral',
    import: 'dataImport',
  },
  viewOpen: {},
  parked: 0,
  behind: [],
  due: 0,
};
const measured = { students: 240, schoolDays: 183, wallSeconds: 120 };

test('a session counts by what became of it last', () => {
  position = 0;
  const sum = tallied([
    ...['2025-10-06', '2025-10-07', '2025-10-08', '2025-10-09'].map((day) =>
      fact('SessionPlanned', { sessionId: sessionAt(day) }),
    ),
    fact('SessionHeld', { sessionId: sessionAt('2025-10-06'), late: false }),
    fact('SessionUnlogged', { sessionId: sessionAt('2025-10-07') }),
    fact('SessionHeld', { sessionId: sessionAt('2025-10-07'), late: true }),
    fact('SessionNotHeld', { sessionId: sessionAt('2025-10-08'), late: false }),
    fact('SessionUnlogged', { sessionId: sessionAt('2025-10-09') }),
  ]);

  const { sessions, silences, problems, studentYearsPerMinute } = summaryOf(measured, sum, found);

  expect(sessions).toEqual({ planned: 4, held: 2, heldLate: 1, notHeld: 1, unlogged: 1 });
  expect(silences).toEqual({ sessionUnlogged: 2 });
  expect(problems).toEqual([]);
  expect(studentYearsPerMinute).toBe(120);
});

test('a planned session of which nothing is known is a problem', () => {
  position = 0;
  const sum = tallied([fact('SessionPlanned', { sessionId: sessionAt('2025-10-06') })]);
  expect(summaryOf(measured, sum, found).problems).toEqual([
    '1 sessions were planned, and 0 held + 0 not held + 0 unlogged',
  ]);
});

test('a task is open, done, or overdue once its silence was recorded', () => {
  position = 0;
  const stream = 'cycle/22222222-2222-4222-8222-222222222222';
  const sum = tallied([
    fact('ObligationMissed', { duty: 'duty/hold-review/x/1', kind: 'hold-review' }),
    fact('ProbeMissed', { dueOn: '2025-10-10' }, { stream }),
  ]);
  const task = (key: string, kind: string, more = {}) => ({
    key,
    kind,
    stream,
    dueOn: '2025-10-10',
    open: false,
    ...more,
  });
  const tasks = [
    task('duty/hold-review/x/1', 'hold-review'),
    task('duty/give-probe/x/1.1', 'give-probe'),
    task('duty/give-probe/x/1.2', 'give-probe', { dueOn: '2025-10-17' }),
    task('duty/hold-review/x/2', 'hold-review', { open: true }),
  ];

  const { tasks: counted, silences } = summaryOf(measured, sum, { ...found, tasks });

  expect(counted).toEqual({ opened: 4, done: 1, overdue: 2, open: 1 });
  expect(silences).toEqual({ probeNotGiven: 1, reviewNotHeld: 1 });
});

test('whatever does not add up is named', () => {
  position = 0;
  const sum = tallied([fact('StudentEnrolled', {}), fact('StudentEnrolled', {}, { position: 3 })]);
  const { problems } = summaryOf(measured, sum, {
    ...found,
    running: new Set(['cycle/33333333-3333-4333-8333-333333333333']),
    viewOpen: { cycle: 1 },
    parked: 2,
    behind: ['reactor'],
    due: 4,
  });
  expect(problems).toEqual([
    '1 workflows run for processes that are closed',
    'the view counts 1 open cycle processes, the log 0',
    '1 positions of the log are missing or doubled',
    '2 events were set aside by a subscription',
    'behind the log: reactor',
    '4 rungs are due and not taken',
  ]);
});
