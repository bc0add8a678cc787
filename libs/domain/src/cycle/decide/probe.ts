import { dayKind } from '../../calendar/calendar-days.js';
import { mustBeOnScale } from '../../measure/catalogue.js';
import { RuleBroken } from '../../rule-broken.js';
import { alertFor } from '../../rule-set/alert.js';
import type { LocalDate } from '../../time.js';
import { answeredBy, cadenceDay, cadenceIndex, nextInCadence } from '../cadence.js';
import type { ExcuseProbe, ObserveFidelity, RecordProbe } from '../commands.js';
import type { Context } from '../context.js';
import { happenedOn, mustNotBeFuture } from '../context.js';
import { checkCadence, lastSettled, probeCadence } from '../due-days.js';
import { directionOf } from '../evidence.js';
import type { CycleEvent } from '../events.js';
import type { Course, Cycle, Phase } from '../state.js';
import { phaseOn, runningPhase } from '../state.js';
import { basisChanged, lastReviewThatSaw } from './correction.js';

/** A score of the phase of its day; entered late it keeps its day, and a decision that did not know it is questioned. */
export function recordProbe(
  { on, value, form }: RecordProbe['data'],
  cycle: Cycle,
  context: Context,
): readonly CycleEvent[] {
  const { phase, course } = phaseOfDay(cycle, on, context, 'probe');
  const { rules, calendar, days, meta } = context;
  const cadence = probeCadence(phase, calendar, rules);
  const given = new Set(
    phase.probes
      .filter((probe) => !probe.voided && probe.dueOn !== null)
      .map((probe) => cadenceIndex(cadence, probe.dueOn!)),
  );
  const grace = (dueOn: LocalDate) => days.after(dueOn, rules.monitoring.graceSchoolDays);
  const dueOn = answeredBy(cadence, on, grace, (k) => given.has(k));
  const { phaseId, measure } = phase;
  mustBeOnScale(measure, value);
  const recorded: CycleEvent = {
    type: 'ProbeRecorded',
    data: { phaseId, on, value, measure, form, dueOn },
  };
  const running = phase.endedOn === null;
  const alert = running ? newAlert(phase, { on, value }, context) : [];
  const review = lastReviewThatSaw(course, phase, on);
  return [
    ...happenedOn(on, context, [recorded]),
    ...alert,
    ...(review ? basisChanged(review, meta.commandId, context) : []),
  ];
}

/** A run of points raises one alert, however long it grows. */
function newAlert(
  phase: Phase,
  { on, value }: { on: LocalDate; value: number },
  { rules, calendar, meta, today }: Context,
): readonly CycleEvent[] {
  const standing = phase.probes.filter((probe) => !probe.voided);
  const alert = alertFor(
    {
      rules: rules.alerts,
      direction: directionOf(phase),
      aimline: { baseline: phase.baseline, goal: phase.goal },
      points: [...standing, { eventId: meta.commandId, on, value }],
    },
    calendar,
  );
  if (!alert) return [];
  const before = phase.alert;
  const known = new Set(before?.probeIds ?? []);
  const sameRun =
    before?.direction === alert.direction &&
    standing.some(
      (probe) =>
        alert.probeIds.includes(probe.eventId) &&
        (known.has(probe.eventId) || known.has(probe.commandId)),
    );
  if (sameRun) return [];
  const { direction, run, probeIds } = alert;
  const data = { phaseId: phase.phaseId, on: today, direction, run, probeIds };
  return [{ type: 'AlertRaised', data }];
}

/** The probe that is due will not be given, and somebody says why. */
export function excuseProbe(
  { dueOn, reason }: ExcuseProbe['data'],
  cycle: Cycle,
  { calendar, rules }: Context,
): readonly CycleEvent[] {
  const phase = cycle.status === 'open' ? runningPhase(cycle) : null;
  if (!phase) throw new RuleBroken('no-phase-running');
  const cadence = probeCadence(phase, calendar, rules);
  const k = nextInCadence(cadence, lastSettled(phase.probes, phase.probesMissed));
  if (cadenceDay(cadence, k) !== dueOn) throw new RuleBroken('no-probe-due', { dueOn });
  return [{ type: 'ProbeMissed', data: { phaseId: phase.phaseId, dueOn, reason } }];
}

export function observeFidelity(
  { on, kind, implemented, applicable }: ObserveFidelity['data'],
  cycle: Cycle,
  context: Context,
): readonly CycleEvent[] {
  const { phase, course } = phaseOfDay(cycle, on, context, 'fidelity-check');
  if (implemented < 0 || implemented > applicable)
    throw new RuleBroken('steps-out-of-range', { implemented, applicable });
  const { rules, calendar, days, meta } = context;
  const cadence = checkCadence(phase, calendar, rules);
  const done = new Set(
    phase.checks
      .filter((check) => !check.voided && check.dueOn !== null)
      .map((check) => cadenceIndex(cadence, check.dueOn!)),
  );
  const grace = (dueOn: LocalDate) => days.after(dueOn, rules.delivery.fidelity.ladder.recordAfter);
  const dueOn = answeredBy(cadence, on, grace, (k) => done.has(k));
  const observed = { phaseId: phase.phaseId, on, observerId: meta.actor.id, kind };
  const review = lastReviewThatSaw(course, phase, on);
  return [
    ...happenedOn(on, context, [
      { type: 'FidelityObserved', data: { ...observed, implemented, applicable, dueOn } },
    ]),
    ...(review ? basisChanged(review, meta.commandId, context) : []),
  ];
}

/** The phase in which the day lies; a closed cycle still takes what was forgotten. */
function phaseOfDay(
  cycle: Cycle,
  on: LocalDate,
  context: Context,
  what: 'probe' | 'fidelity-check',
): { phase: Phase; course: Course } {
  if (cycle.status === 'none') throw new RuleBroken('cycle-not-open', { status: 'none' });
  mustNotBeFuture(on, context);
  const kind = dayKind(context.calendar, on);
  if (kind === 'outside_year') throw new RuleBroken('outside-school-year', { on });
  // A probe on a Saturday is odd and stands; during a closure there was nobody to give it to (science.md 7).
  if (kind === 'emergency_closure') throw new RuleBroken('no-school-that-day', { on });
  const phase = phaseOn(cycle, on);
  if (phase) return { phase, course: cycle };
  const first = runningPhase(cycle) ?? cycle.phases.at(0);
  if (first && on < first.startsOn)
    throw new RuleBroken(`${what}-before-phase`, { on, startsOn: first.startsOn });
  throw new RuleBroken('no-phase-running', { on });
}
