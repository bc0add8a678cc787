import { describe, expect, test } from 'vitest';
import { aCalendar } from '#testing/school-year';
import { businessDays, schoolDays } from './duty-days.js';

describe('school days of a calendar', () => {
  const days = schoolDays(aCalendar);

  test('leave breaks out, forward and back', () => {
    expect(days.after('2025-11-21', 1)).toBe('2025-12-01');
    expect(days.before('2025-12-01', 1)).toBe('2025-11-21');
    expect(days.after('2025-11-22', 0)).toBe('2025-11-22');
  });

  test('a duty of this year does not wait for the next; what opens again does', () => {
    expect(days.after('2026-05-21', 5)).toBe('2026-05-22');
    expect(days.later('2026-05-21', 5)).toBe('2026-05-28');
  });

  test('in a summer without a known next year weekdays are counted', () => {
    expect(days.after('2026-06-05', 3)).toBe('2026-06-10');
    expect(days.later('2026-06-05', 1)).toBe('2026-06-08');
    expect(days.before('2025-08-13', 1)).toBe('2025-08-12');
  });
});

describe('business days', () => {
  const days = businessDays('America/Chicago');

  test('are Monday to Friday', () => {
    expect(days.after('2025-09-12', 1)).toBe('2025-09-15');
    expect(days.before('2025-09-15', 1)).toBe('2025-09-12');
    expect(days.later('2025-09-13', 0)).toBe('2025-09-15');
  });

  test('begin and end at local hours, in winter and in summer', () => {
    expect(days.morning('2025-07-01')).toBe('2025-07-01T13:00:00.000Z');
    expect(days.due('2025-12-01')).toBe('2025-12-01T22:00:00.000Z');
  });
});
