import type { CycleDetail, Delivered, PhaseShown, PlacementShown } from '#contracts/cycles';
import type { DutyShown } from '#contracts/duties';
import type { ReviewShown } from '#contracts/reviews';
import type { SchoolCalendar } from '#domain/calendar/school-calendar';
import { dosageOf } from '#domain/cycle/evidence';
import type { Course, Cycle } from '#domain/cycle/state';
import { sessionsOf } from '#domain/cycle/state';
import type { RuleSetDocument } from '#domain/rule-set/document';
import { localDateOf, type LocalDate } from '#domain/time';
import type { Moment } from '#read-models/as-of';
import type { CycleView, PhaseView, ReviewView } from '#read-models/cycle/cycle-view';
import { measureRef, type NameBook } from '../shown/names.js';
import { graphModel } from './graph-model.js';

export type CycleSources = {
  id: string;
  view: CycleView;
  /** The same stream folded by the domain: where it stands, and the three numbers of delivery. */
  state: Exclude<Cycle, { status: 'none' }>;
  names: NameBook;
  calendar: SchoolCalendar;
  rules: RuleSetDocument;
  next: DutyShown[];
  moment: Moment;
  today: LocalDate;
};

/** Everything that student page, graph and review screen need of a cycle, in one answer. */
export function cycleShown(sources: CycleSources): CycleDetail {
  const { id, view, state, names, calendar, rules, next, moment } = sources;
  const knownAt = moment.knownAt === null ? null : String(moment.knownAt);
  return {
    id,
    version: view.version,
    asOf: moment.asOf,
    knownAt,
    student: names.student(view.studentId),
    school: names.school(view.schoolId),
    grade: view.grade as CycleDetail['grade'],
    area: view.area as CycleDetail['area'],
    origin: view.origin,
    stage: state.status === 'closed' ? 'closed' : state.at.stage,
    tier: view.tier,
    ruleSet: { ...view.ruleSet, name: rules.name },
    calendar: view.calendar,
    previousCycleId: view.previousCycleId,
    openedOn: view.openedOn,
    fadingUntil: view.fadingUntil,
    closed: view.closed as CycleDetail['closed'],
    placements: view.placements.map((p) => placementShown(p, names)),
    phases: view.phases.map((p) => phaseShown(p, state, rules, names)),
    probes: view.probes.map(({ by, occurredAt, ...p }) => ({
      ...p,
      by: names.actor(by),
      enteredLate:
        localDateOf(p.recordedAt, calendar.timeZone) > localDateOf(occurredAt, calendar.timeZone),
    })),
    missedProbes: view.missedProbes,
    sessions: view.sessions.map(({ eventId: _, ...s }) => ({
      ...s,
      reason: s.reason as CycleDetail['sessions'][number]['reason'],
    })),
    fidelity: view.fidelity.map(({ observerId, ...f }) => ({
      ...f,
      observer: names.staff(observerId),
      share: f.applicable > 0 ? f.implemented / f.applicable : null,
    })),
    alerts: view.alerts.map((a) => ({ ...a, probeIds: [...a.probeIds] })),
    reviews: view.reviews.map((r) => reviewShown(r, names)),
    notices: view.notices.map(({ noticeId, about, on, language, items, text }) => ({
      noticeId,
      about,
      on,
      language,
      items: [...items],
      text,
    })),
    silences: view.silences,
    next,
    graph: graphModel(sources),
  };
}

function placementShown(
  { proposedBy, decided, evidence, ...p }: CycleView['placements'][number],
  names: NameBook,
): PlacementShown {
  return {
    ...p,
    evidence: evidence && { ...evidence, scores: evidence.scores.map((s) => ({ ...s })) },
    proposedBy: names.actor(proposedBy),
    decided: decided && {
      ...decided,
      by: names.actor(decided.by),
      present: decided.present.map((id) => names.staff(id)),
    },
  };
}

function phaseShown(
  p: PhaseView,
  state: Course,
  rules: RuleSetDocument,
  names: NameBook,
): PhaseShown {
  return {
    phaseId: p.phaseId,
    number: p.number,
    tier: p.tier,
    intervention: names.intervention(p.interventionId),
    group: names.group(p.groupId),
    specialist: names.staff(p.specialistId),
    dosage: p.dosage,
    measure: measureRef(p.measure),
    startsOn: p.startsOn,
    plannedEndOn: p.plannedEndOn,
    endedOn: p.endedOn,
    endReason: p.endReason as PhaseShown['endReason'],
    changed: p.changed,
    baseline: p.baseline && {
      ...p.baseline,
      probes: [...p.baseline.probes],
      flags: [...p.baseline.flags],
    },
    goal: p.goal,
    aimlines: p.aimlines,
    delivered: deliveredOf(p.phaseId, state, rules),
  };
}

/** Planned, held, attended: three numbers of the domain, and what is left of the plan by its reason. */
function deliveredOf(phaseId: string, state: Course, { delivery }: RuleSetDocument): Delivered {
  const phase = state.phases.find((p) => p.phaseId === phaseId);
  if (!phase) return nothingDelivered;
  const { planned, held, attended, plannedMinutes, attendedMinutes } = dosageOf(phase);
  const unlogged = sessionsOf(phase).filter((s) => s.missed === 'unlogged').length;
  const sessionShare = planned > 0 ? attended / planned : null;
  const minuteShare = plannedMinutes > 0 ? attendedMinutes / plannedMinutes : null;
  return {
    planned,
    held,
    attended,
    notHeld: planned - held - unlogged,
    unlogged,
    plannedMinutes,
    attendedMinutes,
    sessionShare,
    minuteShare,
    asDesigned:
      sessionShare === null || minuteShare === null
        ? null
        : sessionShare >= delivery.sessionShare && minuteShare >= delivery.minuteShare,
  };
}

const nothingDelivered: Delivered = {
  planned: 0,
  held: 0,
  attended: 0,
  notHeld: 0,
  unlogged: 0,
  plannedMinutes: 0,
  attendedMinutes: 0,
  sessionShare: null,
  minuteShare: null,
  asDesigned: null,
};

export function reviewShown(r: ReviewView, names: NameBook): ReviewShown {
  const { held } = r;
  return {
    reviewId: r.reviewId,
    number: r.number,
    phaseId: r.phaseId,
    dueOn: r.dueOn,
    openedAt: r.openedAt,
    openedOn: r.on,
    recommendation: {
      ...r.recommendation,
      because: [...r.recommendation.because],
      inputs: r.recommendation.inputs as unknown as Record<string, unknown>,
      figures: r.recommendation.figures as unknown as Record<string, unknown>,
    },
    held: held && {
      on: held.on,
      recordedAt: held.recordedAt,
      by: names.actor(held.by),
      outcome: held.outcome,
      recommended: held.recommended,
      decision: held.decision,
      reason: held.reason,
      note: held.note,
      present: held.present.map((id) => names.staff(id)),
      schedules: held.schedules,
    },
    basisChanged: r.basisChanged,
    missed: r.missed,
  };
}
