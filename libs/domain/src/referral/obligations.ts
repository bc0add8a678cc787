import type { Reference } from '../decider.js';
import type { DutyDays } from '../duty-days.js';
import { schoolDays } from '../duty-days.js';
import { ladderDuty, nearestFirst, withRungs } from '../ladder.js';
import type { Duty, DutyKind, DutyOwner, Ladder } from '../obligation.js';
import { dutyKey, dutyWithoutOccurrence } from '../obligation.js';
import type { WorkKinds } from '../process.js';
import type { ReferralRules } from '../rule-set/document.js';
import type { LocalDate } from '../time.js';
import { instantOf, localDateOf } from '../time.js';
import type { ClockEnd, ClockName } from '../legal-clock/pack.js';
import { clockNames } from '../legal-clock/pack.js';
import { definitionOf } from '../legal-clock/packs.js';
import { isMet } from './clock.js';
import type { Known, Referral, RunningClock } from './state.js';

/** Every duty of a referral is owed by people. */
export const workKinds: WorkKinds = [];

/**
 * For a referral without a rule set, such as a request for a student who never had a cycle. No law sets these days: ten
 * school days to answer and ten to wait for a signature are this product's default until a rule set says otherwise.
 */
export const defaultReferralRules: ReferralRules = {
  jurisdiction: 'us',
  noticeWithinSchoolDays: 10,
  consentWithinSchoolDays: 10,
  ladder: { remindAfter: [0], escalateAfter: 1, escalateTo: 'school-admin', recordAfter: 2 },
};

/** School days from the report to the decision about eligibility, where no clock of the law runs: the product's default. */
const eligibilityWithin = 20;

/** School days before a legal due day on which its owner is reminded. */
const remindBefore = [20, 5];
/** School days after a missed due day: escalation, reminder, and the record that opens the next round. */
const overdue = { escalateAfter: 1, remindAfter: 5, recordAfter: 10 };

export function obligations(referral: Referral, reference: Reference): readonly Duty[] {
  if (referral.status !== 'open') return [];
  const { eligibility, consent, asked, notice } = referral;
  const known = { referral, reference, rules: rulesOf(reference), days: daysOf(reference) };
  const owed: (Duty | null)[] = [...onTheClocks(known)];
  if (notice === null || referral.safeguardsOn === null) owed.push(giveNotice(known));
  if (consent) {
    // Between the report and the team's decision some laws know no day; somebody owes it all the same.
    if (!eligibility && !isEvaluationTimed(referral))
      owed.push(determineEligibility(known, consent));
  } else if (asked) owed.push(obtainConsent(known, asked));
  else if (notice) owed.push(requestConsent(known, notice));
  return nearestFirst(owed);
}

type Knowing = { referral: Known; reference: Reference; rules: ReferralRules; days: DutyDays };

/** Prior written notice and the safeguards together (34 CFR 300.503, 300.504): owed until both are given. */
function giveNotice(known: Knowing): Duty | null {
  const { referral, rules } = known;
  return recurring(known, {
    kind: 'give-notice',
    owner: role('school-admin', referral),
    from: referral.request.received,
    within: rules.noticeWithinSchoolDays,
    times: 0,
    because: { rule: '34 CFR 300.503', trigger: referral.trigger },
  });
}

/** Consent is promptly sought whenever a child is referred (34 CFR 300.309(c)). */
function requestConsent(known: Knowing, notice: NonNullable<Known['notice']>): Duty | null {
  const { referral, rules } = known;
  return recurring(known, {
    kind: 'request-consent',
    owner: role('psychologist', referral),
    from: notice.on,
    within: rules.noticeWithinSchoolDays,
    times: 0,
    because: { rule: '34 CFR 300.309(c)', trigger: notice.trigger },
  });
}

/** The guardian's silence is recorded and the duty opens again: somebody must ask once more. */
function obtainConsent(known: Knowing, asked: NonNullable<Known['asked']>): Duty | null {
  const { referral, rules } = known;
  return recurring(known, {
    kind: 'obtain-consent',
    owner: role('psychologist', referral),
    from: asked.on,
    within: rules.consentWithinSchoolDays,
    times: asked.times - 1,
    because: { rule: '34 CFR 300.300(a)', trigger: asked.trigger },
  });
}

function determineEligibility(known: Knowing, consent: NonNullable<Known['consent']>): Duty | null {
  const { referral } = known;
  return recurring(known, {
    kind: 'determine-eligibility',
    owner: role('school-admin', referral),
    from: referral.reportedOn ?? consent.receivedOn,
    within: eligibilityWithin,
    times: 0,
    because: { rule: '34 CFR 300.306', trigger: referral.trigger },
  });
}

