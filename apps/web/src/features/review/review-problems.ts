import type { ReviewOption } from '#contracts/reviews';

type Draft = {
  option: ReviewOption | null;
  reason: string;
  newGoal: number | null;
  note: string;
  present: readonly string[];
};

export type ReviewProblems = Partial<
  Record<'decision' | 'reason' | 'newGoal' | 'note' | 'present', true>
>;

/** What is still missing before a review can be recorded; the API asks the same again. */
export function reviewProblems({ option, reason, newGoal, note, present }: Draft): ReviewProblems {
  return {
    ...(option ? {} : { decision: true }),
    ...(option?.needs.includes('reason') && reason.trim() === '' ? { reason: true } : {}),
    ...(option?.needs.includes('newGoal') && newGoal === null ? { newGoal: true } : {}),
    ...(option?.needs.includes('note') && note.trim() === '' ? { note: true } : {}),
    ...(present.length === 0 ? { present: true } : {}),
  };
}
