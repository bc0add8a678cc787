import type { AccessEvent } from '#domain/access/events';
import type { CaseFileEvent } from '#domain/case-file/events';
import type { CycleEvent } from '#domain/cycle/events';
import type { DomainEvent } from '#domain/decider';
import type { GroupEvent } from '#domain/group/events';
import type { ProcessEvent } from '#domain/obligation';
import type { ReferralEvent } from '#domain/referral/events';
import type { ScreeningWindowEvent } from '#domain/screening-window/events';
import type { StudentEvent } from '#domain/student/events';

type Told =
  | CycleEvent
  | StudentEvent
  | ReferralEvent
  | ScreeningWindowEvent
  | GroupEvent
  | ProcessEvent
  | AccessEvent
  | CaseFileEvent;
type Sentences = { [T in Told['type']]?: (data: Extract<Told, { type: T }>['data']) => string };

/** A fact in words, with the numbers that it rests on. One without a sentence is told by its name and its fields. */
export function sentenceOf({ type, data }: DomainEvent): string {
  const sentence = sentences[type as Told['type']] as ((data: object) => string) | undefined;
  return sentence ? sentence(data) : `${spaced(type)}${fieldsOf(data)}`;
}

const because = (reason: string | null) => (reason ? `, because: ${reason}` : '');

