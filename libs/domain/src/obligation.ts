import type { DomainEvent } from './decider.js';
import type { StreamId } from './streams.js';
import { uuidOf } from './streams.js';
import type { Instant, LocalDate } from './time.js';

/** Every kind of duty that a process can owe. `owner: process` marks the engine's own work. */
export type DutyKind =
  | 'open-window'
  | 'screen-student'
  | 'close-window'
  | 'propose-placements'
  | 'confirm-placement'
  | 'notify-guardian'
  | 'start-phase'
  | 'plan-session'
  | 'log-session'
  | 'dissolve-group'
  | 'give-probe'
  | 'observe-fidelity'
  | 'prepare-review'
  | 'hold-review'
  | 'look-again'
  | 'end-fade'
  | 'give-notice'
  | 'request-consent'
  | 'obtain-consent'
  | 'answer-request'
  | 'give-assessment-plan'
  | 'finish-evaluation'
  | 'report-evaluation'
  | 'hold-team-meeting'
  | 'hold-evaluation-meeting'
  | 'decide-placement'
  | 'determine-eligibility'
  | 'hold-iep-meeting'
  | 'run-import'
  | 'confirm-import';

/** Who owes it: a named member of staff, whoever holds a role at a school, or the process itself. */
export type DutyOwner =
  | { kind: 'staff'; staffId: string }
  | {
      kind: 'role';
      role: 'school-admin' | 'specialist' | 'teacher' | 'psychologist' | 'district-admin';
      schoolId: string | null;
    }
  | { kind: 'process' };

/** One step of what happens when a duty is not met. `do`: the process's own work falls due. */
export type Rung = {
  n: number;
  /** `duty/<kind>/<uuid>/<occurrence>/rung-n`: names the fact, so a step has one command id for ever. */
  key: string;
  act: 'do' | 'remind' | 'escalate' | 'record';
  at: Instant;
};

/** What must happen next. Computed from the events, never stored as truth (architecture.md 5). */
export type Duty = {
  /** `duty/<kind>/<uuid>/<occurrence>`; an occurrence counts up when a duty opens again. */
  key: string;
  kind: DutyKind;
  owner: DutyOwner;
  /** The student concerned, if one; for the inbox and the student page. */
  studentId: string | null;
  dueOn: LocalDate;
  dueAt: Instant;
  /** Why it exists: a JSON Pointer into the rule set (or a law's citation), and the event that triggered it. */
  because: { rule: string; trigger: string };
  /** Rungs not yet taken, earliest first; never empty for an open duty. */
  rungs: readonly Rung[];
};

/** After how many school days past the due day each rung is taken; a rule set's data. */
export type Ladder = {
  remindAfter: readonly number[];
  escalateAfter: number | null;
  escalateTo: 'school-admin' | 'district-admin';
  recordAfter: number;
};

export type ReminderSent = {
  type: 'ReminderSent';
  data: { duty: string; kind: DutyKind; rung: number; owner: DutyOwner; dueOn: LocalDate };
};
export type ObligationEscalated = {
  type: 'ObligationEscalated';
  data: {
    duty: string;
    kind: DutyKind;
    rung: number;
    from: DutyOwner;
    to: DutyOwner;
    dueOn: LocalDate;
  };
};
export type ObligationMissed = {
  type: 'ObligationMissed';
  data: { duty: string; kind: DutyKind; rung: number; owner: DutyOwner; dueOn: LocalDate };
};
export type ObligationReassigned = {
  type: 'ObligationReassigned';
  data: { duty: string; from: DutyOwner; to: DutyOwner; reason: string };
};
export type DueDatesMoved = {
  type: 'DueDatesMoved';
  data: {
    calendar: { id: string; version: number };
    moved: readonly { duty: string; from: LocalDate; to: LocalDate }[];
    because: string;
  };
};
/** A recorded fact of this stream is withdrawn; it stays readable and counts for nothing. */
export type FactVoided = { type: 'FactVoided'; data: { eventId: string; reason: string } };
/** A recorded fact of this stream is answered by better data of the same shape. */
export type FactCorrected = {
  type: 'FactCorrected';
  data: { eventId: string; data: object; reason: string };
};

