import type { ProbeMissedReason } from '#domain/cycle/events';
import type { LocalDate } from '#domain/time';
import type { SandboxStudent } from '../district.js';
import { byShare, normal, unit } from '../random.js';
import type { SandboxArea } from '../truth.js';
import { probeNoise, startOf, trueRate } from '../truth.js';
import { isAtSchool } from './sessions.js';
import type { When } from './timing.js';
import { whenActsOften } from './timing.js';

/** What becomes of a probe that is due: given, excused with a reason, or (`when` null) nothing at all. */
export type ProbeChoice =
  | { kind: 'give'; when: When }
  | { kind: 'excuse'; reason: ProbeMissedReason; when: { schoolDaysAfterDue: number } };

export function probeChoice(
  seed: number,
  student: SandboxStudent,
  area: SandboxArea,
  dueOn: LocalDate,
  diligence: number,
): ProbeChoice {
  const key = `${student.number}/${area}/${dueOn}`;
  const away = !isAtSchool(seed, student, dueOn);
  const at = unit(seed, key, 'probe');
  // A child who is away on the day is mostly caught up within the week.
  if (away && at < 0.4) {
    return { kind: 'excuse', reason: 'student-absent', when: { schoolDaysAfterDue: 1 } };
  }
  if (!away && at < 0.02) {
    const reason = byShare<ProbeMissedReason>(unit(seed, key, 'why'), [
      [0.5, 'staff-absent'],
      [0.5, 'spoiled'],
    ]);
    return { kind: 'excuse', reason, when: { schoolDaysAfterDue: 0 } };
  }
  const when = whenActsOften(seed, 'give-probe', key, diligence);
  if (!when || !away) return { kind: 'give', when };
  return { kind: 'give', when: { schoolDaysAfterDue: Math.max(1, when.schoolDaysAfterDue) } };
}

/** Where a student really stands before the first phase, in the unit of the area's monitoring measure. */
export function firstLevel(seed: number, student: SandboxStudent, area: SandboxArea): number {
  const start = startOf(area, student.grade);
  return start * (1 + 0.08 * normal(seed, student.number, area, 'start'));
}

/** Where they really stand after some weeks of a phase that began at `level`. */
export function levelAfter(
  student: SandboxStudent,
  area: SandboxArea,
  phase: { level: number; goalRatePerWeek: number; number: number },
  weeks: number,
): number {
  const rate = trueRate(area, student.truth[area].response, phase.goalRatePerWeek, phase.number);
  const level = phase.level + rate * weeks;
  return area === 'behaviour' ? Math.min(96, level) : level;
}

/** One probe of a student who stands at `level`; `key` names it, so that a retry finds the same score. */
export function probeScore(
  seed: number,
  student: SandboxStudent,
  area: SandboxArea,
  level: number,
  key: string,
): number {
  const score = level + probeNoise[area] * normal(seed, student.number, area, 'probe', key);
  const most = area === 'behaviour' ? 100 : Infinity;
  return Math.max(0, Math.min(most, Math.round(score)));
}

/** Three probes at the start of a phase. */
export function baselineScores(
  seed: number,
  student: SandboxStudent,
  area: SandboxArea,
  level: number,
  phaseNumber: number,
): number[] {
  return [1, 2, 3].map((n) =>
    probeScore(seed, student, area, level, `baseline ${phaseNumber}/${n}`),
  );
}

/** One case in four has a probe that someone misread; it is corrected after the review that it served. */
export function misreadsProbe(student: SandboxStudent, area: SandboxArea): boolean {
  return student.truth[area].caseNumber % 4 === 1;
}
