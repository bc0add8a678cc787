import { expect, test } from 'vitest';
import { reviewProblems } from './review-problems.js';

const present = ['k-osei'];
const note = '';
const intensify = {
  decision: 'intensify',
  recommended: false,
  needs: ['reason'],
  schedules: 'placement-one-tier-up',
} as const;
const option = { ...intensify, needs: [...intensify.needs] };

test('nothing is chosen for the team', () => {
  expect(reviewProblems({ option: null, reason: '', newGoal: null, note, present })).toEqual({
    decision: true,
  });
});

test('a decision against the rule needs a reason, and blanks are none', () => {
  expect(reviewProblems({ option, reason: '  ', newGoal: null, note, present })).toEqual({
    reason: true,
  });
  expect(reviewProblems({ option, reason: 'two absences', newGoal: null, note, present })).toEqual(
    {},
  );
});

test('a raised goal needs its value, and zero is one', () => {
  const raise = { ...option, decision: 'raise-goal' as const, needs: ['newGoal' as const] };
  expect(reviewProblems({ option: raise, reason: '', newGoal: null, note, present })).toEqual({
    newGoal: true,
  });
  expect(reviewProblems({ option: raise, reason: '', newGoal: 0, note, present })).toEqual({});
});

test('a review that nobody attended is not held', () => {
  const free = { ...option, needs: [] };
  expect(reviewProblems({ option: free, reason: '', newGoal: null, note, present: [] })).toEqual({
    present: true,
  });
});

test('where the methods disagree, the note says how the team read the scores', () => {
  const continued = { ...option, decision: 'continue' as const, needs: ['note' as const] };
  const draft = { option: continued, reason: '', newGoal: null, present };
  expect(reviewProblems({ ...draft, note: ' ' })).toEqual({ note: true });
  expect(reviewProblems({ ...draft, note: 'the last three count for more' })).toEqual({});
});
