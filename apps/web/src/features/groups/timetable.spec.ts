import { expect, test } from 'vitest';
import type { Text } from '../../i18n/text.js';
import { timetable } from './timetable.js';

const days: Text = (id) => id.replace('weekday.', 'day ');
const slot = (weekday: number, startsAt: string) => ({ weekday, startsAt, minutes: 25 });

test('days of the same hour stand together, others follow', () => {
  const slots = [slot(1, '09:00'), slot(3, '09:00'), slot(5, '13:30')];
  expect(timetable(slots, days, (at) => at)).toBe('day 1, day 3 09:00 · day 5 13:30');
});
