import type { Reaction, Recorded } from '../decider.js';
import type { Found, FoundProcess, React } from '../process.js';
import { uuidOf } from '../streams.js';
import type { StudentEvent } from './events.js';

type Of<T extends StudentEvent['type']> = Recorded<Extract<StudentEvent, { type: T }>>;

/** A student who moves takes cycles and referrals along; a corrected score asks the decisions that rest on it. */
export const studentReact: React<StudentEvent> = {
  listensTo: [
    'StudentTransferred',
    'StudentWithdrawn',
    'StudentReturned',
    'ScoreVoided',
    'ScoreCorrected',
  ],
  concerns: (event) => {
    const studentId = uuidOf(event.stream);
    switch (event.type) {
      case 'StudentTransferred':
        return { studentId, schoolId: event.data.toSchoolId };
      case 'StudentReturned':
        return { studentId, schoolId: event.data.schoolId };
      case 'StudentWithdrawn':
      case 'ScoreVoided':
      case 'ScoreCorrected':
        return { studentId };
      default:
        return null;
    }
  },
  react: (event, found) => {
    switch (event.type) {
      case 'StudentTransferred':
        return transferred(event, found);
      case 'StudentWithdrawn':
        return left(event, found);
      case 'StudentReturned':
        return returned(event, found);
      case 'ScoreVoided':
      case 'ScoreCorrected':
        return open(found, 'cycle').map(({ stream }) => ({
          to: stream,
          type: 'QuestionBasis',
          data: { factId: event.data.eventId, becauseEventId: event.id },
        }));
      default:
        return [];
    }
  },
};

/** A school without a calendar of its own: the process stays on the one that it follows. */
function transferred({ data }: Of<'StudentTransferred'>, found: Found): Reaction[] {
  const { toSchoolId, on } = data;
  const move = (kind: 'cycle' | 'referral', type: string) =>
    open(found, kind).flatMap(({ stream, calendar: own }): Reaction[] => {
      const calendar = found.schoolCalendar ?? own;
      return calendar ? [{ to: stream, type, data: { toSchoolId, calendar, on } }] : [];
    });
  return [...move('cycle', 'TransferCycle'), ...move('referral', 'TransferReferral')];
}

function left({ data: { on } }: Of<'StudentWithdrawn'>, found: Found): Reaction[] {
  const close = (kind: 'cycle' | 'referral', type: string) =>
    open(found, kind).map(({ stream }): Reaction => {
      return { to: stream, type, data: { on, reason: 'left-district' } };
    });
  return [...close('cycle', 'CloseCycle'), ...close('referral', 'CloseReferral')];
}

/** Cycles that ended only because the student left go on; a referral does not: a new request starts its own clock. */
function returned({ data }: Of<'StudentReturned'>, found: Found): Reaction[] {
  const { on, schoolId } = data;
  return found.processes.flatMap(({ stream, kind, open: isOpen, closedBecause, calendar }) => {
    const follows = found.schoolCalendar ?? calendar;
    if (kind !== 'cycle' || isOpen || closedBecause !== 'left-district' || !follows) return [];
    const reopened = { on, schoolId, calendar: follows, reason: 'returned-to-district' };
    return [{ to: stream, type: 'ReopenCycle', data: reopened }];
  });
}

function open(found: Found, kind: FoundProcess['kind']): FoundProcess[] {
  return found.processes.filter((process) => process.kind === kind && process.open);
}
