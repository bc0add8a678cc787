import type { CycleDetail, PhaseShown } from '#contracts/cycles';
import type { MissedProbe, Probe } from '#contracts/probes';
import { aimlineAt, positionOf } from '#domain/statistics/aimline';
import { calendarWeeks, occasionsOf, timed } from '#domain/statistics/occasions';
import { ols } from '#domain/statistics/ols';
import { theilSen } from '#domain/statistics/theil-sen';
import type {
  DatedValue,
  GraphAimline,
  GraphPoint,
  GraphTrend,
  MissedScore,
  ProgressGraphModel,
} from './model.js';
import type { GraphWords } from './words.js';

/**
 * The graph of a cycle, as the API shows it: the phases that share the latest phase's measure, each with its own trend by
 * the rule set's method. Null while no phase has begun.
 */
export function graphOfCycle(cycle: CycleDetail, words: GraphWords): ProgressGraphModel | null {
  const latest = cycle.phases.at(-1);
  if (!latest) return null;
  const { measure } = latest;
  const phases = cycle.phases.filter((phase) => phase.measure.key === measure.key);
  const mine = new Set(phases.map((phase) => phase.phaseId));
  const letters = new Map(phases.map((phase, i) => [phase.phaseId, `B${i + 1}`]));
  const aimlines = phases.flatMap((phase) => phase.aimlines.map(aimlineOf));
  const points = cycle.probes
    .filter((probe) => mine.has(probe.phaseId))
    .map((probe) => pointOf(probe, phases))
    .sort((a, b) => (a.on < b.on ? -1 : 1));
  const { baseline } = phases[0] as PhaseShown;
  const trends = phases.flatMap((phase) =>
    trendOf(phase, letters.get(phase.phaseId) ?? '', cycle.probes, cycle.graph.rule.method),
  );
  return {
    title: measure.name,
    unit: measure.unit,
    direction: measure.direction,
    calendar: {
      weeks: cycle.graph.weeks.map((week) => ({ startsOn: week.monday, schoolWeek: week.number })),
      breaks: cycle.graph.breaks,
    },
    phases: phases.map((phase) => ({
      letter: letters.get(phase.phaseId) ?? '',
      label: `${phase.intervention.name} · ${phase.dosage.sessionsPerWeek}×${phase.dosage.minutes} min`,
      startsOn: phase.startsOn,
      endsOn: phase.endedOn,
    })),
    baseline: baseline ? baseline.probes.map((value) => ({ on: baseline.on, value })) : [],
    baselineMedian: baseline ? { on: baseline.on, value: baseline.median } : null,
    aimlines,
    points,
    missed: cycle.missedProbes
      .filter((missed) => mine.has(missed.phaseId))
      .map((missed) => missedOf(missed, words)),
    trends,
    projection: projectionOf(cycle, latest, trends.at(-1), letters.get(latest.phaseId) ?? ''),
    alert: alertOf(cycle, latest, words),
    method: { name: cycle.graph.rule.method, weeks: 'calendar' },
  };
}

const aimlineOf = (line: PhaseShown['aimlines'][number]): GraphAimline => ({
  from: line.from,
  to: line.to,
  supersededOn: line.endedOn,
});

/** Each score is read against its own phase's aimline, the one that was in force on its day. */
function pointOf(probe: Probe, phases: readonly PhaseShown[]): GraphPoint {
  const lines = phases.find((phase) => phase.phaseId === probe.phaseId)?.aimlines ?? [];
  const line = lines.find((one) => one.endedOn === null || probe.on < one.endedOn) ?? lines.at(-1);
  const straight = line && { baseline: line.from, goal: line.to };
  return {
    id: probe.eventId,
    on: probe.on,
    value: probe.value,
    aimline: straight ? aimlineAt(straight, probe.on) : null,
    position: straight ? positionOf(straight, probe) : null,
    late: probe.enteredLate,
    ...(probe.was ? { corrected: probe.was.value } : {}),
    voided: probe.voided !== null,
  };
}

function standing(probes: readonly Probe[], phaseId: string): readonly DatedValue[] {
  return occasionsOf(probes.filter((probe) => probe.phaseId === phaseId && probe.voided === null));
}

function trendOf(
  phase: PhaseShown,
  letter: string,
  probes: readonly Probe[],
  method: 'ols' | 'theil-sen',
): readonly GraphTrend[] {
  const occasions = standing(probes, phase.phaseId);
  const first = occasions[0];
  const last = occasions.at(-1);
  if (!first || !last) return [];
  const points = timed(occasions, phase.startsOn);
  const fit = method === 'ols' ? ols(points) : theilSen(points);
  if (!fit) return [];
  const at = (on: string) => ({
    on,
    value: fit.intercept + fit.slope * calendarWeeks(phase.startsOn, on),
  });
  return [
    {
      phase: letter,
      from: at(first.on),
      to: at(last.on),
      slopePerWeek: fit.slope,
      n: occasions.length,
    },
  ];
}

/** Hidden under the rule set's minimum of scores, and once the phase is over: nothing goes on from there. */
function projectionOf(
  cycle: CycleDetail,
  phase: PhaseShown,
  trend: GraphTrend | undefined,
  letter: string,
): ProgressGraphModel['projection'] {
  const goal = phase.aimlines.at(-1)?.to;
  if (!goal || !trend || trend.phase !== letter || phase.endedOn !== null) return null;
  if (trend.n < cycle.graph.rule.minPoints || trend.to.on >= goal.on) return null;
  const value = trend.to.value + trend.slopePerWeek * calendarWeeks(trend.to.on, goal.on);
  return { from: trend.to, on: goal.on, value, interval: null };
}

function alertOf(
  cycle: CycleDetail,
  phase: PhaseShown,
  words: GraphWords,
): ProgressGraphModel['alert'] {
  const alert = cycle.alerts.findLast((a) => a.phaseId === phase.phaseId);
  return alert ? { pointIds: alert.probeIds, text: words.run(alert.run, alert.direction) } : null;
}

function missedOf(missed: MissedProbe, words: GraphWords): MissedScore {
  const letter = missed.reason === 'student-absent' ? 'A' : missed.reason === 'spoiled' ? 'X' : 'N';
  return { on: missed.dueOn, letter, reason: words.missedReason[missed.reason] };
}
