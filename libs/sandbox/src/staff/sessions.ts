import type { NotHeldReason } from '#domain/group/events';
import type { LocalDate } from '#domain/time';
import type { SandboxStudent } from '../district.js';
import { byShare, unit } from '../random.js';
import type { SandboxArea } from '../truth.js';
import type { When } from './timing.js';
import { whenActsOften } from './timing.js';

/** What became of a planned session; `when` null: nobody ever says. */
export type SessionChoice =
  | {
      kind: 'held';
      minutes: number;
      steps: 'all' | 'some' | 'not-this-lesson';
      when: When;
    }
  | { kind: 'not-held'; reason: NotHeldReason; when: When };

const notHeld = 0.04;
const reasons: readonly (readonly [number, NotHeldReason])[] = [
  [0.35, 'staff-absent'],
  [0.2, 'assembly'],
  [0.2, 'testing'],
  [0.15, 'no-space'],
  [0.1, 'other'],
];

export function sessionChoice(
  seed: number,
  sessionId: string,
  plannedMinutes: number,
  diligence: number,
): SessionChoice {
  const when = whenActsOften(seed, 'log-session', sessionId, diligence);
  if (unit(seed, sessionId, 'held') < notHeld) {
    return { kind: 'not-held', reason: byShare(unit(seed, sessionId, 'why'), reasons), when };
  }
  const short = unit(seed, sessionId, 'short') < 0.05;
  return {
    kind: 'held',
    minutes: short ? Math.max(5, plannedMinutes - 5) : plannedMinutes,
    steps: byShare(unit(seed, sessionId, 'steps'), [
      [0.8, 'all'],
      [0.14, 'some'],
      [0.06, 'not-this-lesson'],
    ]),
    when,
  };
}

/** Whether a student is at school; the same for every session and probe of the day. */
export function isAtSchool(seed: number, student: SandboxStudent, on: LocalDate): boolean {
  return unit(seed, student.number, 'at school', on) < student.attendance;
}

export type AttendanceChoice = {
  attendance: 'here' | 'late' | 'out';
  minutes: number;
  reason: 'student-absent' | 'refused' | 'other' | null;
};

/** How one student had a session that was held. */
export function attendanceChoice(
  seed: number,
  student: SandboxStudent,
  area: SandboxArea,
  sessionId: string,
  on: LocalDate,
  minutes: number,
): AttendanceChoice {
  if (!isAtSchool(seed, student, on))
    return { attendance: 'out', minutes: 0, reason: 'student-absent' };
  const at = unit(seed, student.number, sessionId, 'comes');
  const refuses = area === 'behaviour' ? 0.02 : 0.005;
  if (at < refuses) return { attendance: 'out', minutes: 0, reason: 'refused' };
  if (at < refuses + 0.005) return { attendance: 'out', minutes: 0, reason: 'other' };
  if (at < refuses + 0.05) {
    return { attendance: 'late', minutes: Math.max(1, minutes - 4), reason: null };
  }
  return { attendance: 'here', minutes, reason: null };
}
