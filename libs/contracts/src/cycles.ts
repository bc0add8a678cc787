import { z } from 'zod';
import type { CycleCloseReason, PhaseEndReason, SessionMissedReason } from '#domain/cycle/events';
import {
  actorRef,
  area,
  grade,
  id,
  instant,
  localDate,
  measureRef,
  named,
  personIds,
  pin,
  reason,
  studentRef,
  text,
  tier,
} from './fields.js';
import { dayKinds } from './calendars.js';
import { duty } from './duties.js';
import { pageOf, pageQuery } from './page.js';
import { missedProbe, probe } from './probes.js';
import { basisChange, review, reviewOption } from './reviews.js';

export const sessionMissedReasons = [
  'student-absent',
  'refused',
  'staff-absent',
  'assembly',
  'testing',
  'no-space',
  'closure',
  'other',
  'unlogged',
] as const satisfies readonly SessionMissedReason[];
const phaseEndReasons = [
  'decision',
  'hard-stop',
  'exit',
  'left',
  'year-end',
  'no-place',
] as const satisfies readonly PhaseEndReason[];
const closeReasons = [
  'declined',
  'goal-met',
  'team-decision',
  'left-district',
  'year-end',
] as const satisfies readonly CycleCloseReason[];

/** The domain's own words for where a cycle stands; a referral runs beside any of them. */
export const cycleStages = ['placement', 'start', 'delivery', 'review', 'fade', 'closed'] as const;

export const dosage = z
  .object({
    sessionsPerWeek: z.int().min(1).max(10),
    minutes: z.int().min(5).max(180),
    groupSize: z.int().min(1).max(40),
    weeks: z.int().min(1).max(52),
  })
  .meta({ id: 'Dosage' });

export const evidence = z
  .object({
    scores: z.array(
      z.object({
        eventId: id,
        measure: z.string(),
        on: localDate,
        value: z.number().nullable(),
        level: z.string().nullable(),
        percentile: z.number().nullable(),
        criterion: z.string(),
        meets: z.union([z.literal(2), z.literal(3)]).nullable(),
      }),
    ),
    baseRate: z.number().nullable(),
    gate: z.enum(['passed', 'open', 'none']),
  })
  .meta({ id: 'Evidence' });

const origin = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('screening'), windowId: id }),
  z.object({ kind: z.literal('teacher'), staffId: id, concern: z.string() }),
  z.object({ kind: z.literal('guardian'), concern: z.string() }),
  z.object({ kind: z.literal('transfer'), fromCycleId: id.nullable() }),
]);

export const cycleRow = z
  .object({
    id,
    student: studentRef,
    school: named,
    grade,
    area,
    stage: z.enum(cycleStages),
    tier: tier.nullable(),
    group: named.nullable(),
    specialist: actorRef.nullable(),
    openedOn: localDate,
    closedOn: localDate.nullable(),
    /** Outcome of the last review opened. */
    outcome: z.string().nullable(),
    nextDueOn: localDate.nullable(),
    version: z.int(),
  })
  .meta({ id: 'CycleRow' });
export type CycleRow = z.infer<typeof cycleRow>;
export const cyclePage = pageOf(cycleRow, 'CyclePage');

export const cyclesQuery = pageQuery.extend({
  schoolId: id.optional(),
  studentId: id.optional(),
  area: area.optional(),
  stage: z.enum(cycleStages).optional(),
  open: z.enum(['yes', 'no']).optional(),
});
export type CyclesQuery = z.infer<typeof cyclesQuery>;

export const placement = z
  .object({
    placementId: id,
    tier,
    evidence: evidence.nullable(),
    reason: z.string(),
    proposedOn: localDate,
    proposedBy: actorRef,
    status: z.enum(['proposed', 'confirmed', 'overridden', 'declined']),
    overdue: z.boolean(),
    decided: z
      .object({
        on: localDate,
        recordedAt: instant,
        by: actorRef,
        tier: tier.nullable(),
        reason: z.string().nullable(),
        present: z.array(actorRef),
      })
      .nullable(),
    basisChanged: z.array(basisChange),
  })
  .meta({ id: 'Placement' });
export type PlacementShown = z.infer<typeof placement>;

/** Shares are of what was planned, null where nothing was: never 100 % of nothing. */
export const delivered = z
  .object({
    planned: z.int(),
    held: z.int(),
    attended: z.int(),
    notHeld: z.int(),
    unlogged: z.int(),
    plannedMinutes: z.int(),
    attendedMinutes: z.int(),
    sessionShare: z.number().nullable(),
    minuteShare: z.number().nullable(),
    /** False: the plan was not delivered as designed; null: too early to say. */
    asDesigned: z.boolean().nullable(),
  })
  .meta({ id: 'Delivered' });