const sentences: Sentences = {
  StudentEnrolled: ({ grade, on }) => `enrolled on ${on} in grade ${grade}`,
  ScoreRecorded: ({ measure, on, value, text, level, percentile }) =>
    `${measure} on ${on}: ${value ?? text ?? level}${level && value !== null ? `, ${level}` : ''}${percentile === null ? '' : `, percentile ${percentile}`}`,
  ScoreVoided: ({ reason }) => `a score does not count${because(reason)}`,
  CycleOpened: ({ area, grade, origin, ruleSet }) =>
    `opens a cycle in ${area}, grade ${grade}, from ${origin.kind}, under rule version ${ruleSet.version}`,
  PlacementProposed: ({ tier, evidence, reason }) =>
    `proposes Tier ${tier}${because(reason)}${evidenceOf(evidence)}`,
  PlacementConfirmed: ({ tier }) => `confirms Tier ${tier}`,
  PlacementOverridden: ({ proposed, tier, reason }) =>
    `decides Tier ${tier} instead of the proposed Tier ${proposed}${because(reason)}`,
  PlacementDeclined: ({ reason }) => `declines the placement${because(reason)}`,
  PhaseStarted: ({ number, tier, dosage, measure, startsOn, plannedEndOn }) =>
    `starts phase ${number} in Tier ${tier}: ${dosage.sessionsPerWeek} times a week ${dosage.minutes} minutes, ${startsOn} to ${plannedEndOn}, watched by ${measure}`,
  GoalSet: ({ baseline, goal }) =>
    `sets the goal ${goal.value} by ${goal.on} (${goal.ratePerWeek} a week, ${goal.method}) from the baseline ${baseline.median} of ${baseline.probes.join(', ')}`,
  GoalRaised: ({ from, to, goalOn, reason }) =>
    `raises the goal from ${from} to ${to} by ${goalOn}${because(reason)}`,
  ScreeningMissed: ({ on }) => `was not screened by ${on}, the end of the make-up days`,
  MemberAdded: ({ from }) => `joins a group from ${from}`,
  ProbeRecorded: ({ measure, value, on }) => `probe on ${on}: ${value} (${measure})`,
  ProbeMissed: ({ dueOn, reason }) => `the probe due ${dueOn} was not given: ${reason}`,
  SessionAttended: ({ minutes, plannedMinutes, attendance }) =>
    `session: ${attendance}, ${minutes} of ${plannedMinutes} minutes`,
  SessionMissed: ({ reason, plannedMinutes }) =>
    `session of ${plannedMinutes} minutes missed: ${reason}`,
  FidelityObserved: ({ implemented, applicable }) =>
    `fidelity observed: ${implemented} of ${applicable} steps`,
  AlertRaised: ({ direction, run }) => `alert: ${run} probes in a row ${direction} the aimline`,
  ReviewOpened: ({ number, recommendation }) =>
    `prepares review ${number}: ${recommendation.outcome}, recommends ${recommendation.decision} (${recommendation.methodVersion}, rule version ${recommendation.inputs.ruleSet.version}, ${recommendation.figures.n} points${slopeOf(recommendation.figures.slopePerWeek)}). ${recommendation.because.join(' ')}`,
  ReviewHeld: ({ outcome, recommended, decision, reason }) =>
    `review held: ${outcome}, ${recommended} was recommended, decided ${decision}${because(reason)}`,
  DecisionBasisChanged: () => 'what the decision rested on has changed; the decision stands',
  PhaseEnded: ({ on, reason }) => `the phase ends on ${on}: ${reason}`,
  CycleClosed: ({ on, reason }) => `closes the cycle on ${on}: ${reason}`,
  ReminderSent: ({ kind, dueOn }) => `reminds of ${kind}, due ${dueOn}`,
  ObligationEscalated: ({ kind, dueOn }) => `escalates ${kind}, due ${dueOn}`,
  ObligationMissed: ({ kind, dueOn }) => `records that nobody answered: ${kind}, due ${dueOn}`,
  EvaluationRequested: ({ by, received, concern }) =>
    `${by} asks for an evaluation, received ${received}: ${concern}`,
  ClockStarted: ({ clock, startsOn, dueOn, citation }) =>
    `the clock ${clock} runs from ${startsOn} to ${dueOn} (${citation})`,
  ClockExtended: ({ clock, from, to }) =>
    `the clock ${clock} is extended from ${from} to ${to}, as agreed in writing`,
  ClockDueMoved: ({ clock, from, to, why }) =>
    `the clock ${clock} is due ${to} instead of ${from}: ${spaced(why)}`,
  AbsencesRecorded: ({ dates }) => `was absent on ${dates.length} days since consent`,
  EvaluationReported: ({ on }) => `the report of the evaluation is complete on ${on}`,
  DeadlineMissed: ({ clock, dueOn }) => `the clock ${clock} was due ${dueOn} and is missed`,
  FileViewed: ({ purpose }) => `looked at the file: ${purpose}`,
  RecordDisclosed: ({ to, interest }) => `disclosed the record to ${to}: ${interest}`,
  StudentEventsCounted: ({ count, upTo }) =>
    `counted ${count} events about the student up to position ${upTo}, to hand the record out`,
  CaseFileReceived: ({ from, facts, gone }) =>
    `took in the case file of ${from.districtName}: ${facts} facts, ${gone} of them without their bodies`,
  EarlierFactReceived: ({ was, said }) =>
    `in the other district, by ${was.actor.role}: ${said ? sentenceOf({ type: was.type, data: said }) : goneSentence(was.type)}`,
};

/** All that can be told of a fact whose body was expunged or destroyed. */
export function goneSentence(type: string): string {
  return `${spaced(type)} (what it said is gone)`;
}

function evidenceOf(
  evidence: Extract<CycleEvent, { type: 'PlacementProposed' }>['data']['evidence'],
) {
  if (!evidence) return '';
  const scores = evidence.scores.map(
    ({ measure, on, value, level, criterion, meets }) =>
      `${measure} ${value ?? level} on ${on}${meets ? ` meets Tier ${meets}` : ''} (${criterion})`,
  );
  return `; evidence: ${scores.join('; ')}`;
}

function slopeOf(slope: number | null): string {
  return slope === null ? '' : `, ${Math.round(slope * 100) / 100} a week`;
}

function spaced(type: string): string {
  return type.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

/** The short fields at the top of a fact; ids and longer texts are in the document. */
function fieldsOf(data: object): string {
  const fields = Object.entries(data).filter(
    ([name, value]) =>
      !name.endsWith('Id') &&
      ['string', 'number', 'boolean'].includes(typeof value) &&
      String(value).length <= 60,
  );
  return fields.length === 0
    ? ''
    : `: ${fields.map(([name, value]) => `${name} ${value}`).join(', ')}`;
}
