import { describe, expect, test } from 'vitest';
import type { SessionShown } from '#contracts/sessions';
import { asPlanned, isAsPlanned, marked, tally, withLength } from './attendance.js';

const session = {
  plannedMinutes: 25,
  members: [{ cycleId: 'c-maya' }, { cycleId: 'c-theo' }, { cycleId: 'c-ana' }],
} as SessionShown;

describe('a session logged as planned', () => {
  test('has everybody here for the planned minutes', () => {
    expect(tally(asPlanned(session))).toEqual({ here: 3, late: 0, out: 0 });
    expect(asPlanned(session).students.map((s) => s.minutes)).toEqual([25, 25, 25]);
  });

  test('says nothing about the steps of the lesson', () => {
    expect(asPlanned(session).steps).toBeNull();
  });
});

describe('a mark', () => {
  const [maya] = asPlanned(session).students as [never];

  test('out has no minutes and a reason; here again has neither loss nor reason', () => {
    const out = marked(maya, 'out', 25);
    expect(out).toMatchObject({ minutes: 0, reason: 'student-absent' });
    expect(marked(out, 'here', 25)).toMatchObject({ minutes: 25, reason: null });
  });

  test('late is five minutes less, never under none', () => {
    expect(marked(maya, 'late', 25).minutes).toBe(20);
    expect(marked(maya, 'late', 3).minutes).toBe(0);
  });

  test('one change and the session is no longer as planned', () => {
    const log = asPlanned(session);
    expect(isAsPlanned(log, session)).toBe(true);
    expect(isAsPlanned({ ...log, steps: 'all' }, session)).toBe(false);
    expect(isAsPlanned(withLength(log, 20), session)).toBe(false);
  });
});

test('a shorter session shortens who was here and caps who was late', () => {
  const log = asPlanned(session);
  const students = log.students.map((s, i) => (i === 0 ? marked(s, 'late', 25) : s));
  expect(withLength({ ...log, students }, 15).students.map((s) => s.minutes)).toEqual([15, 15, 15]);
  expect(withLength({ ...log, students }, 30).students.map((s) => s.minutes)).toEqual([20, 30, 30]);
});
