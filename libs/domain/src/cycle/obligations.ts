import { nthSchoolDayAfter } from '../calendar/calendar-days.js';
import type { SchoolCalendar } from '../calendar/school-calendar.js';
import type { Reference } from '../decider.js';
import type { DutyDays } from '../duty-days.js';
import { schoolDays } from '../duty-days.js';
import { ladderDuty, nearestFirst, workDuty } from '../ladder.js';
import type { Duty, DutyKind, DutyOwner, Ladder } from '../obligation.js';
import { dutyKey } from '../obligation.js';
import type { Obligations, WorkKinds } from '../process.js';
import type { RuleSetDocument } from '../rule-set/document.js';
import type { LocalDate } from '../time.js';
import { cadenceDay, nextInCadence } from './cadence.js';
import { checkCadence, lastSettled, probeCadence, probeLadder, yearLater } from './due-days.js';
import { reviewDay } from './review-day.js';
import type { Cycle, OpenCycle, Phase } from './state.js';
import { runningPhase } from './state.js';

/** Done by an activity: the letter in the guardian's language, and the review. Both are also done, plainly, by `StepLadder`. */
export const workKinds: WorkKinds = ['notify-guardian', 'prepare-review'];

/** A state with the documents that it pins: what every duty is computed from. */
type View = {
  cycle: OpenCycle;
  calendar: SchoolCalendar;
  rules: RuleSetDocument;
  days: DutyDays;
};

/** What must happen next in a cycle. A closed one owes nothing; an open one always owes its stage's own duty. */
export const obligations: Obligations<Cycle> = (cycle, reference) => {
  if (cycle.status !== 'open') return [];
  const { calendar, rules } = documents(reference);
  const view: View = { cycle, calendar, rules, days: schoolDays(calendar) };
  const phase = runningPhase(cycle);
  return nearestFirst([
    stageDuty(view, phase),
    noticeDuty(view),
    ...(phase ? [probeDuty(view, phase), fidelityDuty(view, phase)] : []),
    ...cycle.questioned.map((q) => secondLook(view, q)),
  ]);
};

/** The calendar and rule set that the process pins; without them there is nothing to decide on, and that is a bug. */
export function documents(reference: Reference): {
  calendar: SchoolCalendar;
  rules: RuleSetDocument;
} {
  const { calendar, ruleSet } = reference;
  if (!calendar || !ruleSet) throw new Error('a cycle needs its calendar and its rule set');
  return { calendar, rules: ruleSet };
}

function stageDuty(view: View, phase: Phase | null): Duty | null {
  switch (view.cycle.at.stage) {
    case 'placement':
      return confirmPlacement(view, view.cycle.at);
    case 'start':
      return startPhase(view, view.cycle.at);
    case 'delivery':
      return phase && prepareReview(view, phase);
    case 'review':
      return holdReview(view, view.cycle.at);
    case 'fade':
      return endFade(view, view.cycle.at);
  }
}

function confirmPlacement(view: View, at: Extract<OpenCycle['at'], { stage: 'placement' }>) {
  const { decideWithinSchoolDays: n, ladder } = view.rules.placement;
  const { placements } = view.cycle;
  return laddered(view, {
    kind: 'confirm-placement',
    occurrence: placements.length + missedSoFar(view, 'confirm-placement'),
    dueOn: dueOrAgain(view, at.proposal.on, n, at.missedDueOn, ladder, n),
    owner: role(at.missedDueOn === null ? 'specialist' : 'school-admin', view.cycle.schoolId),
    because: { rule: '/placement/decideWithinSchoolDays', trigger: at.proposal.trigger },
    ladder,
  });
}

function startPhase(view: View, at: Extract<OpenCycle['at'], { stage: 'start' }>) {
  const { startWithinSchoolDays: n, ladder } = view.rules.placement;
  const { schoolId, phases } = view.cycle;
  return laddered(view, {
    kind: 'start-phase',
    occurrence: phases.length + 1 + missedSoFar(view, 'start-phase'),
    dueOn: dueOrAgain(view, at.since, n, at.missedDueOn, ladder, n),
    owner: role(at.missedDueOn === null ? 'specialist' : 'school-admin', schoolId),
    because: { rule: '/placement/startWithinSchoolDays', trigger: at.trigger },
    ladder,
  });
}

function prepareReview({ cycle, calendar, rules, days }: View, phase: Phase): Duty {
  const { on, rule } = reviewDay(phase, calendar, rules);
  return workDuty({
    key: dutyKey('prepare-review', cycle.stream, cycle.reviewsOpened + 1),
    kind: 'prepare-review',
    dueOn: on,
    at: days.morning(on),
    because: { rule, trigger: phase.trigger },
    studentId: cycle.studentId,
  });
}

