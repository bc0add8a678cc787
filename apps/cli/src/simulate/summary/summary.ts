import { processes } from '#domain/registry';
import { kindOf, type ProcessKind } from '#domain/streams';
import { count, dutyOfFact, type Tally } from './tally.js';

/** A person's duty as the view holds it at the end: the last row of its key. */
export type Task = { key: string; kind: string; stream: string; dueOn: string; open: boolean };

/** What stands at the end beside the log: asked, never assumed. */
export type Found = {
  tasks: readonly Task[];
  /** Running workflows of this district, by workflow id. */
  running: ReadonlySet<string>;
  workflowTypes: Readonly<Record<ProcessKind, string>>;
  /** Open processes as the view counts them, by kind. */
  viewOpen: Readonly<Record<string, number>>;
  parked: number;
  behind: readonly string[];
  due: number;
};

export type Measured = { students: number; schoolDays: number; wallSeconds: number };

type Counted = ReturnType<typeof counted>;
/** interfaces.md 2.4. */
export type Summary = Counted & { problems: string[] };

export function summaryOf(measured: Measured, tally: Tally, found: Found): Summary {
  const summary = counted(measured, tally, found);
  return { ...summary, problems: problemsOf(summary, tally, found) };
}

function counted(measured: Measured, tally: Tally, found: Found) {
  const { students, schoolDays, wallSeconds } = measured;
  const { eventsByType } = tally;
  const of = (type: string) => eventsByType[type] ?? 0;
  return {
    students,
    schoolDays,
    wallSeconds: rounded(wallSeconds),
    events: tally.events,
    studentYearsPerMinute: rounded((students / wallSeconds) * 60),
    cyclesOpened: of('CycleOpened'),
    placements: {
      proposed: of('PlacementProposed'),
      confirmed: of('PlacementConfirmed'),
      overridden: of('PlacementOverridden'),
      declined: of('PlacementDeclined'),
      overdue: tally.silences['placementOverdue'] ?? 0,
    },
    sessions: sessionsOf(tally),
    probes: { given: of('ProbeRecorded'), missed: tally.probesMissed },
    reviews: {
      opened: tally.reviewsOpened.size,
      held: of('ReviewHeld'),
      overdue: tally.silences['reviewNotHeld'] ?? 0,
      outcomes: sorted(tally.outcomes),
    },
    referrals: { opened: of('EvaluationRequested'), deadlineMissed: of('DeadlineMissed') },
    tasks: tasksOf(tally, found.tasks),
    silences: sorted(tally.silences),
    open: openOf(tally, found),
    eventsByType: sorted(eventsByType),
  };
}

function sessionsOf({ sessions }: Tally) {
  const fates = [...sessions.values()];
  const of = (fate: string) => fates.filter((session) => session.fate === fate).length;
  return {
    planned: fates.length,
    held: of('held'),
    heldLate: fates.filter((session) => session.fate === 'held' && session.late).length,
    notHeld: of('not-held'),
    unlogged: of('unlogged'),
  };
}

/** Opened = done + overdue + open; overdue: its silence was recorded, whether or not it was made up for later. */
function tasksOf({ overdue }: Tally, tasks: readonly Task[]) {
  const sums = { opened: tasks.length, done: 0, overdue: 0, open: 0 };
  for (const { key, stream, kind, dueOn, open } of tasks) {
    const silent = overdue.has(key) || overdue.has(dutyOfFact(stream, kind, dueOn));
    sums[open ? 'open' : silent ? 'overdue' : 'done'] += 1;
  }
  return sums;
}

function openOf(tally: Tally, found: Found) {
  const streams: Record<string, number> = {};
  const workflows: Record<string, number> = {};
  for (const kind of Object.keys(processes) as ProcessKind[]) {
    streams[kind] = 0;
    workflows[found.workflowTypes[kind]] = 0;
  }
  for (const stream of openStreams(tally)) count(streams, kindOf(stream));
  for (const id of found.running)
    count(workflows, found.workflowTypes[id.slice(0, id.indexOf('/')) as ProcessKind]);
  return { streams, workflows };
}

/** Folded from the log, with the domain's own word for open. */
export function openStreams({ folds }: Tally) {
  return [...folds].flatMap(([stream, state]) =>
    processes[kindOf(stream) as ProcessKind].course(state).status === 'open' ? [stream] : [],
  );
}

/** Whatever does not add up at the end of a year. */
function problemsOf(summary: Counted, tally: Tally, found: Found): string[] {
  const problems: string[] = [];
  const expect = (holds: boolean, problem: string) => {
    if (!holds) problems.push(problem);
  };
  const { planned, held, notHeld, unlogged } = summary.sessions;
  expect(
    planned === held + notHeld + unlogged,
    `${planned} sessions were planned, and ${held} held + ${notHeld} not held + ${unlogged} unlogged`,
  );
  const { streams } = summary.open;
  const open = new Set<string>(openStreams(tally));
  const missing = [...open].filter((stream) => !found.running.has(stream)).length;
  const surplus = [...found.running].filter((id) => !open.has(id)).length;
  expect(missing === 0, `${missing} open processes have no workflow`);
  expect(surplus === 0, `${surplus} workflows run for processes that are closed`);
  for (const [kind, n] of Object.entries(streams))
    expect(
      (found.viewOpen[kind] ?? 0) === n,
      `the view counts ${found.viewOpen[kind] ?? 0} open ${kind} processes, the log ${n}`,
    );
  expect(tally.gaps === 0, `${tally.gaps} positions of the log are missing or doubled`);
  expect(found.parked === 0, `${found.parked} events were set aside by a subscription`);
  expect(found.behind.length === 0, `behind the log: ${found.behind.join(', ')}`);
  expect(found.due === 0, `${found.due} rungs are due and not taken`);
  const { opened, done, overdue, open: standing } = summary.tasks;
  expect(opened === done + overdue + standing, 'the tasks do not add up');
  return problems;
}

const rounded = (n: number) => Math.round(n * 10) / 10;

const sorted = (counts: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
