import { expect, test } from 'vitest';
import type { ScreeningWindowEvent } from '#domain/screening-window/events';
import type { Score, StudentEvent } from '#domain/student/events';
import { rowsOf, told } from '#testing/told-rows';
import { scores, windows } from './screening.js';

const scheduled: ScreeningWindowEvent = {
  type: 'WindowScheduled',
  data: {
    schoolId: 'ash-grove',
    area: 'reading',
    season: 'fall',
    schoolYear: 2025,
    opensOn: '2025-09-02',
    closesOn: '2025-09-12',
    makeUpsUntil: '2025-09-19',
    calendar: { id: 'cal', version: 1 },
    ruleSets: [{ ruleSet: { id: 'rules', version: 1 }, grades: ['2'] }],
  },
};
const fall = (...events: ScreeningWindowEvent[]) =>
  rowsOf(windows, told('screening-window/fall', scheduled, ...events))['fall'];
const movesTo = (version: number, ...moved: { duty: string; from: string; to: string }[]) => ({
  type: 'DueDatesMoved' as const,
  data: { calendar: { id: 'cal', version }, because: 'snow', moved },
});

test('a window shows how far it has come and what its close found', () => {
  const found = { on: '2025-09-19', position: 90, expected: 20, screened: 18, missed: 2 };
  const share = { unit: 'Room 4', grade: '2', below: 5, screened: 9, threshold: 0.5 } as const;
  const row = fall(
    { type: 'WindowOpened', data: { on: '2025-09-02' } },
    { type: 'WindowClosed', data: found },
    { type: 'ClasswideResponseProposed', data: share },
    { type: 'PlacementsProposed', data: { proposed: 3, alreadyInCycle: 1, classwide: 1 } },
  );
  expect(row).toMatchObject({
    status: 'completed',
    closed: found,
    classwide: [share],
    proposed: 3,
  });
});

test('days that a new calendar version moves are shown where they moved to, and stay there with the next', () => {
  const row = fall(
    movesTo(2, { duty: 'duty/close-window/fall/0', from: '2025-09-19', to: '2025-09-22' }),
    movesTo(3),
  );
  expect(row).toMatchObject({
    opens_on: '2025-09-02',
    closes_on: '2025-09-12',
    make_ups_until: '2025-09-22',
    calendar: { version: 3 },
  });
});

const score: Score = {
  measure: 'dibels-8/composite',
  on: '2025-09-08',
  value: 300,
  text: '300',
  level: null,
  percentile: 12,
  form: null,
  season: 'fall',
  testGrade: '2',
  enrolledGrade: '2',
  schoolId: 'ash-grove',
  source: { kind: 'staff', staffId: 'nora' },
};
const maya = (...events: StudentEvent[]) => rowsOf(scores, told('student/maya', ...events));

test('a score counts from its position to that of the fact that answers it', () => {
  const recorded: StudentEvent = { type: 'ScoreRecorded', data: score };
  expect(maya(recorded)).toMatchObject({ e1: { position: 1, ended_position: null } });
  const voided: StudentEvent = { type: 'ScoreVoided', data: { eventId: 'e1', reason: 'x' } };
  expect(maya(recorded, voided)).toMatchObject({ e1: { ended_position: 2 } });
  const better = { ...score, value: 310 };
  const corrected: StudentEvent = {
    type: 'ScoreCorrected',
    data: { eventId: 'e1', score: better, reason: 'x' },
  };
  expect(maya(recorded, corrected)).toMatchObject({
    e1: { score: { value: 300 }, ended_position: 2 },
    e2: { score: { value: 310 }, position: 2, ended_position: null },
  });
});