export type Delivered = z.infer<typeof delivered>;

/** One straight line; an old one stays, ending where it ended. */
export const aimline = z
  .object({
    from: z.object({ on: localDate, value: z.number() }),
    to: z.object({ on: localDate, value: z.number() }),
    endedOn: localDate.nullable(),
    ratePerWeek: z.number(),
    method: z.string(),
    source: z.string(),
    /** With a raised goal: why. */
    reason: z.string().nullable(),
  })
  .meta({ id: 'Aimline' });

export const phase = z
  .object({
    phaseId: id,
    number: z.int(),
    tier,
    intervention: named,
    group: named,
    specialist: actorRef,
    dosage,
    measure: measureRef,
    startsOn: localDate,
    plannedEndOn: localDate,
    endedOn: localDate.nullable(),
    endReason: z.enum(phaseEndReasons).nullable(),
    changed: z.string().nullable(),
    baseline: z
      .object({
        on: localDate,
        probes: z.array(z.number()),
        median: z.number(),
        flags: z.array(z.string()),
      })
      .nullable(),
    goal: z.object({ on: localDate, value: z.number(), ratePerWeek: z.number() }).nullable(),
    aimlines: z.array(aimline),
    delivered,
  })
  .meta({ id: 'Phase' });
export type PhaseShown = z.infer<typeof phase>;

export const sessionOfStudent = z
  .object({
    sessionId: z.string(),
    groupId: id,
    on: localDate,
    plannedMinutes: z.int(),
    minutes: z.int(),
    status: z.enum(['here', 'late', 'missed']),
    reason: z.enum(sessionMissedReasons).nullable(),
    loggedLate: z.boolean(),
  })
  .meta({ id: 'SessionOfStudent' });

export const fidelityCheck = z
  .object({
    eventId: id,
    phaseId: id,
    on: localDate,
    observer: actorRef,
    kind: z.enum(['observer', 'self']),
    implemented: z.int(),
    applicable: z.int(),
    share: z.number().nullable(),
  })
  .meta({ id: 'FidelityCheck' });

/** The x axis: calendar time with the school weeks on it. Lines, bands and words are laid out by `#documents`. */
export const graphModel = z
  .object({
    from: localDate,
    to: localDate,
    /** School weeks by their Monday; `number` counts weeks with school from the year's first day, null without school. */
    weeks: z.array(
      z.object({ monday: localDate, number: z.int().nullable(), schoolDays: z.int() }),
    ),
    breaks: z.array(
      z.object({ from: localDate, to: localDate, name: z.string(), kind: z.enum(dayKinds) }),
    ),
    /** One standard error of measurement and the decision rule's figures, where documented. */
    sem: z.number().nullable(),
    rule: z.object({ k: z.int(), minPoints: z.int(), method: z.enum(['ols', 'theil-sen']) }),
  })
  .meta({ id: 'GraphModel' });
export type GraphModel = z.infer<typeof graphModel>;

export const cycleDetail = z
  .object({
    id,
    version: z.int(),
    asOf: localDate.nullable(),
    knownAt: z.string().nullable(),
    student: studentRef,
    school: named,
    grade,
    area,
    origin,
    stage: z.enum(cycleStages),
    tier: tier.nullable(),
    ruleSet: z.object({ id, version: z.int(), name: z.string() }),
    calendar: pin,
    previousCycleId: id.nullable(),
    openedOn: localDate,
    fadingUntil: localDate.nullable(),
    closed: z.object({ on: localDate, reason: z.enum(closeReasons) }).nullable(),
    placements: z.array(placement),
    phases: z.array(phase),
    probes: z.array(probe),
    missedProbes: z.array(missedProbe),
    sessions: z.array(sessionOfStudent),
    fidelity: z.array(fidelityCheck),
    alerts: z.array(
      z.object({
        eventId: id,
        phaseId: id,
        on: localDate,
        direction: z.enum(['below', 'above']),
        run: z.int(),
        probeIds: z.array(id),
      }),
    ),
    reviews: z.array(review),
    notices: z.array(
      z.object({
        noticeId: id,
        about: z.enum(['placement', 'progress', 'exit']),
        on: localDate,
        language: z.string(),
        items: z.array(z.enum(['A', 'B', 'C'])),
        text: z.string(),
      }),
    ),
    /** Reminders, escalations and missed duties: what the engine did while people were silent. */
    silences: z.array(
      z.object({
        eventId: id,
        type: z.enum(['ReminderSent', 'ObligationEscalated', 'ObligationMissed']),
        duty: z.string(),
        kind: z.string(),
        dueOn: localDate,
        occurredAt: instant,
      }),
    ),
    next: z.array(duty),
    graph: graphModel,
  })
  .meta({ id: 'CycleDetail' });
