import type { CycleEvent } from '#domain/cycle/events';
import type { Recorded } from '#domain/decider';
import { eventsAt, type Moment } from '../as-of.js';
import {
  opened,
  proposed,
  prepared,
  decided,
  inPhase,
  inReview,
  withBasis,
  withGoal,
  withRaisedGoal,
  probe,
  withSession,
  withSilence,
  voided,
  corrected,
} from './cycle-changes.js';
import type { SessionView, CycleView } from './cycle-view.js';

/** Folds a cycle's stream as it was known and true at a moment; null before it was opened. */
export function cycleView(events: readonly Recorded[], moment: Moment): CycleView | null {
  let view: CycleView | null = null;
  for (const event of eventsAt(events, moment)) view = applied(view, event as Recorded<CycleEvent>);
  return view && { ...view, sessions: lastOfEach(view.sessions) };
}

/** What is said later of a session (a late log) takes the place of what was said before. */
function lastOfEach(entries: readonly SessionView[]): SessionView[] {
  return [...new Map(entries.map((entry) => [entry.sessionId, entry])).values()];
}

function applied(before: CycleView | null, event: Recorded<CycleEvent>): CycleView | null {
  if (event.type === 'CycleOpened') return opened(event.data, event.version);
  if (!before) return null;
  const view = { ...before, version: Math.max(before.version, event.version) };
  switch (event.type) {
    case 'PlacementProposed':
      view.placements = [...view.placements, proposed(event)];
      return view;
    case 'PlacementConfirmed':
      return decided(view, event, 'confirmed', event.data.tier, null);
    case 'PlacementOverridden':
      return decided(view, event, 'overridden', event.data.tier, event.data.reason);
    case 'PlacementDeclined':
      return decided(view, event, 'declined', null, event.data.reason);
    case 'GuardianNotified':
      view.notices = [...view.notices, event.data];
      return view;
    case 'PhaseStarted':
      view.tier = event.data.tier;
      view.phases = [
        ...view.phases,
        { ...event.data, endedOn: null, endReason: null, baseline: null, goal: null, aimlines: [] },
      ];
      return view;
    case 'GoalSet':
      return inPhase(view, event.data.phaseId, (phase) => withGoal(phase, event.data));
    case 'GoalRaised':
      return inPhase(view, event.data.phaseId, (phase) => withRaisedGoal(phase, event.data));
    case 'PhaseEnded':
      return inPhase(view, event.data.phaseId, (phase) => ({
        ...phase,
        endedOn: event.data.on,
        endReason: event.data.reason,
        aimlines: phase.aimlines.map((line) => ({
          ...line,
          endedOn: line.endedOn ?? event.data.on,
        })),
      }));
    case 'SessionAttended':
      return withSession(view, {
        ...event.data,
        eventId: event.id,
        status: event.data.attendance,
        reason: null,
        loggedLate: event.data.late,
      });
    case 'SessionMissed':
      return withSession(view, {
        ...event.data,
        eventId: event.id,
        minutes: 0,
        status: 'missed',
        loggedLate: event.data.late,
      });
    case 'ProbeRecorded':
      view.probes = [...view.probes, probe(event)];
      return view;
    case 'ProbeMissed':
      view.missedProbes = [...view.missedProbes, { ...event.data, eventId: event.id }];
      return view;
    case 'FidelityObserved':
      view.fidelity = [...view.fidelity, { ...event.data, eventId: event.id }];
      return view;
    case 'AlertRaised':
      view.alerts = [...view.alerts, { ...event.data, eventId: event.id }];
      return view;
    case 'ReviewOpened':
      view.reviews = prepared(view.reviews, event);
      return view;
    case 'ReviewHeld':
      return inReview(view, event.data.reviewId, (review) => ({
        ...review,
        held: { ...event.data, recordedAt: event.recordedAt, by: event.actor },
      }));
    case 'DecisionBasisChanged':
      return withBasis(view, event.data.reviewId, (changes) => [
        ...changes,
        {
          becauseEventId: event.data.becauseEventId,
          recordedAt: event.recordedAt,
          lookedAgainOn: null,
        },
      ]);
    case 'LookedAgain':
      return withBasis(view, event.data.reviewId, (changes) =>
        changes.map((b) => ({ ...b, lookedAgainOn: b.lookedAgainOn ?? event.data.on })),
      );
    case 'FadeStarted':
      view.fadingUntil = event.data.until;
      return view;
    case 'CycleTransferred':
      return { ...view, schoolId: event.data.toSchoolId, calendar: event.data.calendar };
    case 'CycleClosed':
      return { ...view, closed: { on: event.data.on, reason: event.data.reason } };
    case 'CycleReopened':
      return {
        ...view,
        closed: null,
        fadingUntil: null,
        schoolId: event.data.schoolId,
        calendar: event.data.calendar,
      };
    case 'ReminderSent':
    case 'ObligationEscalated':
    case 'ObligationMissed':
      return withSilence(view, event);
    case 'DueDatesMoved':
      return { ...view, calendar: event.data.calendar };
    case 'FactVoided':
      return voided(view, event.data.eventId, event.data.reason);
    case 'FactCorrected':
      return corrected(view, event.data);
    case 'PhaseSpecialistChanged':
      return inPhase(view, event.data.phaseId, (phase) => ({
        ...phase,
        specialistId: event.data.to,
      }));
    case 'ObligationReassigned':
      return view;
  }
}
