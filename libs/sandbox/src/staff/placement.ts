import type { Tier } from '#domain/cycle/events';
import { byShare, evenly, pick } from '../random.js';
import type { SandboxStudent } from '../district.js';
import type { SandboxArea } from '../truth.js';

/** What a team decides about a proposed placement. */
export type PlacementChoice =
  | { kind: 'confirm' }
  | { kind: 'override'; tier: Tier; reason: string }
  | { kind: 'decline'; reason: string };

const toMore = [
  'Two years of support at this level have not been enough.',
  'Class work and last year’s notes point to a larger gap than the screening.',
];
const toLess = [
  'New to English; the team starts with the lighter plan and looks again.',
  'The classroom scores are better than the screening day.',
];
const declined = [
  'Was ill on the screening day; the retest was on grade level.',
  'Already served in the same skill by the IEP.',
  'The guardian and the teacher ask to wait for the first marking period.',
];

export function placementChoice(
  seed: number,
  student: SandboxStudent,
  area: SandboxArea,
  proposed: Tier,
): PlacementChoice {
  const at = evenly(student.truth[area].caseNumber, seed, 'placement', area);
  const reason = (reasons: readonly string[]) => pick(reasons, seed, student.number, area, 'why');
  return byShare<() => PlacementChoice>(at, [
    [0.74, () => ({ kind: 'confirm' })],
    [
      0.14,
      () =>
        proposed === 3
          ? { kind: 'override', tier: 2, reason: reason(toLess) }
          : { kind: 'override', tier: 3, reason: reason(toMore) },
    ],
    [0.12, () => ({ kind: 'decline', reason: reason(declined) })],
  ])();
}