/** Events that every process has. */
export type ProcessEvent =
  | ReminderSent
  | ObligationEscalated
  | ObligationMissed
  | ObligationReassigned
  | DueDatesMoved
  | FactVoided
  | FactCorrected;

/** How far each duty's ladder was climbed, how often it was missed, and to whom it has moved; folded by every process. */
export type LadderState = {
  taken: ReadonlyMap<string, number>;
  missed: ReadonlyMap<string, number>;
  owners: ReadonlyMap<string, DutyOwner>;
};

export const noLadder: LadderState = { taken: new Map(), missed: new Map(), owners: new Map() };

/** Remembers the rungs taken; `missed` counts per duty without its occurrence, so that a missed duty opens again. */
export function evolveLadder(ladder: LadderState, event: DomainEvent): LadderState {
  switch (event.type) {
    case 'ReminderSent': {
      const { duty, rung } = event.data as ReminderSent['data'];
      return { ...ladder, taken: new Map(ladder.taken).set(duty, rung) };
    }
    case 'ObligationEscalated': {
      const { duty, rung, to } = event.data as ObligationEscalated['data'];
      return {
        ...ladder,
        taken: new Map(ladder.taken).set(duty, rung),
        owners: new Map(ladder.owners).set(duty, to),
      };
    }
    case 'ObligationMissed': {
      const { duty, rung } = event.data as ObligationMissed['data'];
      const base = dutyWithoutOccurrence(duty);
      return {
        ...ladder,
        taken: new Map(ladder.taken).set(duty, rung),
        missed: new Map(ladder.missed).set(base, (ladder.missed.get(base) ?? 0) + 1),
      };
    }
    case 'ObligationReassigned': {
      const { duty, to } = event.data as ObligationReassigned['data'];
      return { ...ladder, owners: new Map(ladder.owners).set(duty, to) };
    }
    default:
      return ladder;
  }
}

/** What was escalated or handed over at the old school is owed afresh at the new one. */
export function owedAfresh(ladder: LadderState): LadderState {
  return { ...ladder, owners: new Map() };
}

export function dutyKey(kind: DutyKind, stream: StreamId, occurrence: string | number): string {
  return `duty/${kind}/${uuidOf(stream)}/${occurrence}`;
}

export function dutyWithoutOccurrence(key: string): string {
  return key.slice(0, key.lastIndexOf('/'));
}

/** The command that every process understands: take one rung of one duty's ladder, if it is due. */
export type StepLadder = { type: 'StepLadder'; data: { key: string } };

/**
 * What taking a rung records. "Not due any more" is a normal answer: no events. `onRecord` gives the stream's own fact
 * for a duty whose silence is now recorded (`SessionUnlogged`, `ProbeMissed`, …) or null for the general ObligationMissed.
 */
export function stepLadder<E extends DomainEvent>(
  duties: readonly Duty[],
  key: string,
  now: Instant,
  onRecord: (duty: Duty, rung: Rung) => readonly E[] | null,
  onDo: (duty: Duty, rung: Rung) => readonly E[],
  escalateTo: (duty: Duty) => DutyOwner,
): readonly (E | ProcessEvent)[] {
  const duty = duties.find((d) => key.startsWith(`${d.key}/rung-`));
  const rung = duty?.rungs[0];
  if (!duty || !rung || rung.key !== key || rung.at > now) return [];
  const fact = { duty: duty.key, kind: duty.kind, rung: rung.n, dueOn: duty.dueOn };
  switch (rung.act) {
    case 'do':
      return onDo(duty, rung).map((e) => ({ occurredAt: rung.at, ...e }));
    case 'remind':
      return [
        {
          type: 'ReminderSent',
          data: { ...fact, owner: duty.owner },
          occurredAt: rung.at,
        } as ReminderSent,
      ];
    case 'escalate':
      return [
        {
          type: 'ObligationEscalated',
          data: { ...fact, from: duty.owner, to: escalateTo(duty) },
          occurredAt: rung.at,
        } as ObligationEscalated,
      ];
    case 'record':
      return (
        onRecord(duty, rung)?.map((e) => ({ occurredAt: rung.at, ...e })) ?? [
          {
            type: 'ObligationMissed',
            data: { ...fact, owner: duty.owner },
            occurredAt: rung.at,
          } as ObligationMissed,
        ]
      );
  }
}
