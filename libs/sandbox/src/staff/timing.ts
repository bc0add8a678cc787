import type { DutyKind } from '#domain/obligation';
import { evenly, unit, whole } from '../random.js';

/** Duties that people owe; the process meets its own. */
export type HumanDuty = Extract<
  DutyKind,
  | 'screen-student'
  | 'confirm-placement'
  | 'notify-guardian'
  | 'start-phase'
  | 'log-session'
  | 'give-probe'
  | 'observe-fidelity'
  | 'hold-review'
  | 'look-again'
  | 'give-notice'
  | 'request-consent'
>;

/** When someone acts, in school days from the due day (negative: before it); null: nobody does, and silence is recorded. */
export type When = { schoolDaysAfterDue: number } | null;

/**
 * How a duty is treated by people who are not wholly diligent: `never` and `late` are shares per unit of missing
 * diligence (at 0.8 a `never` of 0.5 is one in ten). `early` and `slack`: school days before and after the due day.
 * What is done for a child in the room is seldom forgotten, paper often.
 */
type Habit = { never: number; late: number; early: number; slack: readonly [number, number] };

const habits: Readonly<Record<HumanDuty, Habit>> = {
  'screen-student': { never: 2.2, late: 0.6, early: 4, slack: [1, 4] },
  'confirm-placement': { never: 0.5, late: 1, early: 4, slack: [1, 4] },
  'notify-guardian': { never: 0.5, late: 0.8, early: 4, slack: [1, 4] },
  'start-phase': { never: 0.4, late: 1, early: 6, slack: [1, 4] },
  // A log that comes late comes after the session was recorded as unlogged.
  'log-session': { never: 0.2, late: 0.35, early: 0, slack: [2, 4] },
  'give-probe': { never: 0.25, late: 0.6, early: 0, slack: [1, 2] },
  'observe-fidelity': { never: 0.5, late: 1, early: 4, slack: [1, 4] },
  'hold-review': { never: 0.5, late: 1, early: 0, slack: [1, 8] },
  'look-again': { never: 1.8, late: 0.8, early: 2, slack: [1, 4] },
  'give-notice': { never: 1, late: 1, early: 6, slack: [1, 8] },
  'request-consent': { never: 1, late: 1, early: 6, slack: [1, 8] },
};

export type DutyCase = {
  seed: number;
  kind: HumanDuty;
  /** Numbers the cases of a kind from 0 without gaps, where there are few of them: their fates lie evenly. */
  caseNumber: number;
  /** The case's area or another word that keeps its numbers apart. */
  among: string;
  /** From 1; a duty that was missed and opens again is remembered better. */
  occurrence: number;
  /** 0–1. */
  diligence: number;
};

/** When the person who owes it acts on a duty of which a district has tens. */
export function whenActs({ seed, kind, caseNumber, among, occurrence, diligence }: DutyCase): When {
  const at = evenly(caseNumber, seed, 'acts', kind, among, occurrence);
  return timingAt(at, seed, kind, [among, caseNumber, occurrence], diligence, occurrence);
}

/** The same for what a district has thousands of, named by any key: a session, a probe. */
export function whenActsOften(
  seed: number,
  kind: 'log-session' | 'give-probe',
  key: string,
  diligence: number,
): When {
  return timingAt(unit(seed, 'acts', kind, key), seed, kind, [key], diligence, 1);
}

function timingAt(
  at: number,
  seed: number,
  kind: HumanDuty,
  keys: readonly (string | number)[],
  diligence: number,
  occurrence: number,
): When {
  const { never, late, early, slack } = habits[kind];
  const missing = (1 - diligence) / occurrence;
  if (at < missing * never) return null;
  if (at < missing * (never + late)) {
    return { schoolDaysAfterDue: whole(slack[0], slack[1], seed, 'late', kind, ...keys) };
  }
  const days = whole(0, early, seed, 'early', kind, ...keys);
  return { schoolDaysAfterDue: days === 0 ? 0 : -days };
}
