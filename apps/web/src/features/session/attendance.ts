import type { LogSessionRequest, SessionShown } from '#contracts/sessions';

export type Mark = LogSessionRequest['students'][number];

/** Everybody here, for the planned minutes. What was observed of the lesson's steps is never presumed. */
export function asPlanned(session: SessionShown): LogSessionRequest {
  return {
    minutes: session.plannedMinutes,
    steps: null,
    students: session.members.map(({ cycleId }) => ({
      cycleId,
      attendance: 'here',
      minutes: session.plannedMinutes,
      reason: null,
    })),
  };
}

/** Nobody has said anything yet that differs from the plan. */
export function isAsPlanned(log: LogSessionRequest, session: SessionShown): boolean {
  return (
    log.minutes === session.plannedMinutes &&
    log.steps === null &&
    log.students.every((s) => s.attendance === 'here' && s.minutes === session.plannedMinutes)
  );
}

/** Minutes follow the mark: the whole session when here, the length less five when late, none when out. */
export function marked(mark: Mark, attendance: Mark['attendance'], sessionMinutes: number): Mark {
  switch (attendance) {
    case 'here':
      return { ...mark, attendance, minutes: sessionMinutes, reason: null };
    case 'late':
      return { ...mark, attendance, minutes: Math.max(sessionMinutes - 5, 0), reason: null };
    case 'out':
      return { ...mark, attendance, minutes: 0, reason: 'student-absent' };
  }
}

/** A session of another length: those who were here for all of it were here for the new length. */
export function withLength(log: LogSessionRequest, minutes: number): LogSessionRequest {
  return {
    ...log,
    minutes,
    students: log.students.map((s) => ({
      ...s,
      minutes: s.attendance === 'here' ? minutes : Math.min(s.minutes, minutes),
    })),
  };
}

/** How many were here, late and out: the summary line. */
export function tally(log: Pick<LogSessionRequest, 'students'>) {
  const count = (attendance: Mark['attendance']) =>
    log.students.filter((s) => s.attendance === attendance).length;
  return { here: count('here'), late: count('late'), out: count('out') };
}