export type CycleDetail = z.infer<typeof cycleDetail>;

/** Everything that the review screen needs, in one answer. */
export const reviewScreen = z
  .object({ version: z.int(), cycle: cycleDetail, review, options: z.array(reviewOption) })
  .meta({ id: 'ReviewScreen' });
export type ReviewScreen = z.infer<typeof reviewScreen>;

/** A concern of a teacher or guardian opens a cycle without a screening. School, grade, calendar and rules: the student's. */
export const openCycleRequest = z
  .object({
    studentId: id,
    area,
    from: z.enum(['teacher', 'guardian']),
    concern: reason,
    tier: z.union([z.literal(2), z.literal(3)]),
    previousCycleId: id.nullable().default(null),
  })
  .meta({ id: 'OpenCycleRequest' });
export type OpenCycleRequest = z.infer<typeof openCycleRequest>;

export const confirmPlacementRequest = z
  .object({ present: personIds })
  .meta({ id: 'ConfirmPlacementRequest' });
export type ConfirmPlacementRequest = z.infer<typeof confirmPlacementRequest>;
export const overridePlacementRequest = z
  .object({ tier, reason, present: personIds })
  .meta({ id: 'OverridePlacementRequest' });
export type OverridePlacementRequest = z.infer<typeof overridePlacementRequest>;
export const declinePlacementRequest = z
  .object({ reason, present: personIds })
  .meta({ id: 'DeclinePlacementRequest' });
export type DeclinePlacementRequest = z.infer<typeof declinePlacementRequest>;

export const startPhaseRequest = z
  .object({
    interventionId: id,
    groupId: id,
    specialistId: id,
    dosage,
    startsOn: localDate,
    baseline: z.object({ on: localDate, probes: z.array(z.number()).min(1).max(10) }),
    goal: z
      .object({
        method: z.enum(['rate', 'benchmark']),
        weeks: z.int().min(1).max(60),
        value: z.number().nullable().default(null),
        ratePerWeek: z.number().nullable().default(null),
        source: text(500),
      })
      .refine((g) => (g.value === null) !== (g.ratePerWeek === null), {
        path: ['value'],
        message: 'give either a value or a rate per week',
      }),
    changed: text(100).nullable().default(null),
  })
  .meta({ id: 'StartPhaseRequest' });
export type StartPhaseRequest = z.infer<typeof startPhaseRequest>;

export const raiseGoalRequest = z
  .object({
    to: z.number().min(-100_000).max(100_000),
    goalOn: localDate.nullable().default(null),
    reason,
  })
  .meta({ id: 'RaiseGoalRequest' });
export type RaiseGoalRequest = z.infer<typeof raiseGoalRequest>;

export const observeFidelityRequest = z
  .object({
    on: localDate,
    kind: z.enum(['observer', 'self']),
    implemented: z.int().min(0).max(200),
    applicable: z.int().min(1).max(200),
  })
  .refine((f) => f.implemented <= f.applicable, {
    path: ['implemented'],
    message: 'more steps implemented than applicable',
  })
  .meta({ id: 'ObserveFidelityRequest' });
export type ObserveFidelityRequest = z.infer<typeof observeFidelityRequest>;

export const notifyGuardianRequest = z
  .object({
    about: z.enum(['placement', 'progress', 'exit']),
    guardianId: id.nullable().default(null),
    language: text(35),
    template: z.object({ id: text(100), version: z.int().min(1) }),
    text: text(20_000),
    items: z.array(z.enum(['A', 'B', 'C'])).max(3),
  })
  .meta({ id: 'NotifyGuardianRequest' });
export type NotifyGuardianRequest = z.infer<typeof notifyGuardianRequest>;

export const closeCycleRequest = z
  .object({ on: localDate, reason: z.enum(['left-district', 'team-decision', 'year-end']) })
  .meta({ id: 'CloseCycleRequest' });
export type CloseCycleRequest = z.infer<typeof closeCycleRequest>;
