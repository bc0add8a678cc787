import { describe, expect, test } from 'vitest';
import { aCalendar, aLadder } from '#testing/school-year';
import { schoolDays } from './duty-days.js';
import { escalationOf, ladderDuty, nearestFirst, withRungs, workDuty } from './ladder.js';
import type { Duty, DutyOwner, Ladder, LadderState } from './obligation.js';
import { evolveLadder, noLadder } from './obligation.js';

const days = schoolDays(aCalendar);
const teacher: DutyOwner = { kind: 'role', role: 'teacher', schoolId: 's-1' };
const admin: DutyOwner = { kind: 'role', role: 'school-admin', schoolId: 's-1' };
const asked: Omit<Duty, 'rungs' | 'dueAt'> = {
  key: 'duty/hold-review/c-1/1',
  kind: 'hold-review',
  owner: teacher,
  studentId: 'ada',
  dueOn: '2025-09-10',
  because: { rule: '/review', trigger: 'e-1' },
};
const climb = (ladder: Ladder = aLadder, climbed: LadderState = noLadder) =>
  ladderDuty(asked, ladder, days, climbed);
const acts = (duty: Duty | null) => duty?.rungs.map(({ n, act, at }) => `${n} ${act} ${at}`);

describe('a ladder', () => {
  test('reminds and escalates in the morning, and records at the end of the day', () => {
    expect(acts(climb())).toEqual([
      '0 remind 2025-09-10T12:30:00.000Z',
      '1 remind 2025-09-12T12:30:00.000Z',
      '2 escalate 2025-09-15T12:30:00.000Z',
      '3 record 2025-09-17T21:00:00.000Z',
    ]);
  });

  test('has nothing to say after its record', () => {
    const hasty = { ...aLadder, remindAfter: [0, 9], escalateAfter: 4, recordAfter: 1 };
    expect(acts(climb(hasty))).toEqual([
      '0 remind 2025-09-10T12:30:00.000Z',
      '1 record 2025-09-11T21:00:00.000Z',
    ]);
  });

  test('goes on where it was left, with whom it reached; climbed whole, the duty is gone', () => {
    const fact = { duty: asked.key, kind: asked.kind, dueOn: asked.dueOn };
    const escalated = evolveLadder(noLadder, {
      type: 'ObligationEscalated',
      data: { ...fact, rung: 2, from: teacher, to: admin },
    });
    const duty = climb(aLadder, escalated);
    expect(acts(duty)).toEqual(['3 record 2025-09-17T21:00:00.000Z']);
    expect(duty?.owner).toEqual(admin);
    const missed = { type: 'ObligationMissed', data: { ...fact, rung: 3, owner: admin } };
    expect(climb(aLadder, evolveLadder(escalated, missed))).toBeNull();
  });

  test('a step left out keeps its number', () => {
    const at = '2025-09-10T12:30:00.000Z';
    const duty = withRungs({ ...asked, dueAt: at }, [null, { act: 'remind', at }], noLadder);
    expect(acts(duty)).toEqual([`1 remind ${at}`]);
  });
});

test('an escalation reaches the role of the ladder, or the district where that role had the duty', () => {
  const held = (owner: DutyOwner) => escalationOf({ ...climb()!, owner }, aLadder, 's-1');
  expect(held(teacher)).toEqual(admin);
  expect(held(admin)).toEqual({ kind: 'role', role: 'district-admin', schoolId: null });
});

test('duties stand nearest first, and equal ones always in the same order', () => {
  const work = (key: string, at: string) =>
    workDuty({
      key,
      kind: 'run-import',
      dueOn: '2025-09-10',
      at,
      because: { rule: 'r', trigger: 't' },
    });
  const late = work('duty/a', '2025-09-11T00:00:00.000Z');
  const b = work('duty/b', '2025-09-10T00:00:00.000Z');
  const c = work('duty/c', '2025-09-10T00:00:00.000Z');
  expect(nearestFirst([late, c, null, b]).map((duty) => duty.key)).toEqual([
    'duty/b',
    'duty/c',
    'duty/a',
  ]);
});