/** A duty by school days whose silence opens the next occurrence, counted from the day of the record on. */
function recurring(
  { referral, rules, days }: Knowing,
  duty: {
    kind: DutyKind;
    owner: DutyOwner;
    from: LocalDate;
    within: number;
    times: number;
    because: Duty['because'];
  },
): Duty | null {
  const base = dutyWithoutOccurrence(dutyKey(duty.kind, referral.stream, 0));
  const missedAt = referral.missedAt.get(base);
  const missedOn = missedAt === undefined ? null : localDateOf(missedAt, days.timeZone);
  const again = missedOn !== null && missedOn >= duty.from;
  const occurrence = duty.times + (referral.ladder.missed.get(base) ?? 0);
  return ladderDuty(
    {
      key: dutyKey(duty.kind, referral.stream, occurrence),
      kind: duty.kind,
      owner: duty.owner,
      studentId: referral.request.studentId,
      dueOn: again ? days.later(missedOn, duty.within) : days.after(duty.from, duty.within),
      because: duty.because,
    },
    rules.ladder,
    days,
    referral.ladder,
  );
}

/** What a legal clock makes somebody owe, and whom. Requests for records are no part of a referral. */
export const onClock: Readonly<
  Partial<Record<ClockName, { kind: DutyKind; role: 'psychologist' | 'school-admin' }>>
> = {
  'request-response': { kind: 'answer-request', role: 'school-admin' },
  'assessment-plan': { kind: 'give-assessment-plan', role: 'psychologist' },
  evaluation: { kind: 'finish-evaluation', role: 'psychologist' },
  'evaluation-report': { kind: 'report-evaluation', role: 'psychologist' },
  'team-meeting': { kind: 'hold-team-meeting', role: 'school-admin' },
  'eligibility-and-iep-meeting': { kind: 'hold-evaluation-meeting', role: 'school-admin' },
  'iep-meeting': { kind: 'hold-evaluation-meeting', role: 'school-admin' },
  placement: { kind: 'decide-placement', role: 'school-admin' },
  'initial-iep': { kind: 'hold-iep-meeting', role: 'school-admin' },
};

function onTheClocks(known: Knowing): readonly Duty[] {
  return clockNames.flatMap((name) => {
    const clock = known.referral.clocks[name];
    const duty = clock && !isMet(name, known.referral) ? onTheClock(known, name, clock) : null;
    return duty ? [duty] : [];
  });
}

/** Whether a clock of the law still runs to the report, the decision or the meeting. */
function isEvaluationTimed(referral: Known): boolean {
  const { clocks, request } = referral;
  return clockNames.some((name) => {
    const until = definitionOf(request.jurisdiction, name)?.endsWith ?? [];
    const decides = until.some((end) => decisions.includes(end));
    return clocks[name] !== undefined && decides && !isMet(name, referral);
  });
}

const decisions: readonly ClockEnd[] = ['report', 'eligibility', 'iep-meeting'];

/**
 * A duty with a legal due day: reminders before it, DeadlineMissed at the end of that day, and then it stays owed and
 * escalates, with its silence recorded every ten school days. The day ends at midnight, not when school does.
 */
function onTheClock(known: Knowing, name: ClockName, clock: RunningClock): Duty | null {
  const { referral, days } = known;
  const owed = onClock[name];
  if (!owed) return null;
  const { kind, role: ownedBy } = owed;
  const base = dutyWithoutOccurrence(dutyKey(kind, referral.stream, 0));
  const occurrence = clock.turns + (referral.ladder.missed.get(base) ?? 0);
  const duty = {
    key: dutyKey(kind, referral.stream, occurrence),
    kind,
    owner: role(ownedBy, referral),
    studentId: referral.request.studentId,
    dueOn: clock.dueOn,
    dueAt: instantOf(clock.dueOn, '23:59', days.timeZone),
    because: { rule: clock.citation, trigger: clock.trigger },
  };
  if (clock.missedAt === null) {
    const reminders = remindBefore
      .map((n) => days.morning(days.before(clock.dueOn, n)))
      .map((at) => (at > clock.since ? { act: 'remind' as const, at } : null));
    return withRungs(duty, [...reminders, { act: 'record', at: duty.dueAt }], referral.ladder);
  }
  const recorded = referral.missedAt.get(base);
  const last = recorded !== undefined && recorded > clock.missedAt ? recorded : clock.missedAt;
  const since = localDateOf(last, days.timeZone);
  return withRungs(
    duty,
    [
      { act: 'escalate', at: days.morning(days.later(since, overdue.escalateAfter)) },
      { act: 'remind', at: days.morning(days.later(since, overdue.remindAfter)) },
      { act: 'record', at: days.due(days.later(since, overdue.recordAfter)) },
    ],
    referral.ladder,
  );
}

/** The clock of the referral that a duty runs on, if one. */
export function clockOf(kind: DutyKind, { clocks }: Known): ClockName | null {
  return clockNames.find((name) => clocks[name] && onClock[name]?.kind === kind) ?? null;
}

function role(name: 'school-admin' | 'psychologist', referral: Known): DutyOwner {
  return { kind: 'role', role: name, schoolId: referral.schoolId };
}

function rulesOf(reference: Reference): ReferralRules {
  return reference.ruleSet?.referral ?? defaultReferralRules;
}

export function ladderOf(reference: Reference): Ladder {
  return rulesOf(reference).ladder;
}

function daysOf(reference: Reference): DutyDays {
  if (!reference.calendar) throw new Error('a referral needs its calendar');
  return schoolDays(reference.calendar);
}
