import type { Tier } from '#domain/cycle/events';
import type { Decision } from '#domain/rule-set/recommend';
import type { SandboxStudent } from '../district.js';
import { evenly, pick, unit, whole } from '../random.js';
import type { SandboxArea } from '../truth.js';

/** What a team decides at a review; a decision against the recommendation has its reason. */
export type ReviewChoice = { decision: Decision; reason: string | null };

/** One review in four ends otherwise than the engine recommends. */
const against = 0.25;

const reasons: Readonly<Record<Decision, readonly string[]>> = {
  continue: ['The team saw real change in the classroom and gives the plan more time.'],
  'raise-goal': ['The goal was set too low; the student passes it in class work.'],
  adjust: ['The error pattern points to another skill than the one taught.'],
  intensify: ['The gap is too wide to wait for another review.'],
  refer: ['The guardian, the teacher and the psychologist share the concern.'],
  exit: ['Works on grade level in class; the teacher asks to end the support.'],
  'fix-delivery': ['Too many sessions fell out to judge the plan; the schedule comes first.'],
};

/** The other ways, oftener those that a rule seldom or never recommends: they need a team's eyes. */
const otherWays: readonly Decision[] = [
  'continue',
  'adjust',
  'refer',
  'raise-goal',
  'adjust',
  'exit',
  'intensify',
  'refer',
  'fix-delivery',
];

export function reviewChoice(
  seed: number,
  student: SandboxStudent,
  area: SandboxArea,
  review: { number: number; recommended: Decision; tier: Tier },
): ReviewChoice {
  const { caseNumber } = student.truth[area];
  const at = evenly(caseNumber, seed, 'review', area, review.number);
  if (at >= against) return { decision: review.recommended, reason: null };
  // The place within the share also says which other way is taken, so that each of them is.
  const others = otherWays.filter(
    (decision) =>
      decision !== review.recommended && !(decision === 'intensify' && review.tier === 3),
  );
  const decision = others[Math.floor((at / against) * others.length)]!;
  return { decision, reason: pick(reasons[decision], seed, student.number, review.number) };
}

/** A check of the lesson against its steps: mostly whole, one in eight under the usual mark of 80 %. */
export function fidelityCheck(
  seed: number,
  key: string,
  steps: number,
): { kind: 'observer' | 'self'; implemented: number; applicable: number } {
  const weak = unit(seed, key, 'weak') < 0.12;
  const left = weak ? Math.ceil(steps * 0.35) : whole(0, Math.floor(steps * 0.15), seed, key);
  return {
    kind: unit(seed, key, 'who') < 0.7 ? 'observer' : 'self',
    implemented: steps - left,
    applicable: steps,
  };
}

/** After another look at a decision whose basis has changed: mostly it stands. */
export function lookAgainChoice(seed: number, key: string): { stands: boolean; note: string } {
  return unit(seed, key, 'stands') < 0.8
    ? { stands: true, note: 'The corrected score does not change the picture.' }
    : { stands: false, note: 'With the corrected score the team will meet again.' };
}