function holdReview(view: View, at: Extract<OpenCycle['at'], { stage: 'review' }>) {
  const { ladder } = view.rules.review;
  const { review, missedDueOn } = at;
  const phase = view.cycle.phases.find((p) => p.phaseId === review.phaseId);
  const specialist: DutyOwner = phase
    ? { kind: 'staff', staffId: phase.specialistId }
    : role('specialist', view.cycle.schoolId);
  return laddered(view, {
    kind: 'hold-review',
    occurrence: review.number + missedSoFar(view, 'hold-review'),
    dueOn: dueOrAgain(view, review.dueOn, 0, missedDueOn, ladder, ladder.recordAfter),
    owner: missedDueOn === null ? specialist : role('school-admin', view.cycle.schoolId),
    because: { rule: '/review/everyInstructionalWeeks', trigger: review.trigger },
    ladder,
  });
}

function endFade({ cycle, days }: View, at: Extract<OpenCycle['at'], { stage: 'fade' }>): Duty {
  return workDuty({
    key: dutyKey('end-fade', cycle.stream, cycle.phases.length),
    kind: 'end-fade',
    dueOn: at.until,
    at: days.due(at.until),
    because: { rule: '/exit/fadeSchoolWeeks', trigger: at.trigger },
    studentId: cycle.studentId,
  });
}

/** Due at once: the process itself writes the letter. */
function noticeDuty({ cycle, rules, days }: View): Duty | null {
  const { notice } = cycle;
  if (!notice || !rules.notices.placement) return null;
  return workDuty({
    key: dutyKey('notify-guardian', cycle.stream, notice.number),
    kind: 'notify-guardian',
    dueOn: notice.on,
    at: days.morning(notice.on),
    because: { rule: '/notices/placement', trigger: notice.trigger },
    studentId: cycle.studentId,
  });
}

function probeDuty(view: View, phase: Phase): Duty | null {
  const { cycle, calendar, rules } = view;
  const cadence = probeCadence(phase, calendar, rules);
  const k = nextInCadence(cadence, lastSettled(phase.probes, phase.probesMissed));
  const dueOn = cadenceDay(cadence, k);
  if (dueOn === null || (cycle.at.stage === 'fade' && dueOn > cycle.at.until)) return null;
  return laddered(view, {
    kind: 'give-probe',
    occurrence: `${phase.number}.${k}`,
    dueOn,
    owner: { kind: 'staff', staffId: phase.specialistId },
    because: { rule: `/tiers/${phase.tier}/probeEverySchoolWeeks`, trigger: phase.trigger },
    ladder: probeLadder(rules),
  });
}

function fidelityDuty(view: View, phase: Phase): Duty | null {
  const { cycle, calendar, rules } = view;
  const cadence = checkCadence(phase, calendar, rules);
  const k = nextInCadence(cadence, lastSettled(phase.checks, phase.checksMissed));
  const dueOn = cadenceDay(cadence, k);
  if (dueOn === null || cycle.at.stage === 'fade') return null;
  return laddered(view, {
    kind: 'observe-fidelity',
    occurrence: `${phase.number}.${k}`,
    dueOn,
    owner: role('school-admin', cycle.schoolId),
    because: { rule: '/delivery/fidelity/everySchoolWeeks', trigger: phase.trigger },
    ladder: view.rules.delivery.fidelity.ladder,
  });
}

/** A decision whose basis changed is looked at within the days that a decision is given at first. */
function secondLook(view: View, question: OpenCycle['questioned'][number]): Duty | null {
  const { ladder } = view.rules.review;
  const n = view.rules.placement.decideWithinSchoolDays;
  return laddered(view, {
    kind: 'look-again',
    occurrence: `${question.number}.${question.missed}`,
    dueOn: dueOrAgain(view, question.on, n, question.missedDueOn, ladder, n),
    owner: role(question.missedDueOn === null ? 'specialist' : 'school-admin', view.cycle.schoolId),
    because: { rule: '/placement/decideWithinSchoolDays', trigger: question.trigger },
    ladder,
  });
}

type Asked = {
  kind: DutyKind;
  occurrence: number | string;
  dueOn: LocalDate;
  owner: DutyOwner;
  because: Duty['because'];
  ladder: Ladder;
};

function laddered({ cycle, days }: View, { occurrence, ladder, ...asked }: Asked): Duty | null {
  const key = dutyKey(asked.kind, cycle.stream, occurrence);
  return ladderDuty({ key, studentId: cycle.studentId, ...asked }, ladder, days, cycle.ladder);
}

/**
 * A duty's day: `n` school days after it arose. Once its silence was recorded it is owed again, `again` school days after
 * that record. In a summer without a known next year it waits a year, unless a calendar is published before.
 */
function dueOrAgain(
  { calendar, days }: View,
  arose: LocalDate,
  n: number,
  missedDueOn: LocalDate | null,
  ladder: Ladder,
  again: number,
): LocalDate {
  if (missedDueOn === null) return days.after(arose, n);
  const recordedOn = days.after(missedDueOn, ladder.recordAfter);
  return nthSchoolDayAfter(calendar, recordedOn, Math.max(1, again)) ?? yearLater(recordedOn);
}

function missedSoFar({ cycle }: View, kind: DutyKind): number {
  const key = dutyKey(kind, cycle.stream, '');
  return cycle.ladder.missed.get(key.slice(0, -1)) ?? 0;
}

function role(name: 'school-admin' | 'specialist', schoolId: string): DutyOwner {
  return { kind: 'role', role: name, schoolId };
}
