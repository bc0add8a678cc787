import type { Reaction, Recorded } from '../decider.js';
import type { Found, React } from '../process.js';
import type { AreaOfConcern, AskedEvaluation } from '../referral/events.js';
import type { Area } from '../measure/measure.js';
import { streamId, uuidOf } from '../streams.js';
import type { CycleEvent } from './events.js';

type Of<T extends CycleEvent['type']> = Recorded<Extract<CycleEvent, { type: T }>>;

/**
 * A phase that starts takes the student into its group, and is given up where the group does not take them: a phase
 * without sessions would be silence. One that ends takes the student out. A review that decides to refer
 * asks for an evaluation. A session that is logged late, or whose log is withdrawn, asks the reviews that rested on it.
 */
export const cycleReact: React<CycleEvent> = {
  listensTo: [
    'PhaseStarted',
    'PhaseEnded',
    'ReviewHeld',
    'SessionAttended',
    'SessionMissed',
    'FactVoided',
  ],
  concerns: (event) => {
    const refers = event.type === 'ReviewHeld' && event.data.decision === 'refer';
    return event.type === 'PhaseStarted' || refers ? { stream: event.stream } : null;
  },
  react: (event, found) => {
    const cycleId = uuidOf(event.stream);
    switch (event.type) {
      case 'PhaseStarted':
        return joins(event, found);
      case 'PhaseEnded': {
        const { groupId, on, reason } = event.data;
        const data = { cycleId, on, reason };
        return [{ to: streamId('group', groupId), type: 'RemoveMember', data }];
      }
      case 'ReviewHeld':
        return event.data.decision === 'refer' ? refers(event, found) : [];
      case 'SessionAttended':
      case 'SessionMissed':
        return event.data.late ? [asks(event, event.data.sessionId)] : [];
      case 'FactVoided':
        // A session's id holds a slash, an event's does not; cycles question their own events in the same decision.
        return event.data.eventId.includes('/') ? [asks(event, event.data.eventId)] : [];
      default:
        return [];
    }
  },
};

function joins({ data, stream }: Of<'PhaseStarted'>, found: Found): Reaction[] {
  const studentId = found.processes.find((process) => process.stream === stream)?.studentId;
  if (!studentId) return [];
  const member = { cycleId: uuidOf(stream), studentId, from: data.startsOn };
  const ifRefused = { to: stream, type: 'GiveUpPhase', data: { phaseId: data.phaseId } };
  return [{ to: streamId('group', data.groupId), type: 'AddMember', data: member, ifRefused }];
}

/** The cycle goes on in parallel, and the school asks as staff may: nothing stands before the referral. */
function refers({ data, stream }: Of<'ReviewHeld'>, found: Found): Reaction[] {
  const cycle = found.processes.find((process) => process.stream === stream);
  if (!cycle?.studentId || !cycle.schoolId || !cycle.calendar) return [];
  const request: AskedEvaluation = {
    studentId: cycle.studentId,
    schoolId: cycle.schoolId,
    by: 'staff',
    requesterId: data.present[0] ?? null,
    received: data.on,
    written: true,
    areasOfConcern: concernsOf(cycle.area),
    concern: data.reason ?? data.note ?? 'review-decided-to-refer',
    calendar: cycle.calendar,
    ruleSet: null,
  };
  const named = [uuidOf(stream), data.reviewId];
  return [{ to: { kind: 'referral', named }, type: 'RequestEvaluation', data: request }];
}

function concernsOf(area: Area | null): readonly AreaOfConcern[] {
  switch (area) {
    case 'reading':
      return ['basic-reading-skill', 'reading-fluency', 'reading-comprehension'];
    case 'mathematics':
      return ['maths-calculation', 'maths-problem-solving'];
    case 'writing':
      return ['written-expression'];
    case 'behaviour':
    case 'social-emotional':
      return ['behaviour'];
    case 'attendance':
    case null:
      return ['other'];
  }
}

function asks(event: Recorded<CycleEvent>, factId: string): Reaction {
  return { to: event.stream, type: 'QuestionBasis', data: { factId, becauseEventId: event.id } };
}
