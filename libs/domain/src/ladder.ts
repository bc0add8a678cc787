import type { DutyDays } from './duty-days.js';
import type {
  DueDatesMoved,
  Duty,
  DutyKind,
  DutyOwner,
  Ladder,
  LadderState,
  Rung,
} from './obligation.js';
import type { Instant, LocalDate } from './time.js';

type Step = { act: Rung['act']; at: Instant };

/**
 * One duty whose silence climbs a rule set's ladder: reminders and escalation in the morning of their school day, the
 * record at the end of its own. Null once every rung is taken: the silence is recorded, and whoever owes the duty must
 * open its next occurrence or let it go.
 */
export function ladderDuty(
  duty: Omit<Duty, 'rungs' | 'dueAt'>,
  ladder: Ladder,
  days: DutyDays,
  climbed: LadderState,
): Duty | null {
  const at = (n: number, time: (date: LocalDate) => Instant) => time(days.after(duty.dueOn, n));
  const steps: (Step & { after: number })[] = ladder.remindAfter.map((n) => ({
    after: n,
    act: 'remind' as const,
    at: at(n, days.morning),
  }));
  if (ladder.escalateAfter !== null)
    steps.push({
      after: ladder.escalateAfter,
      act: 'escalate',
      at: at(ladder.escalateAfter, days.morning),
    });
  // Numbered by the ladder's own order, never by instants: a new calendar version must not rename a rung already taken.
  const inOrder = steps
    .filter((step) => step.after <= ladder.recordAfter)
    .sort((a, b) => a.after - b.after);
  const record: Step = { act: 'record', at: at(ladder.recordAfter, days.due) };
  return withRungs({ ...duty, dueAt: days.due(duty.dueOn) }, [...inOrder, record], climbed);
}

/**
 * A duty with rungs laid out by hand, in order. A null step keeps its number and is never taken. Rungs already taken are
 * left out; null is the answer if none is left.
 */
export function withRungs(
  duty: Omit<Duty, 'rungs'>,
  steps: readonly (Step | null)[],
  climbed: LadderState,
): Duty | null {
  const taken = climbed.taken.get(duty.key) ?? -1;
  const rungs = steps.flatMap((step, n): Rung[] =>
    step === null || n <= taken
      ? []
      : [{ n, key: `${duty.key}/rung-${n}`, act: step.act, at: step.at }],
  );
  if (rungs.length === 0) return null;
  return { ...duty, owner: climbed.owners.get(duty.key) ?? duty.owner, rungs };
}

/** The engine's own work: one rung that falls due at `at`, done by a command or by an activity, never by a person. */
export function workDuty(duty: {
  key: string;
  kind: DutyKind;
  dueOn: LocalDate;
  at: Instant;
  because: Duty['because'];
  studentId?: string | null;
}): Duty {
  const { at, studentId, ...rest } = duty;
  return {
    ...rest,
    studentId: studentId ?? null,
    owner: { kind: 'process' },
    dueAt: at,
    rungs: [{ n: 0, key: `${duty.key}/rung-0`, act: 'do', at }],
  };
}

/** Whom an escalation reaches: the ladder's role, or one level up where that role holds the duty already. */
export function escalationOf(duty: Duty, ladder: Ladder, schoolId: string | null): DutyOwner {
  const { owner } = duty;
  const held = owner.kind === 'role' && owner.role === ladder.escalateTo;
  const role = held ? 'district-admin' : ladder.escalateTo;
  return { kind: 'role', role, schoolId: role === 'district-admin' ? null : schoolId };
}

/** The duties whose day a new calendar version moves, in the order of the new list; perhaps none. */
export function movedDuties(
  before: readonly Duty[],
  after: readonly Duty[],
): DueDatesMoved['data']['moved'] {
  const dueBefore = new Map(before.map(({ key, dueOn }) => [key, dueOn]));
  return after.flatMap(({ key, dueOn }) => {
    const from = dueBefore.get(key);
    return from !== undefined && from !== dueOn ? [{ duty: key, from, to: dueOn }] : [];
  });
}

/** Nearest first; equal instants by key, so that every reader sees one order. */
export function nearestFirst(duties: readonly (Duty | null)[]): readonly Duty[] {
  const first = (duty: Duty) => duty.rungs[0]!.at;
  return duties
    .filter((duty) => duty !== null)
    .sort((a, b) => (first(a) < first(b) ? -1 : first(a) > first(b) ? 1 : a.key < b.key ? -1 : 1));
}
