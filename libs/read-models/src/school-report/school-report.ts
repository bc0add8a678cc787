import type { CycleEvent } from '#domain/cycle/events';
import type { DomainEvent, Recorded } from '#domain/decider';
import type { DutyKind } from '#domain/obligation';
import { processes } from '#domain/registry';
import type { ScreeningWindowEvent } from '#domain/screening-window/events';
import { isProcess, kindOf, type ProcessKind } from '#domain/streams';
import { eventsAt, type Moment } from '../as-of.js';
import { cycleRows } from '../cycle/cycle.js';
import { sessions } from '../group-sessions/group-sessions.js';
import { referralRows } from '../referral/referral.js';
import { rowsOf } from '../rows-at.js';

/** What a school's processes come to at a moment: counts alone, no student. */
export type Counts = {
  /** Open cycles by the tier that a team has decided on; `undecided`: proposed to a team, and no more. */
  cycles: { open: number; undecided: number; tier1: number; tier2: number; tier3: number };
  /** planned = held + notHeld + unlogged + awaited; heldLate: part of held, logged after it had been recorded as unlogged. */
  sessions: {
    planned: number;
    held: number;
    heldLate: number;
    notHeld: number;
    unlogged: number;
    awaited: number;
  };
  /** opened = fell due and were prepared; missed = recorded as not held in time, whether or not they were held later. */
  reviews: { opened: number; held: number; missed: number };
  /** Days of the law that passed without what it asks for. */
  referrals: { open: number; deadlinesMissed: number };
  /** Duties whose silence was recorded, by kind, whether or not they were made up for later; sessions are counted above. */
  silences: Readonly<Partial<Record<DutyKind, number>>>;
};

/** The kinds of processes that belong to a school and that a report counts. */
export const reported = [
  'cycle',
  'group',
  'referral',
  'screening-window',
] as const satisfies readonly ProcessKind[];

export const nothing: Counts = {
  cycles: { open: 0, undecided: 0, tier1: 0, tier2: 0, tier3: 0 },
  sessions: { planned: 0, held: 0, heldLate: 0, notHeld: 0, unlogged: 0, awaited: 0 },
  reviews: { opened: 0, held: 0, missed: 0 },
  referrals: { open: 0, deadlinesMissed: 0 },
  silences: {},
};

/**
 * What one process adds to its school's counts, as it was known and true at a moment; null where it had not begun. It counts
 * for the school at which it stood then: a cycle that moved takes its past along.
 */
export function countsOf(
  events: readonly Recorded[],
  moment: Moment,
): { schoolId: string; counts: Counts } | null {
  const kind = events[0] && kindOf(events[0].stream);
  if (!kind || !isProcess(kind)) return null;
  const { decider, about } = processes[kind];
  const then = eventsAt(events, moment);
  const { schoolId } = about(then.reduce(decider.evolve, decider.initial));
  if (then.length === 0 || schoolId === null) return null;
  return {
    schoolId,
    counts: {
      cycles: cyclesOf(then),
      sessions: sessionsOf(then),
      reviews: reviewsOf(then as readonly Recorded<CycleEvent>[]),
      referrals: referralsOf(then),
      silences: silencesOf(then),
    },
  };
}

export function sum(a: Counts, b: Counts): Counts {
  return {
    cycles: added(a.cycles, b.cycles),
    sessions: added(a.sessions, b.sessions),
    reviews: added(a.reviews, b.reviews),
    referrals: added(a.referrals, b.referrals),
    silences: { ...a.silences, ...added(b.silences, a.silences) },
  };
}

/** `a` with the numbers of the same name in `b` added. */
function added<T extends Readonly<Record<string, number>>>(a: T, b: Partial<T>): T {
  return Object.fromEntries(Object.entries(a).map(([name, n]) => [name, n + (b[name] ?? 0)])) as T;
}

function cyclesOf(then: readonly Recorded[]): Counts['cycles'] {
  const open = rowsOf(cycleRows, then).filter((row) => row.status === 'open');
  const at = (tier: number | null) => open.filter((row) => row.tier === tier).length;
  return { open: open.length, undecided: at(null), tier1: at(1), tier2: at(2), tier3: at(3) };
}

function sessionsOf(then: readonly Recorded[]): Counts['sessions'] {
  const rows = rowsOf(sessions, then);
  const are = (status: string) => rows.filter((row) => row.status === status).length;
  return {
    planned: rows.length,
    held: are('held'),
    heldLate: rows.filter((row) => row.status === 'held' && row.late).length,
    notHeld: are('not-held'),
    unlogged: are('unlogged'),
    awaited: are('planned'),
  };
}

function reviewsOf(then: readonly Recorded<CycleEvent>[]): Counts['reviews'] {
  const ids = (type: 'ReviewOpened' | 'ReviewHeld') =>
    new Set(then.flatMap((e) => (e.type === type ? [e.data.reviewId] : []))).size;
  const missed = then.filter(
    (e) => e.type === 'ObligationMissed' && e.data.kind === 'hold-review',
  ).length;
  return { opened: ids('ReviewOpened'), held: ids('ReviewHeld'), missed };
}

function referralsOf(then: readonly Recorded[]): Counts['referrals'] {
  return {
    open: rowsOf(referralRows, then).filter((row) => row.status === 'open').length,
    deadlinesMissed: then.filter((event) => event.type === 'DeadlineMissed').length,
  };
}

function silencesOf(then: readonly Recorded[]): Counts['silences'] {
  const counts: Partial<Record<DutyKind, number>> = {};
  for (const event of then) {
    const kind = silenceOf(event);
    if (kind !== null) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** The duty of which an event says that nobody fulfilled it in time; null: it says something else. */
function silenceOf(recorded: Recorded<DomainEvent>): DutyKind | null {
  const event = recorded as Recorded<CycleEvent | ScreeningWindowEvent>;
  switch (event.type) {
    case 'ObligationMissed':
      return event.data.kind;
    case 'ProbeMissed':
      return event.actor.role === 'process' ? 'give-probe' : null;
    case 'ScreeningMissed':
      return 'screen-student';
    default:
      return null;
  }
}
