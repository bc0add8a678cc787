import type { Reference } from '../decider.js';
import { schoolDays } from '../duty-days.js';
import { nearestFirst, withRungs, workDuty } from '../ladder.js';
import type { Duty, Ladder } from '../obligation.js';
import { dutyKey } from '../obligation.js';
import type { WorkKinds } from '../process.js';
import { localDateOf } from '../time.js';
import type { Scheduled, ScreeningWindow } from './state.js';

/** An activity pages the scores and sends CloseWindow; another proposes the placements and sends CompleteProposals. */
export const workKinds: WorkKinds = ['close-window', 'propose-placements'];

export function obligations(window: ScreeningWindow, reference: Reference): readonly Duty[] {
  switch (window.status) {
    case 'none':
    case 'completed':
      return [];
    case 'scheduled':
      return [openWindow(window, reference)];
    case 'screening':
      return nearestFirst([screenStudents(window, reference), closeWindow(window, reference)]);
    case 'proposing':
      return [proposePlacements(window, reference)];
  }
}

function openWindow(window: Scheduled, reference: Reference): Duty {
  const { opensOn } = window.plan;
  return workDuty({
    key: dutyKey('open-window', window.stream, 0),
    kind: 'open-window',
    dueOn: opensOn,
    at: daysOf(reference).morning(opensOn),
    because: { rule: '/screening', trigger: window.trigger },
  });
}

/**
 * One duty for all students of the window, owed by the school's teachers. It has no record rung: what is still missing
 * when the make-up days are over is recorded student by student as the window closes. Rungs of the ladder that would fall
 * behind the close are left out; the last reminder stands on the morning after it, so that the task stays in the inbox
 * until the window has truly closed.
 */
function screenStudents(window: Scheduled, reference: Reference): Duty | null {
  const { closesOn, makeUpsUntil, schoolId } = window.plan;
  const days = daysOf(reference);
  const ladder = ladderOf(reference);
  const close = days.due(makeUpsUntil);
  const fitting = [
    ...ladder.remindAfter.map((after) => ({ after, act: 'remind' as const })),
    ...(ladder.escalateAfter === null
      ? []
      : [{ after: ladder.escalateAfter, act: 'escalate' as const }]),
  ]
    .sort((a, b) => a.after - b.after)
    .map(({ after, act }) => ({ act, at: days.morning(days.after(closesOn, after)) }))
    .map((step) => (step.at < close ? step : null));
  const last = { act: 'remind' as const, at: days.morning(days.later(makeUpsUntil, 1)) };
  return withRungs(
    {
      key: dutyKey('screen-student', window.stream, 0),
      kind: 'screen-student',
      owner: { kind: 'role', role: 'teacher', schoolId },
      studentId: null,
      dueOn: closesOn,
      dueAt: days.due(closesOn),
      because: { rule: '/screening/ladder', trigger: window.trigger },
    },
    [...fitting, last],
    window.ladder,
  );
}

function closeWindow(window: Scheduled, reference: Reference): Duty {
  const { makeUpsUntil } = window.plan;
  return workDuty({
    key: dutyKey('close-window', window.stream, 0),
    kind: 'close-window',
    dueOn: makeUpsUntil,
    at: daysOf(reference).due(makeUpsUntil),
    because: { rule: '/screening/makeUpSchoolDays', trigger: window.trigger },
  });
}

function proposePlacements(window: Scheduled, reference: Reference): Duty {
  const at = window.closedAt ?? daysOf(reference).due(window.plan.makeUpsUntil);
  return workDuty({
    key: dutyKey('propose-placements', window.stream, 0),
    kind: 'propose-placements',
    dueOn: localDateOf(at, daysOf(reference).timeZone),
    at,
    because: { rule: '/screening/criteria', trigger: window.trigger },
  });
}

/** The first rule set of the plan: a window's reminders go to a school's staff, not to one grade span. */
export function ladderOf(reference: Reference): Ladder {
  if (!reference.ruleSet) throw new Error('a screening window needs its rule set');
  return reference.ruleSet.screening.ladder;
}

export function daysOf(reference: Reference) {
  if (!reference.calendar) throw new Error('a screening window needs its calendar');
  return schoolDays(reference.calendar);
}
