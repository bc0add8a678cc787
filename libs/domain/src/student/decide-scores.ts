import type { CommandMeta, Reference, Sent } from '../decider.js';
import { requirePastDay } from '../fact-date.js';
import { RuleBroken } from '../rule-broken.js';
import type { Score, StudentCommand, StudentEvent } from './events.js';
import type { Enrolled } from './state.js';
import { scoreKey } from './state.js';

type Of<T extends StudentCommand['type']> = Sent<Extract<StudentCommand, { type: T }>>;

/** Also taken after a student has left: late is better than lost. The same score again is no new fact. */
export function recordScore(
  { data, meta }: Of<'RecordScore'>,
  student: Enrolled,
  reference: Reference,
): StudentEvent[] {
  requireScore(data, student, meta, reference);
  const key = scoreKey(data);
  for (const known of student.scores.values()) if (known === key) return [];
  return [{ type: 'ScoreRecorded', data }];
}

export function voidScore({ data }: Of<'VoidScore'>, student: Enrolled): StudentEvent[] {
  const key = student.scores.get(data.eventId);
  if (key === undefined) throw new RuleBroken('unknown-score', { eventId: data.eventId });
  if (key === null) return [];
  if (data.reason.trim() === '') throw new RuleBroken('reason-required');
  return [{ type: 'ScoreVoided', data }];
}

export function correctScore(
  { data, meta }: Of<'CorrectScore'>,
  student: Enrolled,
  reference: Reference,
): StudentEvent[] {
  const key = student.scores.get(data.eventId);
  if (key === undefined) throw new RuleBroken('unknown-score', { eventId: data.eventId });
  if (key === null) throw new RuleBroken('score-voided', { eventId: data.eventId });
  requireScore(data.score, student, meta, reference);
  if (key === scoreKey(data.score)) return [];
  if (data.reason.trim() === '') throw new RuleBroken('reason-required');
  return [{ type: 'ScoreCorrected', data }];
}

function requireScore(
  score: Score,
  student: Enrolled,
  meta: CommandMeta,
  reference: Reference,
): void {
  requirePastDay(score.on, 'on', meta, reference);
  if (student.birthDate !== null && score.on < student.birthDate)
    throw new RuleBroken('score-before-birth', { date: score.on });
  if (score.value === null && score.level === null && score.percentile === null)
    throw new RuleBroken('no-score', { measure: score.measure });
  if (score.value !== null && !Number.isFinite(score.value))
    throw new RuleBroken('score-not-a-number', { measure: score.measure });
  if (score.percentile !== null && (score.percentile < 0 || score.percentile > 100))
    throw new RuleBroken('percentile-out-of-range', { measure: score.measure });
}
